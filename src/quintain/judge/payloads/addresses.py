"""Addresses that do not lead where they seem to: scheme by user by spelling of the host by port by what follows."""

import random
from collections.abc import Callable
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

SCHEMES: Final[Dimension[str]] = {"": "http", "upper case": "HTTP", "one capital": "Http"}
TLS: Final[Dimension[str]] = {"by TLS": "https", "by TLS, upper case": "HTTPS"}
USERS: Final[Dimension[str]] = {"": "", "a user": "anna@", "a user with a password": "anna:x@", "an empty user": "@"}
LOOPBACK: Final[Dimension[str]] = {
    "": "127.0.0.1",
    "two numbers": "127.1",
    "three numbers": "127.0.1",
    "one number": "2130706433",
    "hexadecimal": "0x7f000001",
    "hexadecimal, upper case": "0X7F.0.0.1",
    "octal": "0177.0.0.1",
    "octal with zeros": "00000177.0.0.01",
    "mixed": "0x7f.0.1",
    "no address": "0.0.0.0",
    "nought": "0",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped, hexadecimal": "[::FFFF:7f00:1]",
    "mapped, written out": "[0:0:0:0:0:ffff:7f00:0001]",
}
"""This machine in IPv4, as the C library reads it."""
NAMES: Final[Dimension[str]] = {
    "by name": "localhost",
    "by name, upper case": "LOCALHOST",
    "by name, mixed case": "LocalHost",
}
BEHIND: Final[Dimension[str]] = {"": "", "a question": "?a=b", "a place": "#a"}
AROUND: Final[Dimension[Callable[[str], str]]] = {
    "": str,
    "a space in front": lambda address: f" {address}",
    "brackets around": lambda address: f"<{address}>",
    "called an address": lambda address: f"URL:{address}",
    "both": lambda address: f"<URL:{address}>",
    "newline behind": lambda address: f"{address}\n",
}
"""What urllib takes off before it reads an address."""
PLAINLY: Final[Dimension[Callable[[str], str]]] = {"": str}
NO_USER: Final[Dimension[str]] = {"": ""}


def spellings(
    rng: random.Random,
    port: int,
    path: str = "/",
    *,
    hosts: Dimension[str] = LOOPBACK,
    schemes: Dimension[str] = SCHEMES,
    users: Dimension[str] = NO_USER,
    around: Dimension[Callable[[str], str]] = AROUND,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw spellings of an address of this machine, or of any host whose spellings you give.

    Args:
        rng: see the package.
        port: where the program listens that must not be asked.
        path: begins with a slash.
        hosts: `LOOPBACK`, `NAMES`, or others by name.
        schemes: `SCHEMES` or `TLS`.
        users: `USERS` for clients that cut users off; urllib takes one for part of the host's name.
        around: `AROUND` for urllib, `PLAINLY` for others.
        many: see the package.

    """

    def make(scheme: str, user: str, host: str, behind: str, wrap: Callable[[str], str]) -> str:
        return wrap(f"{scheme}://{user}{host}:{port}{path}{behind}")

    return draw(rng, many, make, schemes, users, hosts, BEHIND, around)


def ports(rng: random.Random, host: str, port: int, path: str = "/", *, many: int | None = MANY) -> dict[str, str]:
    """Draw addresses of the right host and another program of its: the port differs, or the scheme does."""
    hosts = {"": host, "host in upper case": host.upper(), "host with a capital": host.capitalize()}
    written = {"": f":{port}", "zeros before the port": f":0{port}"}

    def make(scheme: str, host: str, port: str, behind: str) -> str:
        return f"{scheme}://{host}{port}{path}{behind}"

    return draw(rng, many, make, {**SCHEMES, **TLS}, hosts, written, BEHIND)


LOOKS: Final[Dimension[str]] = {
    "as a question": "{scheme}://{host}{port}/?{trusted}",
    "as a question without a path": "{scheme}://{host}{port}?{trusted}",
    "as a path": "{scheme}://{host}{port}/{trusted}",
    "as a place": "{scheme}://{host}{port}/#{trusted}",
    "as a place on a line of its own": "{scheme}://{host}{port}/#\n{trusted}",
    "as a place behind a carriage return": "{scheme}://{host}{port}/#\r\n{trusted}",
    "as a value": "{scheme}://{host}{port}/?next={trusted}",
}
BEFORE_THE_HOST: Final[Dimension[str]] = {
    "as a user": "{trusted_host}@{host}{port}/",
    "as a user with a password": "{trusted_host}:443@{host}{port}/",
    "as a user, a slash the wrong way": "{trusted_host}\\@{host}{port}/",
}


def lookalikes(
    rng: random.Random,
    trusted: str,
    host: str,
    *,
    port: int | None = None,
    schemes: Dimension[str] = SCHEMES,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw addresses of one host in which a trusted address appears as a whole.

    Args:
        rng: see the package.
        trusted: the address that is allowed, scheme and path included: ``https://reports.lab.test/``.
        host: where the address leads.
        port: the scheme's own unless told otherwise.
        schemes: `SCHEMES` or `TLS`.
        many: see the package.

    """
    written = "" if port is None else f":{port}"

    def make(scheme: str, look: str) -> str:
        return look.format(scheme=scheme, host=host, port=written, trusted=trusted)

    return draw(rng, many, make, schemes, LOOKS)


def disguised(
    rng: random.Random, trusted_host: str, host: str, *, port: int | None = None, many: int | None = MANY
) -> dict[str, str]:
    """Draw addresses that begin with the trusted host's name as a user, for clients other than urllib."""
    written = "" if port is None else f":{port}"

    def make(scheme: str, look: str) -> str:
        return f"{scheme}://" + look.format(trusted_host=trusted_host, host=host, port=written)

    return draw(rng, many, make, {**SCHEMES, **TLS}, BEFORE_THE_HOST)


def files(
    rng: random.Random, path: str, *, hosts: tuple[str, ...] = ("localhost",), many: int | None = MANY
) -> dict[str, str]:
    """Draw addresses of a file of this machine, as urllib opens it.

    Args:
        rng: see the package.
        path: the file; an absolute path may have a host before it, as `hosts` names them.
        hosts: names of this machine, the trusted ones too where they are such.
        many: see the package.

    """
    schemes = {"": "file", "upper case": "FILE", "one capital": "File", "mixed case": "fIlE"}
    forms = {"": f":{path}"}
    if path.startswith("/"):
        forms |= {"no host": f"://{path}"} | {f"at {host}": f"://{host}{path}" for host in hosts}

    def make(scheme: str, form: str, wrap: Callable[[str], str]) -> str:
        return wrap(scheme + form)

    return draw(rng, many, make, schemes, forms, AROUND)
