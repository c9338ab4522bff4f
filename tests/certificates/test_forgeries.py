"""The table of forgeries: whatever of a certificate is changed, the check says so in a sentence of its own."""

import base64
import gzip
import hashlib
import hmac
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from quintain.certificates import keys, papers
from quintain.certificates.credential import Statement, claims_of
from quintain.certificates.keys import KeyRing, SigningKey
from quintain.certificates.papers import Paper
from quintain.certificates.pdf_metadata import SENTENCE, Written, is_of_template
from quintain.certificates.signatures import sign
from quintain.certificates.status_list import LIFE, list_claims
from quintain.certificates.verification import Outcome, Read, Report, Unreadable, check, read_file
from tests.certificates.conftest import ISSUED
from tests.certificates.making import ISSUER, paper_text, statement

NOW = ISSUED + timedelta(days=400)


@pytest.fixture(scope="session")
def attacker() -> SigningKey:
    """Return a key of somebody else."""
    return keys.make_key()


@pytest.fixture(scope="module")
def said(paper: Paper) -> Statement:
    """Return what the genuine certificate says."""
    return statement(pdf_digest=paper.digest)


@pytest.fixture(scope="module")
def genuine(ring: KeyRing, said: Statement) -> str:
    """Return the genuine credential."""
    return sign(claims_of(said), ring.current)


def list_of(ring: KeyRing, *revoked: int, made: timedelta = timedelta(), **facts: Any) -> dict[str, str]:
    """Return a status list that the issuer has signed."""
    named = {"address": ISSUER.status_list, "issuer": ISSUER.url, "name": ISSUER.name} | facts
    return {"list": sign(list_claims(revoked, at=NOW - made, **named), ring.current)}


def checked(token: str, ring: KeyRing, lists: Mapping[str, str] | None = None) -> Report:
    """Check a credential by the issuer's keys, with a list of today that has nothing revoked."""
    return check(Read(token), [ring.public], list_of(ring) if lists is None else lists, NOW)


def parts(token: str) -> list[Any]:
    """Return header, claims and signature."""
    header, claims, signature = token.split(".")
    return [*(json.loads(base64.urlsafe_b64decode(each + "==")) for each in (header, claims)), signature]


def packed(value: object) -> str:
    """Return a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def with_header(token: str, **changes: object) -> str:
    """Return a token with another header, and the same signature; None leaves a member out."""
    header = {key: value for key, value in (parts(token)[0] | changes).items() if value is not None}
    return ".".join((packed(header), *token.split(".")[1:]))


def test_the_genuine_one_is_valid(genuine: str, ring: KeyRing, said: Statement) -> None:
    """More than a year later, with a list of that day; all that it says is read as it was written."""
    report = checked(genuine, ring)
    assert report.outcome is Outcome.VALID
    assert report.said == said
    assert report.sentence.endswith("does not have it revoked.")


def test_it_has_nothing_of_the_account(genuine: str) -> None:
    """No address, no id of a person, no username: the name that was chosen, counts and dates."""
    claims = parts(genuine)[1]
    assert set(claims["credentialSubject"]) == {
        "type", "identifier", "activityStartDate", "activityEndDate", "achievement", "result",
    }  # fmt: skip
    assert claims["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": "Zoë O'Brien"}
    ]
    assert "@" not in json.dumps({key: value for key, value in claims.items() if key != "@context"})


def unsigned(token: str, _: KeyRing, __: SigningKey) -> str:
    """Take the signature away, as RFC 7519 allows where nobody asks for one."""
    return with_header(token, alg="none").rpartition(".")[0] + "."


def by_public_key(token: str, ring: KeyRing, _: SigningKey) -> str:
    """Sign with the public key as a shared secret (CVE-2015-9235)."""
    secret = ring.current.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = with_header(token, alg="HS256").rpartition(".")[0]
    digest = hmac.digest(secret, signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def own_key_brought(token: str, ring: KeyRing, attacker: SigningKey) -> str:
    """Sign with a key of one's own that the token brings along, under the issuer's name (CVE-2018-0114)."""
    headers = {"typ": "JWT", "kid": ring.current.public.kid, "jwk": attacker.public.jwk}
    return jwt.encode(parts(token)[1], attacker.private, algorithm="RS256", headers=headers)


def own_key_hidden(token: str, ring: KeyRing, attacker: SigningKey) -> str:
    """Sign with a key of one's own under the issuer's name and the issuer's key."""
    headers = {"typ": "JWT", "kid": ring.current.public.kid, "jwk": ring.current.public.jwk}
    return jwt.encode(parts(token)[1], attacker.private, algorithm="RS256", headers=headers)


