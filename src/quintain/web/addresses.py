"""Which addresses of the network the server may go to by itself. Knows no Django."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the Internet's, also where it carries one of IPv4 inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:  # fec0::/10, which networks of companies may still have (RFC 3879)
            return False
    return address.is_global and not address.is_multicast


def is_allowed(address: str) -> bool:
    """Tell whether requests may go to an address: over TLS, or to this very machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def is_loopback(host: str) -> bool:
    """Tell whether a host is this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
