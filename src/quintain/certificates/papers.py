"""PDFs of certificates: typeset, given their credential, and read again, each in a process of its own. Knows no Django.

The credential has the digest of what the pages show and of the metadata, and is then attached: so a PDF whose text or
title was changed, or that got the credential of another one, is told from the one that was issued.
"""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from quintain.certificates.pdf_metadata import Metadata

SECONDS: Final = 30
MOST_BYTES: Final = 4 * 2**20
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Each takes some 100 MB and a processor for half a second."""


class PaperFault(Exception):  # noqa: N818  what came of the request
    """There is no PDF, or none that can be read.

    PaperFault
    ├── PapersMissing     Typst or pikepdf is not installed
    ├── LettersMissing    no font has a letter of the name
    ├── PapersBusy        others are made at the moment
    ├── NoCredential      the PDF has not exactly one attachment, the credential
    └── PaperDamaged      it is no whole PDF, or too large
    """


class PapersMissing(PaperFault):
    """Typst or pikepdf is not installed."""


class LettersMissing(PaperFault):
    """No font has a letter of the name: the first such one; empty if it is not known."""

    def __init__(self, letter: str = "") -> None:
        super().__init__(letter)
        self.letter = letter


class PapersBusy(PaperFault):
    """Others are made at the moment."""


class NoCredential(PaperFault):
    """The PDF has not exactly one attachment, the credential."""


class PaperDamaged(PaperFault):
    """It is no whole PDF, or too large."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is written on a certificate, in the language of the interface.

    ``facts`` are pairs of a label and a value; ``qr`` is the picture of the page's address as SVG, ``page`` the address
    and ``page_short`` the same as it is read.
    """

    language: str
    title: str
    lead: str
    name: str
    sentence: str
    course: str
    edition: str
    facts: tuple[tuple[str, str], ...]
    weaknesses_label: str
    weaknesses: tuple[str, ...]
    issued: str
    issuer: str
    check: str
    page: str
    page_short: str
    qr: str
    qr_label: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, and the digest of what it shows and says of itself."""

    pdf: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """The credential that a PDF has, and what it is compared by.

    ``digest`` is that of what the PDF shows and says of itself, ``shown`` of what it shows alone, as credentials had it
    until 2 December 2026; ``language`` is the one that it names.
    """

    token: str
    digest: str
    shown: str
    metadata: Metadata
    language: str


def typeset(text: PaperText, at: datetime, fonts: Sequence[Path] = ()) -> Paper:
    """Return a certificate without its credential.

    Args:
        text: what is written on it.
        at: when it is issued; the same text and moment make the same file.
        fonts: folders with further fonts.

    Raises:
        PaperFault: It cannot be made.

    """
    answer = _ask(
        "typeset", {"paper": asdict(text), "timestamp": int(at.timestamp()), "fonts": [str(each) for each in fonts]}
    )
    return Paper(base64.b64decode(answer["pdf"]), str(answer["digest"]))


def attach(paper: Paper, token: str, at: datetime) -> bytes:
    """Return a certificate with its credential.

    Raises:
        PaperFault: It cannot be made.

    """
    asked = {"pdf": base64.b64encode(paper.pdf).decode(), "token": token, "pdf_date": f"D:{at:%Y%m%d%H%M%S}Z"}
    return base64.b64decode(_ask("attach", asked)["pdf"])


def inspect(pdf: bytes) -> Inspected:
    """Return what somebody's PDF has and shows.

    Raises:
        PaperFault: It cannot be read, or is too large.

    """
    if len(pdf) > MOST_BYTES:
        raise PaperDamaged(f"larger than {MOST_BYTES // 2**20} MiB")
    answer = _ask("inspect", {"pdf": base64.b64encode(pdf).decode()})
    return Inspected(
        str(answer["token"]),
        str(answer["digest"]),
        str(answer["shown"]),
        Metadata(dict(answer["info"]), str(answer["xmp"])),
        str(answer["language"]),
    )


def _ask(task: str, asked: Mapping[str, object]) -> dict[str, Any]:  # Any: JSON of `paper_worker`
    if not _AT_ONCE.acquire(timeout=5):
        raise PapersBusy
    try:
        done = subprocess.run(
            # Nothing of this process is needed there: no settings, no secrets of its environment.
            [sys.executable, "-I", "-m", "quintain.certificates.paper_worker"],
            input=json.dumps({"task": task} | dict(asked)).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise PaperDamaged("the process ended at its limits") from None
    finally:
        _AT_ONCE.release()
    match answer.get("refused"):
        case None:
            return dict(answer)
        case "missing":
            raise PapersMissing
        case "letters":
            raise LettersMissing(str(answer.get("letter", "")))
        case "attachments":
            raise NoCredential
        case reason:
            raise PaperDamaged(f"{reason} {answer.get('error', '')}".strip())
