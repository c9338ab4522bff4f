"""Statements and papers of certificates that nobody has earned."""

from dataclasses import replace
from datetime import UTC, date, datetime

from quintain.certificates.credential import Issuer, Statement
from quintain.certificates.papers import PaperText
from quintain.web.qr import qr_code

ISSUER = Issuer("https://class.example.org", "Example School")
STATEMENT = Statement(
    issuer=ISSUER,
    code="7KQ2XM4V",
    name="Zoë O'Brien",
    course="Python Security",
    course_code="SEC-132",
    course_id="27cc86fc-ce1a-4677-8369-6901b1ae9cf2",
    edition="4f1c2a9e03b7",
    labs=52,
    labs_of=65,
    exit_percent=88,
    weaknesses=("CWE-22", "CWE-89"),
    begun_on=date(2027, 5, 3),
    done_on=date(2027, 6, 12),
    issued_at=datetime(2027, 6, 14, 12, tzinfo=UTC),
    index=4711,
    pdf_digest="0" * 64,
)


def statement(**changes: object) -> Statement:
    """Return a statement that differs from the usual one in these fields."""
    return replace(STATEMENT, **changes)  # type: ignore[arg-type]  # a field and its value


def paper_text(name: str = STATEMENT.name) -> PaperText:
    """Return what is written on a certificate."""
    return PaperText(
        language="en",
        title="Certificate",
        lead="This certifies that",
        name=name,
        sentence="has fixed insecure programs.",
        course=STATEMENT.course,
        edition=STATEMENT.edition,
        facts=(("Labs proven", "52 of 65"),),
        weaknesses_label="Weaknesses",
        weaknesses=STATEMENT.weaknesses,
        issued="Issued on 14 Jun 2027",
        issuer=ISSUER.name,
        check="Check this certificate",
        page=STATEMENT.page,
        page_short="class.example.org/c/7KQ2XM4V",
        qr=str(qr_code(STATEMENT.page, "QR")).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        qr_label="QR code",
    )
