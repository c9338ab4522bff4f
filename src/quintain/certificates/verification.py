"""Checks a certificate without the server that issued it: by its keys, and by its status list. Knows no Django.

A PDF can be edited while its attachment stays as it is. So what counts is what the *credential* says, and of a PDF it
is checked as well that its pages show what they showed when it was issued, and that it says of itself what it said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from quintain.certificates import papers
from quintain.certificates.credential import Statement, read_statement
from quintain.certificates.keys import PublicKey
from quintain.certificates.papers import Inspected, NoCredential, PaperFault, PapersMissing
from quintain.certificates.pdf_metadata import Written, is_of_template
from quintain.certificates.signatures import MOST_LETTERS, KeyUnknown, NotGenuine, key_of, read_signed, read_unchecked
from quintain.certificates.status_list import StatusList, read_list

type KeySet = Mapping[str, PublicKey]
"""The public keys of one issuer, by their ids."""

PDF_MARK: Final = b"%PDF-"
CLOCK_SKEW: Final = timedelta(minutes=5)


class Outcome(Enum):
    """What came of a check, as the exit status of ``quintain verify``; 2 is that of a wrong command."""

    VALID = 0
    FORGED = 1
    REVOKED = 3
    KEY_UNKNOWN = 4
    STATUS_UNKNOWN = 5
    """The status list is missing, too old, or another issuer's."""
    NOT_CHECKED = 6
    """This machine cannot read the file."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a check, why, and what the credential says. That is known to be true with `VALID` alone."""

    outcome: Outcome
    sentence: str
    said: Statement | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A credential, and of a PDF what it is compared by."""

    token: str
    pdf: Inspected | None = None


class Unreadable(Exception):  # noqa: N818  what was given, not a mistake of the program
    """There is nothing to check; ``report`` says why."""

    def __init__(self, outcome: Outcome, sentence: str) -> None:
        super().__init__(sentence)
        self.report = Report(outcome, sentence)


def read_file(data: bytes) -> Read:
    """Return the credential of a file: a PDF, or the credential by itself.

    Raises:
        Unreadable: There is none.

    """
    if not data.startswith(PDF_MARK):
        if len(data) > MOST_LETTERS:
            raise Unreadable(Outcome.FORGED, "This is neither a PDF nor a credential.")
        return Read(data.decode("ascii", "replace").strip())
    try:
        found = papers.inspect(data)
    except PapersMissing:
        raise Unreadable(
            Outcome.NOT_CHECKED,
            "To read a PDF, Quintain needs more packages: pip install “quintain[courseware]”. Nothing was checked.",
        ) from None
    except NoCredential:
        raise Unreadable(
            Outcome.FORGED, "This PDF is no certificate: it has not exactly one attachment, its credential."
        ) from None
    except PaperFault:
        raise Unreadable(Outcome.FORGED, "This PDF is damaged, or it is none that Quintain has made.") from None
    return Read(found.token, found)


def check(read: Read, key_sets: Sequence[KeySet], lists: Mapping[str, str], at: datetime) -> Report:
    """Check a credential.

    Args:
        read: the credential, with what the PDF that it was in shows and says of itself.
        key_sets: the public keys of issuers that the reader trusts, each issuer's by themselves.
        lists: status lists as they were signed, by any name; the one that the credential names counts.
        at: now.

    """
    try:
        claims = read_signed(read.token, {kid: key for each in key_sets for kid, key in each.items()})
        said = read_statement(claims)
    except NotGenuine as wrong:
        return Report(Outcome.FORGED, str(wrong))
    except KeyUnknown as unknown:
        return Report(Outcome.KEY_UNKNOWN, str(unknown), _unchecked(read.token))
    if said.issued_at > at + CLOCK_SKEW:
        return Report(Outcome.FORGED, "It says that it was issued in the future.", said)
    if read.pdf is not None and said.pdf_digest not in {read.pdf.digest, read.pdf.shown}:
        return Report(
            Outcome.FORGED,
            "The credential is genuine, but this PDF does not show what was issued: its pages were changed, or its "
            "title and other metadata, or the credential belongs to another certificate.",
            said,
        )
    if read.pdf is not None and said.pdf_digest != read.pdf.digest and not _is_of_template(read.pdf, said):
        return Report(
            Outcome.FORGED,
            "The credential is genuine, and so are the pages of this PDF; but its title or other metadata was changed.",
            said,
        )
    return _with_status(said, issuer_keys(key_sets, key_of(read.token)), lists, at)


def _is_of_template(pdf: Inspected, said: Statement) -> bool:
    """Tell whether a PDF whose credential knows of its pages alone has the metadata that it was made with."""
    return is_of_template(pdf.metadata, Written(pdf.language, said.course, said.issuer.name, said.issued_at))


def issuer_keys(key_sets: Sequence[KeySet], kid: str) -> KeySet:
    """Return the keys of the issuer that has signed with a key: those in every set that has this key.

    An issuer can publish the key of another one among its own, and gains nothing by it: its own keys are not in the
    other's set.
    """
    own = [each for each in key_sets if kid in each]
    return {found: key for found, key in own[0].items() if all(found in each for each in own)} if own else {}


def _with_status(said: Statement, keys: KeySet, lists: Mapping[str, str], at: datetime) -> Report:
    """Say whether a genuine certificate is revoked: by any list that is its own, since nothing is ever brought back."""
    own: list[StatusList] = []
    wrong = ""
    for token in lists.values():
        try:
            each = read_list(read_signed(token, keys))
        except KeyUnknown:
            wrong = wrong or (
                " A status list that you gave does not count: it is signed with no key of the certificate's issuer. "
                "Of several copies of the issuer's keys, give the newest alone."
            )
            continue
        except NotGenuine as refused:
            wrong = wrong or f" A status list that you gave does not count: {refused}"
            continue
        if (each.address, each.issuer) == (said.issuer.status_list, said.issuer.url):
            own.append(each)
    if not own:
        return Report(
            Outcome.STATUS_UNKNOWN,
            f"The signature is genuine. Whether it is revoked is not known without the list at "
            f"{said.issuer.status_list}.{wrong}",
            said,
        )
    for each in own:
        if each.is_revoked(said.index):
            return Report(Outcome.REVOKED, f"It is revoked, as the status list of {_written(each.made_at)} says.", said)
    newest = max(own, key=lambda each: each.made_at)
    if newest.ends_at < at or newest.made_at > at + CLOCK_SKEW:
        return Report(
            Outcome.STATUS_UNKNOWN,
            f"The signature is genuine. The status list was good until {_written(newest.ends_at)}: it may have been "
            f"revoked since. Get a new list from {said.issuer.status_list}.",
            said,
        )
    return Report(
        Outcome.VALID,
        f"The signature is genuine, and the status list of {_written(newest.made_at)} does not have it revoked.",
        said,
    )


def _unchecked(token: str) -> Statement | None:
    try:
        return read_statement(read_unchecked(token))
    except NotGenuine:
        return None


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}".strip()
