"""Which addresses belong to the public Internet."""

import ipaddress

import pytest

from quintain.web.addresses import is_public


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),  # noqa: S104  an address that is asked about
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::909:909", True),
        ("2002:a00:1::", False),
        ("2002:909:909::", True),
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("172.16.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:a00:1::", False),  # Teredo, with a server in a private network
    ],
)
def test_what_is_public(address: str, answer: bool) -> None:
    """Also where an address of IPv4 is inside one of IPv6."""
    assert is_public(ipaddress.ip_address(address)) is answer
