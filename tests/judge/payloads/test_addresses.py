"""Every address leads where it says, as urllib, httpx, ipaddress and the C library read it."""

import ipaddress
import random
import re
import socket
from urllib.parse import urlsplit
from urllib.request import Request, url2pathname

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads import addresses

seeds = st.integers(0, 2**63)
TRUSTED = "https://reports.lab.test/"


def led(address: str) -> tuple[str, int | None]:
    """Read an address as ``urlopen`` does: what it asks the resolver for, and the port."""
    parts = urlsplit(f"//{Request(address).host}")  # noqa: S310  nothing is opened
    return parts.hostname or "", parts.port


def is_loopback(host: str) -> bool:
    family, _, _, _, place = socket.getaddrinfo(host, 1, flags=socket.AI_NUMERICHOST)[0]
    address = ipaddress.ip_address(place[0])
    if family == socket.AF_INET6:
        assert isinstance(address, ipaddress.IPv6Address)
        address = address.ipv4_mapped or address
    return address.is_loopback or address.is_unspecified


@given(seed=seeds)
def test_spelling_leads_to_this_machine(seed: int) -> None:
    """By the resolver's word: the very port of this machine, whatever stands around."""
    for name, address in addresses.spellings(random.Random(seed), 8080, "/gate", many=8).items():
        host, port = led(address)
        assert (is_loopback(host), port) == (True, 8080), (name, address)
        request = Request(address)  # noqa: S310
        assert (request.type, request.selector.split("?")[0]) == ("http", "/gate"), (name, address)


@given(seed=seeds)
def test_names_are_localhost(seed: int) -> None:
    """In any case, by TLS too."""
    drawn = addresses.spellings(random.Random(seed), 8080, hosts=addresses.NAMES, schemes=addresses.TLS, many=8)
    for name, address in drawn.items():
        assert (led(address), Request(address).type) == (("localhost", 8080), "https"), name  # noqa: S310


@given(seed=seeds)
def test_users_are_cut_off(seed: int) -> None:
    """By httpx and by urlsplit, which part a user from the host."""
    drawn = addresses.spellings(
        random.Random(seed),
        8080,
        hosts={"": "127.0.0.1"},
        users=addresses.USERS,
        around=addresses.PLAINLY,
        many=8,
    )
    for name, address in drawn.items():
        url = httpx.URL(address)
        assert (url.host, url.port, urlsplit(address).hostname) == ("127.0.0.1", 8080, "127.0.0.1"), name


@given(seed=seeds)
def test_port_is_another(seed: int) -> None:
    """The host is the right one; what is asked there is not."""
    for name, address in addresses.ports(random.Random(seed), "reports.lab.test", 8080, many=8).items():
        assert led(address) == ("reports.lab.test", 8080), name


@given(seed=seeds, port=st.sampled_from([None, 8080]))
def test_lookalike_holds_the_trusted_address_and_leads_elsewhere(seed: int, port: int | None) -> None:
    """``in``, ``search`` and a pattern by lines find the trusted address; the client asks another host."""
    for name, address in addresses.lookalikes(
        random.Random(seed), TRUSTED, "other.lab.test", port=port, many=8
    ).items():
        assert TRUSTED in address
        assert led(address) == ("other.lab.test", port), (name, address)
        request = Request(address)  # noqa: S310
        assert not re.search(r"[\x00-\x20]", request.selector), (name, "urlopen would refuse it")


def test_line_of_its_own_is_found_by_a_pattern_by_lines() -> None:
    """``^`` with ``re.M`` is the beginning of any line."""
    drawn = addresses.lookalikes(random.Random(1), TRUSTED, "other.lab.test", many=None)
    pattern = re.compile(r"^https://reports\.lab\.test/", re.MULTILINE)
    assert [name for name, address in drawn.items() if pattern.search(address)] == [
        f"{scheme}as a place {where}"
        for scheme in ("", "upper case, ", "one capital, ")
        for where in ("on a line of its own", "behind a carriage return")
    ]


def test_user_is_no_host() -> None:
    """What stands before the @ is what the client tells, not where it goes."""
    for name, address in addresses.disguised(random.Random(1), "reports.lab.test", "other.lab.test", many=None).items():
        assert re.match(r"(?i)https?://reports\.lab\.test", address), name
        assert urlsplit(address.replace("\\", "")).hostname == "other.lab.test", name


@pytest.mark.parametrize("path", ["gate.txt", "/lab/gate.txt"])
def test_file_is_a_file(path: str) -> None:
    """Whatever the case and the brackets, urllib opens the path."""
    for name, address in addresses.files(random.Random(1), path, hosts=("reports.lab.test",), many=None).items():
        request = Request(address)  # noqa: S310  nothing is opened
        assert (request.type, url2pathname(request.selector)) == ("file", path), (name, address)
