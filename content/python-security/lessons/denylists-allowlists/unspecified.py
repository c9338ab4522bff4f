"""Which attacks get through deny_address when it refuses 0.0.0.0, too."""

import ipaddress
import socket
from urllib.parse import urlsplit

from filters import Refused, fetch
from world import ATTACKS, FILTERS, World


def deny_address_longer(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise Refused
    for *_, (found, *_) in socket.getaddrinfo(parts.hostname, 80):
        address = ipaddress.ip_address(found)
        if address.is_loopback or address.is_unspecified:
            raise Refused


FILTERS["longer"] = lambda url: fetch(url, deny_address_longer)
with World() as world:
    for url in ATTACKS:
        if (got := world.outcome("longer", url)) != "refused":
            print(f"{url}  {got}")