def resigned(token: str, _: KeyRing, attacker: SigningKey) -> str:
    """Sign with a key of one's own under its own name."""
    return sign(parts(token)[1], attacker)


FORGERIES: dict[str, tuple[Callable[[str, KeyRing, SigningKey], str], Outcome, str]] = {
    "no signature": (unsigned, Outcome.FORGED, "the method “none”"),
    "the public key as a secret": (by_public_key, Outcome.FORGED, "the method “HS256”"),
    "another method named": (lambda token, *_: with_header(token, alg="PS256"), Outcome.FORGED, "the method “PS256”"),
    "no method named": (lambda token, *_: with_header(token, alg=None), Outcome.FORGED, "the method “None”"),
    "a key of one's own": (own_key_brought, Outcome.FORGED, "It brings a key of its own"),
    "a key of one's own, hidden": (own_key_hidden, Outcome.FORGED, "changed after it was signed"),
    "an unknown key": (
        resigned, Outcome.KEY_UNKNOWN, "none of the issuer's keys"
    ),
    "no key": (lambda token, *_: with_header(token, kid=None), Outcome.FORGED, "does not name the key"),
    "a key by a path": (lambda token, *_: with_header(token, kid="../../dev/null"), Outcome.KEY_UNKNOWN, "none of"),
    "something critical": (lambda token, *_: with_header(token, crit=["b64"]), Outcome.FORGED, "Its header asks"),
    "another header": (lambda token, *_: with_header(token, typ="x"), Outcome.FORGED, "changed after it was signed"),
    "no token": (lambda *_: "x", Outcome.FORGED, "no signed credential"),
    "an empty token": (lambda *_: "", Outcome.FORGED, "no signed credential"),
    "a deep header": (
        lambda token, *_: base64.urlsafe_b64encode(b"[" * 9000).decode() + token, Outcome.FORGED, "no signed credential"
    ),
    "a list in its place": (
        lambda _, ring, __: list_of(ring)["list"], Outcome.FORGED, "no certificate of a course"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_credential_is_told(genuine: str, ring: KeyRing, attacker: SigningKey, name: str) -> None:
    """Each with the sentence that says what is wrong."""
    forge, outcome, sentence = FORGERIES[name]
    report = checked(forge(genuine, ring, attacker), ring)
    assert report.outcome is outcome
    assert sentence in report.sentence


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all values of JSON that hold no others."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [way for key, each in items for way in leaves(each, (*path, key))]
    return [path]


def test_no_field_can_be_changed(genuine: str, ring: KeyRing) -> None:
    """Not one of them, the signature's own letters included."""
    header, claims, signature = parts(genuine)
    ways = leaves(claims)
    assert len(ways) > 60
    for way in ways:
        forged = json.loads(json.dumps(claims))
        inner = forged
        for key in way[:-1]:
            inner = inner[key]
        inner[way[-1]] = f"{inner[way[-1]]}1"
        report = checked(".".join((genuine.split(".", maxsplit=1)[0], packed(forged), signature)), ring)
        assert (report.outcome, way) == (Outcome.FORGED, way)
        assert "changed after it was signed" in report.sentence
    for place in range(0, len(signature) - 1, 20):
        letter = "A" if signature[place] != "A" else "B"
        forged_signature = signature[:place] + letter + signature[place + 1 :]
        report = checked(f"{packed(header)}.{genuine.split('.')[1]}.{forged_signature}", ring)
        assert report.outcome is Outcome.FORGED


@pytest.mark.parametrize(
    "change",
    [
        {"type": ["VerifiableCredential"]},
        {"iss": "https://other.example.org"},
        {"jti": "https://class.example.org/c/AAAAAAAA"},
        {"id": "https://evil.example.org/c/7KQ2XM4V", "jti": "https://evil.example.org/c/7KQ2XM4V"},
        {"credentialStatus": {}},
        {"credentialSubject": []},
        {"validFrom": "yesterday"},
        {"validFrom": "2027-06-14T12:00:00"},
        {"pdfDigest": None},
    ],
    ids="-".join,
)
def test_a_server_that_signs_something_else_makes_no_certificate(
    genuine: str, ring: KeyRing, change: dict[str, object]
) -> None:
    """What other programs of the issuer sign with the same key is none."""
    report = checked(sign(parts(genuine)[1] | change, ring.current), ring)
    assert report.outcome is Outcome.FORGED


@pytest.mark.parametrize("index", ["131072", "-1", "1e3", "٣", "9" * 7, ""])
def test_a_place_outside_of_the_list_is_none(genuine: str, ring: KeyRing, index: str) -> None:
    """Which is looked at before the list is."""
    claims = parts(genuine)[1]
    claims["credentialStatus"]["statusListIndex"] = index
    assert checked(sign(claims, ring.current), ring).outcome is Outcome.FORGED


def test_a_certificate_of_tomorrow_is_none(said: Statement, ring: KeyRing) -> None:
    """Somebody who will have the key could date it as they like."""
    later = replace(said, issued_at=NOW + timedelta(hours=1))
    report = checked(sign(claims_of(later), ring.current), ring)
    assert (report.outcome, report.sentence) == (Outcome.FORGED, "It says that it was issued in the future.")


def test_it_is_revoked_as_the_list_says(genuine: str, ring: KeyRing, said: Statement) -> None:
    """Also by a list that is too old to say that anything is valid: nothing is ever brought back."""
    for made in (timedelta(), LIFE * 2):
        report = checked(genuine, ring, list_of(ring, said.index, made=made))
        assert report.outcome is Outcome.REVOKED
        assert report.sentence.startswith("It is revoked, as the status list of 20")
    assert checked(genuine, ring, list_of(ring, said.index + 1, said.index - 1)).outcome is Outcome.VALID


def test_an_old_list_does_not_bring_it_back(genuine: str, ring: KeyRing, said: Statement) -> None:
    """By itself it says that it is too old; beside a newer one it says nothing."""
    old = list_of(ring, made=LIFE + timedelta(minutes=1))
    report = checked(genuine, ring, old)
    assert report.outcome is Outcome.STATUS_UNKNOWN
    assert "it may have been revoked since" in report.sentence
    fresh = list_of(ring, said.index)
    assert checked(genuine, ring, {"a": fresh["list"], "b": old["list"]}).outcome is Outcome.REVOKED
    yesterday = list_of(ring, made=timedelta(hours=20))
    assert checked(genuine, ring, {"a": fresh["list"], "b": yesterday["list"]}).outcome is Outcome.REVOKED


def test_a_list_of_tomorrow_says_nothing_yet(genuine: str, ring: KeyRing, said: Statement) -> None:
    """Somebody who has the key for an hour could make lists of many days; a clock may be some minutes late."""
    for made in (timedelta(minutes=-6), -LIFE):
        assert checked(genuine, ring, list_of(ring, made=made)).outcome is Outcome.STATUS_UNKNOWN
        assert checked(genuine, ring, list_of(ring, said.index, made=made)).outcome is Outcome.REVOKED
    assert checked(genuine, ring, list_of(ring, made=timedelta(minutes=-4))).outcome is Outcome.VALID


def test_a_list_of_another_does_not_count(genuine: str, ring: KeyRing, attacker: SigningKey) -> None:
    """Of another server of the same key, of another key, of another purpose, or none at all."""
    other = list_of(ring, address="https://other.example.org/certificates/status-list")
    foreign = list_of(KeyRing(attacker, ()))
    claims = list_claims((), address=ISSUER.status_list, issuer=ISSUER.url, name="", at=NOW)
    subject: Any = claims["credentialSubject"]
    suspension = {"list": sign(claims | {"credentialSubject": subject | {"statusPurpose": "x"}}, ring.current)}
    short = {"list": sign(claims | {"credentialSubject": subject | {"encodedList": "uH4sI"}}, ring.current)}
    bomb = base64.urlsafe_b64encode(gzip.compress(bytes(2**24))).decode().rstrip("=")
    large = {"list": sign(claims | {"credentialSubject": subject | {"encodedList": f"u{bomb}"}}, ring.current)}
    for lists in (other, foreign, suspension, short, large, {"list": genuine}, {"list": "x"}, {}):
        report = checked(genuine, ring, lists)
        assert report.outcome is Outcome.STATUS_UNKNOWN
        assert report.sentence.startswith("The signature is genuine. Whether it is revoked is not known")


def test_after_a_rotation_it_stays_valid(genuine: str, ring: KeyRing, said: Statement, attacker: SigningKey) -> None:
    """The new key signs the list, and the old one still checks the certificate."""
    rotated = KeyRing(attacker, (ring.current.public,))
    assert checked(genuine, rotated).outcome is Outcome.VALID
    forgotten = KeyRing(attacker, ())
    assert checked(genuine, forgotten).outcome is Outcome.KEY_UNKNOWN


def pdf_of(paper: Paper, token: str) -> bytes:
    """Return a PDF with a credential."""
    return papers.attach(paper, token, ISSUED)


def test_the_pdf_is_valid_as_it_was_issued(paper: Paper, genuine: str, ring: KeyRing) -> None:
    """As a file, and as the credential alone."""
    for data in (pdf_of(paper, genuine), genuine.encode(), genuine.encode() + b"\n"):
        assert check(read_file(data), [ring.public], list_of(ring), NOW).outcome is Outcome.VALID


def test_a_pdf_that_shows_something_else_is_told(paper: Paper, genuine: str, ring: KeyRing) -> None:
    """With its attachment as it was; the report has what the credential says, which is somebody else."""
    with pikepdf.open(io.BytesIO(pdf_of(paper, genuine))) as document:
        page = document.pages[0]
        page.contents_add(b"BT /F1 40 Tf (Somebody else) Tj ET")
        into = io.BytesIO()
        document.save(into)
    report = check(read_file(into.getvalue()), [ring.public], list_of(ring), NOW)
    assert report.outcome is Outcome.FORGED
    assert "this PDF does not show what was issued" in report.sentence
    assert report.said is not None
    assert report.said.name == "Zoë O'Brien"


def test_a_credential_of_another_certificate_is_told(paper: Paper, said: Statement, ring: KeyRing) -> None:
    """Which is genuine, and was made for other pages."""
    other = sign(claims_of(replace(said, name="Max", pdf_digest="1" * 64)), ring.current)
    report = check(read_file(pdf_of(paper, other)), [ring.public], list_of(ring), NOW)
    assert report.outcome is Outcome.FORGED
    assert "the credential belongs to another certificate" in report.sentence


def renamed(document: pikepdf.Pdf) -> None:
    """Write another title into the XMP."""
    stream = document.Root.Metadata
    stream.write(stream.read_bytes().replace(b"Certificate: Python Security", b"Mallory Forger, CISSP"))


def inserted(document: pikepdf.Pdf, into: bytes, what: bytes) -> None:
    """Write something more into the XMP."""
    stream = document.Root.Metadata
    assert into in stream.read_bytes()
    stream.write(stream.read_bytes().replace(into, what + into, 1))


def with_tool(document: pikepdf.Pdf) -> None:
    """Say in both places that another program has made the PDF."""
    document.docinfo["/Creator"] = pikepdf.String("Typst by Mallory")
    stream = document.Root.Metadata
    stream.write(re.sub(rb"Typst [0-9.]+", b"Typst by Mallory", stream.read_bytes()))


def with_title(document: pikepdf.Pdf) -> None:
    """Write the same title into both places."""
    renamed(document)
    document.docinfo["/Title"] = pikepdf.String("Mallory Forger, CISSP")


END = b"</rdf:Description>"
METADATA: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "title": lambda d: d.docinfo.__setitem__("/Title", pikepdf.String("Mallory Forger, CISSP")),
    "author": lambda d: d.docinfo.__setitem__("/Author", pikepdf.String("Oxford")),
    "subject": lambda d: d.docinfo.__setitem__("/Subject", pikepdf.String("has won.")),
    "keywords": lambda d: d.docinfo.__setitem__("/Keywords", pikepdf.String("Mallory")),
    "a key of one's own": lambda d: d.docinfo.__setitem__("/Holder", pikepdf.String("Mallory")),
    "a key that holds more": lambda d: d.docinfo.__setitem__("/Holder", pikepdf.Array(["Mallory"])),
    "another day": lambda d: d.docinfo.__setitem__("/CreationDate", pikepdf.String("D:20300101000000Z")),
    "no title": lambda d: d.docinfo.__delitem__("/Title"),
    "no Info": lambda d: d.trailer.__delitem__("/Info"),
    "title in the XMP": renamed,
    "title in both": with_title,
    "tool in both": with_tool,
    "no XMP": lambda d: d.Root.__delitem__("/Metadata"),
    "more in the XMP": lambda d: inserted(d, END, b"<dc:contributor>Mallory</dc:contributor>"),
    "an attribute in the XMP": lambda d: inserted(d, b' rdf:about=""', b' pdf:Keywords="Mallory"'),
    "a comment in the XMP": lambda d: inserted(d, END, b"<!-- <dc:title>Mallory</dc:title> -->"),
    "no XMP, but letters": lambda d: d.Root.Metadata.write(b"Mallory"),
}


@pytest.fixture(scope="module")
def issued() -> dict[str, Paper]:
    """Return a certificate as it is issued, and the same one as before metadata had a digest."""
    made = papers.typeset(replace(paper_text(), sentence=SENTENCE), ISSUED)
    shown = papers.inspect(papers.attach(made, "e30.e30.x", ISSUED)).shown
    return {"now": made, "before": Paper(made.pdf, shown)}


@pytest.mark.parametrize("change", METADATA)
@pytest.mark.parametrize("made", ["now", "before"])
def test_what_a_pdf_says_of_itself_is_checked(
    issued: dict[str, Paper], said: Statement, ring: KeyRing, made: str, change: str
) -> None:
    """All of Info and of XMP, since viewers show it as the title: of new certificates, and of those issued before."""
    paper = issued[made]
    whole = pdf_of(paper, sign(claims_of(replace(said, pdf_digest=paper.digest)), ring.current))
    with pikepdf.open(io.BytesIO(whole)) as document:
        METADATA[change](document)
        into = io.BytesIO()
        document.save(into)
    try:
        outcome = check(read_file(into.getvalue()), [ring.public], list_of(ring), NOW).outcome
    except Unreadable as refused:
        outcome = refused.report.outcome
    assert outcome is Outcome.FORGED


@pytest.mark.parametrize("made", ["now", "before"])
def test_a_certificate_stays_valid_that_is_saved_otherwise(
    issued: dict[str, Paper], said: Statement, ring: KeyRing, made: str
) -> None:
    """Those too that were issued before their metadata had a digest."""
    paper = issued[made]
    whole = pdf_of(paper, sign(claims_of(replace(said, pdf_digest=paper.digest)), ring.current))
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.save(into := io.BytesIO(), linearize=True)
    for pdf in (whole, into.getvalue()):
        assert check(read_file(pdf), [ring.public], list_of(ring), NOW).outcome is Outcome.VALID


def test_of_an_old_one_in_another_language_the_words_are_not_known(said: Statement) -> None:
    """The course, its issuer and the moment are, and the title is the same in both places."""
    text = replace(
        paper_text(), language="de", title="Zertifikat & mehr", sentence="hat <unsichere> Programme repariert."
    )
    found = papers.inspect(papers.attach(papers.typeset(text, ISSUED), "e30.e30.x", ISSUED))
    written = Written(found.language, said.course, said.issuer.name, ISSUED)
    assert is_of_template(found.metadata, written)
    for other in (
        replace(written, language="en"),
        replace(written, course="Another"),
        replace(written, issuer="Another"),
        replace(written, issued_at=NOW),
    ):
        assert not is_of_template(found.metadata, other)
