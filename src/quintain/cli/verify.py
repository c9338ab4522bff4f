"""``quintain verify``: checks a certificate, without the server that has issued it."""

import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click
import httpx

from quintain.certificates import papers
from quintain.certificates.credential import Statement
from quintain.certificates.keys import KeysUnreadable, read_key_set
from quintain.certificates.signatures import key_of
from quintain.certificates.verification import KeySet, Outcome, Read, Report, Unreadable, check, read_file

SECONDS: Final = 15
MOST_BYTES: Final = 2**20
"""Of what is read beside the certificate: keys and lists have some kilobytes."""
HEADS: Final = {
    Outcome.VALID: ("VALID", "green"),
    Outcome.FORGED: ("FORGED", "red"),
    Outcome.REVOKED: ("REVOKED", "red"),
    Outcome.KEY_UNKNOWN: ("KEY UNKNOWN", "yellow"),
    Outcome.STATUS_UNKNOWN: ("STATUS UNKNOWN", "yellow"),
    Outcome.NOT_CHECKED: ("NOT CHECKED", "yellow"),
}


class _Unusable(click.ClickException):
    """What was given cannot be used, so that nothing is said of the certificate."""

    exit_code = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", multiple=True, metavar="FILE|URL", help="The issuer's public keys (JWKS); may be given again.")
@click.option("--status-list", multiple=True, metavar="FILE|URL", help="The issuer's status list; may be given again.")
def verify(file: Path, keys: tuple[str, ...], status_list: tuple[str, ...]) -> None:
    """Check the certificate FILE, a PDF or a credential, with keys that you trust.

    With files alone, nothing is asked over a network. If --keys names the issuer's server, its status list is asked for
    as well. The exit status is 0 only for a certificate that is valid.
    """
    report, signed_by = _checked(file, keys, status_list)
    word, colour = HEADS[report.outcome]
    click.echo(f"{click.style(word, fg=colour, bold=True)}: {shown(report.sentence)}")
    if report.said is not None:
        click.echo("")
        is_true = report.outcome in {Outcome.VALID, Outcome.REVOKED, Outcome.STATUS_UNKNOWN}
        click.echo("The credential says:" if is_true else "The credential says, which is not to be believed:")
        signer = [("Signed by", f"a key of {', '.join(signed_by)}")] if len(keys) > 1 and signed_by else []
        for label, value in (*_lines(report.said), *signer):
            lines = textwrap.wrap(shown(value), 84, break_long_words=False, break_on_hyphens=False)
            for line in lines or [""]:
                click.echo(f"  {label:<12} {line}")
                label = ""  # noqa: PLW2901  of the first line alone
        if report.outcome is Outcome.VALID:
            click.echo("\nCompare this with what the page shows. The name is as its holder wrote it.")
    sys.exit(report.outcome.value)


def shown(text: str) -> str:
    """Return a text without what would steer a terminal, or turn the text around it."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _checked(file: Path, keys: tuple[str, ...], lists: tuple[str, ...]) -> tuple[Report, Sequence[str]]:
    """Return what came of the check, and which of the sources of keys have the key that has signed."""
    try:
        read = read_file(_read(file, papers.MOST_BYTES))
    except Unreadable as unreadable:
        return unreadable.report, ()
    trusted: list[KeySet] = []
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for source in keys:
        try:
            of_source = read_key_set(_get(source))
        except KeysUnreadable as unreadable:
            raise _Unusable(f"{source} holds no public keys. {unreadable}") from None
        trusted.append(of_source)
        for kid in of_source:
            sources[kid].append(source)
    at = datetime.now(UTC)
    found = {source: _get(source).decode("ascii", "replace").strip() for source in lists}
    report = check(read, trusted, found, at)
    if report.said is None or report.outcome in {Outcome.FORGED, Outcome.KEY_UNKNOWN}:
        return report, ()
    signed_by = sources[key_of(read.token)]
    if foreign := _foreign_source(report.said, signed_by):
        report = Report(
            Outcome.KEY_UNKNOWN,
            f"Its key is one of {foreign}, and it says that {report.said.issuer.url} has issued it. If that server has "
            "moved, save its keys as a file, and give the file.",
            report.said,
        )
        return report, ()
    return report if found else _with_own_list(read, report, trusted, keys, at), signed_by


def _foreign_source(said: Statement, sources: Sequence[str]) -> str:
    """Return where a key comes from if that is another server than the issuer: it answers for itself alone.

    What is in a file is the reader's to know.
    """
    own = urlsplit(said.issuer.url)[:2]
    is_known = any(not _is_url(source) or urlsplit(source)[:2] == own for source in sources)
    return "" if is_known else sources[0]


def _with_own_list(
    read: Read, report: Report, trusted: Sequence[KeySet], keys: tuple[str, ...], at: datetime
) -> Report:
    """Ask the issuer for its list, if the keys came from the very same server; nobody else learns of the check."""
    if report.outcome is not Outcome.STATUS_UNKNOWN or report.said is None:
        return report
    address = report.said.issuer.status_list
    if not any(_is_url(source) and urlsplit(source)[:2] == urlsplit(address)[:2] for source in keys):
        return report
    return check(read, trusted, {address: _get(address).decode("ascii", "replace").strip()}, at)


def _lines(said: Statement) -> Iterator[tuple[str, str]]:
    yield "Name", said.name
    yield "Course", f"{said.course} ({said.course_code}), edition {said.edition}"
    yield "Labs", f"{said.labs} of {said.labs_of} proven"
    if said.exit_percent is not None:
        yield "Exit test", f"{said.exit_percent} % right"
    yield "Weaknesses", f"{len(said.weaknesses)}: {', '.join(said.weaknesses)}"
    yield "Work", f"{said.begun_on} to {said.done_on}"
    yield "Issued", f"{said.issued_at:%Y-%m-%d}"
    yield "Issuer", f"{said.issuer.name}, {said.issuer.url}"
    yield "Page", said.page


def _is_url(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _get(source: str) -> bytes:
    """Read keys or a list from a file, or from a server over TLS."""
    if not _is_url(source):
        return _read(Path(source), MOST_BYTES)
    if source.startswith("http://") and urlsplit(source).hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise _Unusable(f"{source} is not encrypted: anybody on the way could give other keys. Use https.")
    data = bytearray()
    try:
        with httpx.stream("GET", source, timeout=SECONDS, follow_redirects=False) as answer:
            if answer.status_code != httpx.codes.OK:
                raise _Unusable(f"{source} answers with status {answer.status_code}.")
            for part in answer.iter_bytes():
                data += part
                if len(data) > MOST_BYTES:
                    raise _Unusable(f"{source} sends more than {MOST_BYTES // 2**20} MiB.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _Unusable(f"{source} cannot be read: {error}.") from None
    return bytes(data)


def _read(path: Path, most_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        raise _Unusable(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > most_bytes:
        raise _Unusable(f"{path} is larger than {most_bytes // 2**20} MiB, which no such file is.")
    return data
