"""What a certificate says, and how it is written as an Open Badges 3.0 credential. Knows no Django.

1EdTech, Open Badges Specification 3.0: an AchievementCredential, signed as a JWT (section 8.2). It has the name that
the learner has chosen, and nothing else that tells who they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from quintain.certificates.signatures import NotGenuine
from quintain.certificates.status_list import ENTRIES, PURPOSE, read_moment

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    {"pdfDigest": "urn:quintain:pdf-digest"},
)
KINDS: Final = ("VerifiableCredential", "OpenBadgeCredential")
STATUS_KIND: Final = "BitstringStatusListEntry"
LABS: Final = "urn:quintain:result:labs"
EXIT_TEST: Final = "urn:quintain:result:exit-test"
WEAKNESSES: Final = "urn:quintain:result:weaknesses"
_CWE: Final = re.compile(r"CWE-[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues certificates: ``url`` is the address of the server, without a slash at its end."""

    url: str
    name: str

    @property
    def status_list(self) -> str:
        """The address of the status list."""
        return f"{self.url}/certificates/status-list"

    @property
    def key_set(self) -> str:
        """The address of the public keys."""
        return f"{self.url}/.well-known/jwks.json"

    def page_of(self, code: str) -> str:
        """Return the address of a certificate's page."""
        return f"{self.url}/c/{code}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says.

    ``labs`` of ``labs_of`` labs are proven, from ``begun_on`` to ``done_on``. ``exit_percent`` of the answers of the
    exit test are right; None where the person has not taken it. ``weaknesses`` are CWE ids, by number. ``index`` is the
    number in the status list, and ``pdf_digest`` the SHA-256 of what the pages of the PDF show, see ``papers``.
    """

    issuer: Issuer
    code: str
    name: str
    course: str
    course_code: str
    course_id: str
    edition: str
    labs: int
    labs_of: int
    exit_percent: int | None
    weaknesses: tuple[str, ...]
    begun_on: date
    done_on: date
    issued_at: datetime
    index: int
    pdf_digest: str = ""

    @property
    def page(self) -> str:
        """The address of its page."""
        return self.issuer.page_of(self.code)


def claims_of(said: Statement) -> dict[str, object]:
    """Return a statement as it is signed."""
    results: list[dict[str, object]] = [
        {"type": ["Result"], "resultDescription": LABS, "value": str(said.labs)},
        {
            "type": ["Result"],
            "resultDescription": WEAKNESSES,
            "value": str(len(said.weaknesses)),
            "alignment": [_alignment(cwe) for cwe in said.weaknesses],
        },
    ]
    if said.exit_percent is not None:
        results.append({"type": ["Result"], "resultDescription": EXIT_TEST, "value": str(said.exit_percent)})
    issued = said.issued_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "@context": list(CONTEXTS),
        "id": said.page,
        "type": list(KINDS),
        "name": said.course,
        "issuer": {"id": said.issuer.url, "type": ["Profile"], "name": said.issuer.name, "url": said.issuer.url},
        "validFrom": issued,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": said.name}
            ],
            "activityStartDate": f"{said.begun_on}T00:00:00Z",
            "activityEndDate": f"{said.done_on}T00:00:00Z",
            "achievement": _achievement(said),
            "result": results,
        },
        "credentialStatus": {
            "id": f"{said.issuer.status_list}#{said.index}",
            "type": STATUS_KIND,
            "statusPurpose": PURPOSE,
            "statusListIndex": str(said.index),
            "statusListCredential": said.issuer.status_list,
        },
        "pdfDigest": said.pdf_digest,
        "iss": said.issuer.url,
        "jti": said.page,
        "nbf": int(said.issued_at.timestamp()),
    }


def _achievement(said: Statement) -> dict[str, object]:
    return {
        "id": f"urn:uuid:{said.course_id}",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": said.course,
        "humanCode": said.course_code,
        "version": said.edition,
        "description": "Labs in which a learner fixes an insecure program, and a judge attacks the fix in a sandbox.",
        "criteria": {
            "narrative": "A lab counts when it is proven: no attack of the judge succeeds, and all tests pass."
        },
        "resultDescription": [
            _description(LABS, "Labs proven", "RawScore", str(said.labs_of)),
            _description(WEAKNESSES, "Weaknesses in these labs", "RawScore", ""),
            _description(EXIT_TEST, "Right answers in the exit test", "Percent", "100"),
        ],
    }


def _description(name: str, words: str, kind: str, most: str) -> dict[str, object]:
    described: dict[str, object] = {"id": name, "type": ["ResultDescription"], "name": words, "resultType": kind}
    return described | {"valueMax": most} if most else described


def _alignment(cwe: str) -> dict[str, object]:
    return {
        "type": ["Alignment"],
        "targetCode": cwe,
        "targetName": cwe,
        "targetFramework": "Common Weakness Enumeration",
        "targetUrl": f"https://cwe.mitre.org/data/definitions/{cwe.removeprefix('CWE-')}.html",
    }


def read_statement(claims: Mapping[str, Any]) -> Statement:  # Any: JSON, which this looks at
    """Return the statement of claims whose signature was checked.

    Raises:
        NotGenuine: They are signed, but no certificate of Quintain.

    """
    try:
        return _read(claims)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise NotGenuine("It is signed, but it is no certificate of a course.") from None


def _read(claims: Mapping[str, Any]) -> Statement:
    if "OpenBadgeCredential" not in claims["type"] or claims["iss"] != claims["issuer"]["id"]:
        raise ValueError
    subject, status = claims["credentialSubject"], claims["credentialStatus"]
    achievement = subject["achievement"]
    limits = {each["id"]: each.get("valueMax", "0") for each in achievement["resultDescription"]}
    results = {each["resultDescription"]: each for each in subject["result"]}
    issuer = Issuer(_text(claims["issuer"]["id"]), _text(claims["issuer"]["name"]))
    page, _, code = _text(claims["id"]).rpartition("/")
    if f"{page}/" != issuer.page_of("") or claims["jti"] != claims["id"]:
        raise ValueError
    if status["type"] != STATUS_KIND or status["statusPurpose"] != PURPOSE:
        raise ValueError
    if status["statusListCredential"] != issuer.status_list:
        raise ValueError
    (identity,) = subject["identifier"]
    if (index := _number(status["statusListIndex"])) >= ENTRIES:
        raise ValueError
    return Statement(
        issuer=issuer,
        code=code,
        name=_text(identity["identityHash"]),
        course=_text(achievement["name"]),
        course_code=_text(achievement["humanCode"]),
        course_id=_text(achievement["id"]).removeprefix("urn:uuid:"),
        edition=_text(achievement["version"]),
        labs=_number(results[LABS]["value"]),
        labs_of=_number(limits[LABS]),
        exit_percent=_number(results[EXIT_TEST]["value"]) if EXIT_TEST in results else None,
        weaknesses=tuple(_cwe(each["targetCode"]) for each in results[WEAKNESSES]["alignment"]),
        begun_on=read_moment(subject["activityStartDate"]).date(),
        done_on=read_moment(subject["activityEndDate"]).date(),
        issued_at=read_moment(claims["validFrom"]),
        index=index,
        pdf_digest=_text(claims["pdfDigest"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    text = _text(value)
    if not text.isascii() or not text.isdigit() or len(text) > 6:  # noqa: PLR2004  more than any of them has
        raise ValueError
    return int(text)


def _cwe(value: object) -> str:
    text = _text(value)
    if not _CWE.fullmatch(text):
        raise ValueError
    return text
