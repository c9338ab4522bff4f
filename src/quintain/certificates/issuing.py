"""Makes a certificate: says what it says, has it typeset, signed, and its credential attached. Writes nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from quintain.catalog.pack_store import source_pack
from quintain.certificates import key_store, keys, papers
from quintain.certificates.credential import Issuer, Statement, claims_of
from quintain.certificates.earning import Record
from quintain.certificates.errors import CannotTypeset, HolderUnfit
from quintain.certificates.papers import LettersMissing, PaperFault, PapersMissing, PaperText
from quintain.certificates.permissions import Place
from quintain.certificates.signatures import sign
from quintain.web.qr import qr_code

EDITION_LETTERS: Final = 12
"""Of the pack's digest: enough to tell editions apart."""


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate that is nowhere yet."""

    credential: str
    pdf: bytes


def issuer_at(origin: str) -> Issuer:
    """Return who issues certificates: by the public address of the server, or that by which it was asked."""
    url = (settings.PUBLIC_URL or origin).rstrip("/")
    return Issuer(url, settings.CERTIFICATE_ISSUER or url.partition("://")[2])


def make(name: str, record: Record, place: Place, *, code: str, index: int, issuer: Issuer, at: datetime) -> Made:
    """Return a certificate with its signed credential.

    Raises:
        CannotTypeset: There is no PDF.
        HolderUnfit: No font has a letter of the name.

    """
    pack = source_pack()
    zone = ZoneInfo(place.in_class.time_zone) if place.in_class else timezone.get_default_timezone()
    said = Statement(
        issuer=issuer,
        code=code,
        name=name,
        course=pack.title,
        course_code=pack.code,
        course_id=str(pack.uuid),
        edition=pack.digest[:EDITION_LETTERS],
        labs=len(record.labs),
        labs_of=record.labs_of,
        exit_percent=record.exit_percent,
        weaknesses=record.weaknesses,
        begun_on=record.begun_at.astimezone(zone).date(),
        done_on=record.done_at.astimezone(zone).date(),
        issued_at=at.replace(microsecond=0),
        index=index,
    )
    try:
        paper = papers.typeset(_written(said, at.astimezone(zone).date()), at, (settings.DATA.fonts,))
        credential = sign(claims_of(replace(said, pdf_digest=paper.digest)), _signing_key())
        return Made(credential, papers.attach(paper, credential, at))
    except LettersMissing as missing:
        raise HolderUnfit(_lacking(missing.letter)) from None
    except PaperFault as fault:
        raise CannotTypeset(is_lasting=isinstance(fault, PapersMissing)) from fault


def _lacking(letter: str) -> str:
    if not letter:
        return gettext("The fonts of the certificate lack a letter of this name. Write it in Latin letters.")
    return gettext("The fonts of the certificate lack the letter “%(letter)s”. Write the name in Latin letters.") % {
        "letter": letter
    }


def _signing_key() -> keys.SigningKey:
    return key_store.open_ring().current


def _written(said: Statement, issued_on: date) -> PaperText:
    """Say it in the language of the interface."""
    facts = [
        (
            gettext("Labs proven"),
            gettext("%(labs)s of %(of)s") % {"labs": said.labs, "of": said.labs_of},
        ),
        *([] if said.exit_percent is None else [(gettext("Exit test"), f"{said.exit_percent} %")]),
        (gettext("Kinds of weaknesses"), str(len(said.weaknesses))),
        (gettext("Time of the work"), _span(said.begun_on, said.done_on)),
    ]
    language = (get_language() or "en").partition("-")[0]
    page = said.page
    qr_label = gettext("QR code of the address %(address)s") % {"address": page}
    return PaperText(
        language=language,
        title=gettext("Certificate"),
        lead=gettext("This certifies that"),
        name=said.name,
        sentence=gettext(
            "has fixed insecure programs of this course. A judge attacked each fix in a sandbox: no attack "
            "succeeded, and the program still did its work."
        ),
        course=said.course,
        edition=gettext("%(code)s, edition %(edition)s") % {"code": said.course_code, "edition": said.edition},
        facts=tuple(facts),
        weaknesses_label=gettext("Weaknesses in these labs, by their numbers in the CWE list"),
        weaknesses=said.weaknesses,
        issued=gettext("Issued on %(day)s") % {"day": _day(issued_on)},
        issuer=said.issuer.name,
        check=gettext("Check this certificate"),
        page=page,
        page_short=page.partition("://")[2],
        qr=str(qr_code(page, qr_label)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        qr_label=qr_label,
    )


def _span(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"  # noqa: RUF001  an en dash


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
