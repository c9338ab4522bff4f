"""What makes a classroom of a server: its public address, its proxies, and how traffic is encrypted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from quintain.server.certificates import WARN_BEFORE, Files, Own, Shown, Source, in_lines, now
from quintain.server.page_server import Tls
from quintain.server.starting import StartRefused, bracketed
from quintain.web.folder import DataFolder

HOST_NAME: Final = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
CONTACT: Final = re.compile(r"(?:https://|mailto:|tel:)[!-~]{3,200}")
MAIL: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")
DEFAULT_PORT: Final = 443


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says of a classroom."""

    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    url: str = ""
    contacts: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether any of it was said that only a classroom has."""
        return bool(self.certificate or self.key or self.proxies or self.url)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a classroom opens. ``names`` are the hosts that it answers to; without ``tls``, a proxy encrypts."""

    url: str
    names: tuple[str, ...]
    proxies: tuple[str, ...]
    contacts: tuple[str, ...]
    lab_domain: str
    tls: Tls | None

    @property
    def has_known_certificate(self) -> bool:
        """Whether browsers know who has issued the certificate, as far as can be told from here."""
        return self.tls is None or not self.tls.source.is_own


def check_wish(wish: Wish, *, exposed: bool) -> None:
    """Refuse options that do not fit together, before anything is made.

    Raises:
        StartRefused: They do not.

    """
    if exposed and wish.is_there:
        raise StartRefused(
            "--exposed is for one learner without encryption, and the other options open a classroom.",
            "Leave --exposed out.",
        )
    if (wish.certificate is None) != (wish.key is None):
        raise StartRefused(
            "A certificate and its private key are needed together.", "Give both --certificate and --key."
        )
    for proxy in wish.proxies:
        _check_proxy(proxy)
    if wish.url:
        _check_url(wish.url)
    elif wish.proxies:
        raise StartRefused(
            "Behind a proxy, Quintain cannot know the address that students open.",
            "Name it, for example: --url https://class.example.org",
        )


def open_classroom(wish: Wish, folder: DataFolder, names: tuple[str, ...], port: int, lab_domain: str) -> Opening:
    """Get the certificate ready, and decide on the public address.

    Raises:
        StartRefused: A certificate cannot be used, or a domain.

    """
    end = "" if port == DEFAULT_PORT else f":{port}"
    url = (wish.url or f"https://{names[0].lower()}{end}").rstrip("/").lower()
    host = urlsplit(url).hostname or ""
    _check_lab_domain(lab_domain, host)
    hosts = tuple(dict.fromkeys((bracketed(host), *(name.lower() for name in names))))
    contacts = tuple(_read_contact(each) for each in wish.contacts)
    if wish.proxies and wish.certificate is None:
        return Opening(url, hosts, wish.proxies, contacts, lab_domain, None)
    source = _source(wish, folder, host, hosts, lab_domain)
    try:
        shown = source.load()
    except StartRefused as refused:
        raise _with_better_remedy(refused, wish, end) from None
    return Opening(url, hosts, wish.proxies, contacts, lab_domain, Tls(source, shown, url))


def _source(wish: Wish, folder: DataFolder, host: str, hosts: Iterable[str], lab_domain: str) -> Source:
    if wish.certificate is not None and wish.key is not None:
        return Files(wish.certificate.absolute(), wish.key.absolute(), host)
    names = [host, *(name.strip("[]") for name in hosts), "localhost", "127.0.0.1"]
    if lab_domain:
        names.append(f"*.{lab_domain}")
    return Own(folder.certificate, tuple(dict.fromkeys(filter(_can_be_certified, names))))


