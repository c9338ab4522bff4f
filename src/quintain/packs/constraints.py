"""What a value must look like beyond its type: marks for ``Annotated``, read by ``building`` and by ``schemas``."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Annotated, Final


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text must match ``regex`` whole; ``meaning`` completes the sentence "must be …"."""

    regex: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Range:
    """A number lies between ``least`` and ``most``, both included."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Doc:
    """One sentence for the author, shown by editors beside the key."""

    text: str


class Mark(Enum):
    """What is special about a key beside its type."""

    UNWRITTEN = auto()  # the field is filled by the loader and is no key of the file
    TIMED = auto()  # a date may carry a time of the day, with its zone
    OR_ALONE = auto()  # a single text may stand for a list that holds it
    TRANSLATED = auto()  # words for people, which a translation of the pack may say in another language


@dataclass(frozen=True, slots=True)
class OrShort:
    """A plain value may stand for a table in which nothing but this key is written."""

    key: str


LAB_CODE: Final = r"[A-Z][0-9]{2}"
SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
VERSION: Final = r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){0,2}"

Words = Annotated[str, Mark.TRANSLATED]
Slug = Annotated[str, Pattern(SLUG, "a slug such as sql-login: lower-case letters, digits and single hyphens")]
VersionNumber = Annotated[str, Pattern(VERSION, "a version of one to three numbers, such as 1.2")]
CweId = Annotated[str, Pattern(r"CWE-[1-9][0-9]{0,4}", "a weakness number such as CWE-89")]
LabCode = Annotated[str, Pattern(LAB_CODE, "a code such as A09: one capital letter and two digits")]
Top10Id = Annotated[str, Pattern(r"A(0[1-9]|10):2025", "a category of the OWASP Top 10:2025 such as A05:2025")]
AsvsId = Annotated[
    str, Pattern(r"[1-9][0-9]?\.[1-9][0-9]?\.[1-9][0-9]?", "a requirement of the OWASP ASVS 5.0 such as 1.2.4")
]
CanaryName = Annotated[str, Pattern(r"[a-z][a-z0-9_]{0,31}", "a name such as admin_secret")]
AudienceEntry = Annotated[
    str,
    Pattern(
        r"nobody|anyone|[a-z][a-z0-9_]{0,31}|file:[^/\\\x00-\x1f][^\\\x00-\x1f]*|server:[a-z0-9.-]+",
        "nobody, anyone, the name of a canary, file:PATTERN or server:NAME",
    ),
]
TermName = Annotated[
    str,
    Pattern(
        r"[A-Za-z0-9]([^\n]{0,60}[A-Za-z0-9])?",
        "a term of at most 62 characters that begins and ends with a letter or digit",
    ),
]
MutantSignature = Annotated[str, Pattern(r"[0-9a-f]{10}(-[0-9]+)?", "a signature as quintain mutate prints it")]
ProgramName = Annotated[
    str, Pattern(r"[A-Za-z0-9][A-Za-z0-9._+-]*", "the name of a program such as tar, without a path")
]
FrontPath = Annotated[str, Pattern(r"/(?!/)[!-~]*", "a path that begins with one slash, such as /search?text=tea")]
Url = Annotated[str, Pattern(r"https?://[^\s<>\"]+", "an address that begins with https://")]
FilePath = Annotated[
    str,
    Pattern(
        r"(?!.*(^|/)\.\.?(/|$))[^/\\\x00-\x1f][^\\\x00-\x1f]*(?<!/)",
        "a path inside the folder such as shop.py or templates/page.html: no leading /, no .. and no backslash",
    ),
]
FileMode = Annotated[str, Pattern(r"[01]?[0-7]{3}", "permission bits in octal such as 0640, without setuid and setgid")]
ClockTime = Annotated[str, Pattern(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time such as 09:30")]
Line = Annotated[int, Range(1, 100_000), Doc("Counted from 1.")]
CheckedOn = Annotated[date, Doc("The day on which the sources were last checked.")]
Minutes = Annotated[int, Range(1, 240), Doc("How long a learner needs, in minutes.")]
