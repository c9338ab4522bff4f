"""The origins of programs: one for each learner, lab, code and session, and never one of ours.

The name has two parts, ``lab-<id>`` and the domain. It must not be ``<id>.labs.…``: programs would set cookies for each
other there. If you guess a name, you still have no key; see ``tickets``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.crypto import salted_hmac

THIS_MACHINE: Final = "localhost"
LOOPBACK: Final = frozenset({THIS_MACHINE, "127.0.0.1", "[::1]"})
LABEL: Final = re.compile(r"lab-[0-9a-f]{32}")


class Code(StrEnum):
    """Which code of a lab runs for a learner."""

    SAVED = "saved"
    """The learner's own, as it is saved."""
    ORIGINAL = "original"
    """The lab's, which nobody changes: what the phase *break* is about."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a learner's program of one lab is seen, and the origin of the page that shows it.

    ``origin`` is empty if this browser could not find it: the page was opened from another machine, and there is no
    domain for programs. ``session`` is the key of the session that asks.
    """

    label: str
    origin: str
    page: str
    session: str = ""


def address_for(request: HttpRequest, lab: UUID, code: Code = Code.SAVED) -> Address:
    """Return the address of the learner's program; the original code has another one, and so cookies of its own."""
    domain, port = split_domain_port(request.get_host())
    is_here = domain in LOOPBACK or domain.endswith(f".{THIS_MACHINE}")
    below = settings.LAB_DOMAIN or (THIS_MACHINE if is_here else "")
    session = request.session.session_key or ""
    words = f"{request.user.pk} {lab} {session}" + (" original" if code is Code.ORIGINAL else "")
    label = "lab-" + salted_hmac("quintain.preview.hosts", words, algorithm="sha256").hexdigest()[:32]
    end = f":{port}" if port else ""
    origin = f"{request.scheme}://{label}.{below}{end}" if below else ""
    return Address(label, origin, f"{request.scheme}://{request.get_host()}", session)


def code_of(scope: Mapping[str, Any]) -> Code:
    """Return which code the address of a socket is about."""
    return Code(scope["url_route"]["kwargs"].get("code", Code.SAVED))


def label_of(host: str) -> str | None:
    """Return the label in a Host header if it names a program; None if it is anything else."""
    domain, _ = split_domain_port(host)
    label, _, below = domain.partition(".")
    return label if below == (settings.LAB_DOMAIN or THIS_MACHINE) and LABEL.fullmatch(label) else None