def _can_be_certified(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return bool(HOST_NAME.fullmatch(name.removeprefix("*.")))
    return True


def _with_better_remedy(refused: StartRefused, wish: Wish, end: str) -> StartRefused:
    """Propose the address for which a certificate is, where none was named."""
    match = re.search(r"is for ([a-z0-9.-]+)[ ,]", refused.sentence)
    if wish.url or match is None:
        return refused
    return StartRefused(refused.sentence, f"Name the address that students open: --url https://{match[1]}{end}")


def _check_proxy(text: str) -> None:
    try:
        network = ip_network(text)
    except ValueError:
        raise StartRefused(
            f"{text} is no address of a proxy.",
            "Write an address such as 10.0.0.5, or a network such as 10.0.0.0/28, after --behind-proxy.",
        ) from None
    if network.prefixlen == 0:
        raise StartRefused(
            f"{text} is every address, and anybody could then pretend to be anybody.",
            "Name the addresses of your proxies alone.",
        )


def _check_url(text: str) -> None:
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        parts, port, host = urlsplit(""), None, ""
    is_plain = parts.scheme == "https" and parts.path in {"", "/"} and not (parts.query or parts.fragment)
    if not (is_plain and port != 0 and "@" not in parts.netloc and _can_be_certified(host) and "*" not in host):
        raise StartRefused(
            f"{text!a} is not an address at which a classroom can be.",
            "Write https://, a name or address, and the port unless it is 443: --url https://class.example.org",
        )


def _check_lab_domain(domain: str, host: str) -> None:
    if not domain:
        return
    if not HOST_NAME.fullmatch(domain) or "." not in domain:
        raise StartRefused(
            f"QUINTAIN_LAB_DOMAIN is {domain!a}, which is no domain.", "Write one such as labs.example.net."
        )
    if f".{host}".endswith(f".{domain}") or domain.endswith(f".{host}"):
        raise StartRefused(
            f"The domain for programs, {domain}, and the classroom, {host}, are one site; programs could set cookies.",
            "Take a domain for programs that belongs to nothing else.",
        )


def _read_contact(text: str) -> str:
    contact = f"mailto:{text}" if MAIL.fullmatch(text) else text
    if not CONTACT.fullmatch(contact):
        raise StartRefused(
            f"{text!a} is no contact for security reports.",
            "Write an e-mail address, or an address that begins with https://, mailto: or tel:.",
        )
    return contact


def tell_opening(opening: Opening, invitation: str) -> list[str]:
    """Return what the terminal says of an open classroom. ``invitation`` is the operator's link, if there is one."""
    lines = ["", "  The classroom is open. Students open this address:", "", f"  {opening.url}/", ""]
    if invitation:
        lines += [
            "  Nobody operates it yet. This link makes you its operator, once and within 14 days:",
            "",
            f"  {invitation}",
            "",
        ]
    if opening.tls is not None:
        lines += _tell_certificate(opening.tls.shown, is_own=opening.tls.source.is_own)
    lines += _tell_programs(opening)
    return [*lines, "  Ctrl-C stops the classroom."]


def _tell_certificate(shown: Shown, *, is_own: bool) -> list[str]:
    until = f"{shown.ends_at:%Y-%m-%d}"
    if not is_own:
        soon = shown.ends_at - now() < WARN_BEFORE
        return [f"  The certificate ends on {until}. Renew it now.", ""] if soon else []
    return [
        "  Quintain has made the certificate itself, so browsers do not know it. At the first visit, each browser says",
        "  that the connection is not private (Chrome, Edge) or that there is a security risk (Firefox).",
        "  Before you go on, look at the certificate in the browser: its SHA-256 fingerprint must be this one.",
        "",
        *(f"    {line}" for line in in_lines(shown.fingerprint)),
        "",
        "  If it is another one, somebody is between you and the classroom: do not go on.",
        f"  It ends on {until} and is replaced 30 days before. To have no warning: --certificate and --key.",
        "",
    ]


def _tell_programs(opening: Opening) -> list[str]:
    works = "Labs, verdicts, requests by hand and terminals work."
    if not opening.lab_domain:
        return [
            "  Not available on this network: the preview of web labs, which shows the learner's program in a frame.",
            f"  It needs a domain of its own (QUINTAIN_LAB_DOMAIN). {works}",
            "",
        ]
    lines = []
    if not opening.has_known_certificate:
        lines += [
            "  The preview of web labs works only in browsers that were told to trust this certificate: a warning",
            f"  cannot be answered in a frame. {works}",
            "",
        ]
    elif opening.tls is not None and not opening.tls.shown.covers(f"lab-0.{opening.lab_domain}"):
        lines += [
            "  Not available: the preview of web labs, since the certificate is not for",
            f"  *.{opening.lab_domain}. {works}",
            "",
        ]
    if _ends_alike(opening.lab_domain, urlsplit(opening.url).hostname or ""):
        lines += [
            f"  {opening.lab_domain} and the classroom may be one site. If they share a domain that one can register,",
            "  a program can set cookies of the classroom: take another domain for programs.",
            "",
        ]
    return lines


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether two names have their last two labels in common."""
    return one.split(".")[-2:] == other.split(".")[-2:]


def say(opening: Opening, invitation: str) -> None:
    """Print what `tell_opening` returns."""
    for line in tell_opening(opening, invitation):
        click.echo(line)
