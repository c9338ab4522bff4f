"""What a course pack holds, as it stands after loading: frozen, complete, already checked.

Every class mirrors one table of a TOML file or one folder; ``loading`` builds them and ``schemas`` derives the
JSON Schemas for editors from them, so a field's name here is the key that an author writes.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, Final
from uuid import UUID

from quintain.packs.constraints import (
    AsvsId,
    AudienceEntry,
    CheckedOn,
    ClockTime,
    CweId,
    FileMode,
    FilePath,
    Line,
    Mark,
    Minutes,
    MutantSignature,
    OrShort,
    Pattern,
    ProgramName,
    Range,
    Says,
    Slug,
    Top10Id,
    Url,
)
from quintain.packs.weakness_signs import SIGNS
from quintain.packs.weaknesses import WEAKNESSES


class Status(StrEnum):
    """Whether learners see a lab or lesson."""

    DRAFT = "draft"
    LIVE = "live"


class Level(StrEnum):
    """Whether the course counts on a lab, or offers it to those who want more."""

    CORE = "core"
    STRETCH = "stretch"


class Profile(StrEnum):
    """How the judge talks to the suspect; `quintain.judge.profiles` has a module for each.

    What rules and pages have to know of a profile is said here, so that none of them asks for one by its name.
    """

    FUNCTION = "function"
    HTTP = "http"
    COMMAND = "command"
    CLIENT = "client"
    NATIVE = "native"
    PACKAGE = "package"

    @property
    def is_web(self) -> bool:
        """Whether the target is a web app, ``module:attribute``, which a browser can open."""
        return self is Profile.HTTP

    @property
    def is_program(self) -> bool:
        """Whether the target is a program, the path of a file; else it is a module of functions, or a web app."""
        return self in {Profile.COMMAND, Profile.PACKAGE}

    @property
    def is_served(self) -> bool:
        """Whether the judge plays the servers that the program reaches; no exploit of a learner's can do that."""
        return self in {Profile.CLIENT, Profile.PACKAGE}

    @property
    def has_authority(self) -> bool:
        """Whether a file may hold ``${ca}``, the certificate of the sandbox's own authority."""
        return self is Profile.CLIENT

    @property
    def has_indexes(self) -> bool:
        """Whether the judge plays package indexes, which can offer wheels of the lab."""
        return self is Profile.PACKAGE

    @property
    def has_library(self) -> bool:
        """Whether the lab brings C sources, and a table ``[run.native]`` about them."""
        return self is Profile.NATIVE


HELPERS = "helpers.py"  # what the tests and attacks of a lab share, beside lab.toml
OUTAGE = "outage"  # the goal of an exploit that shall put the program out of service, where others name a canary
INDEXES = ("company", "public")  # the package indexes that the judge plays, beside a proxy for both
AUTHORITY = "ca"  # where a file of a client's lab says ${ca}, the certificate of the box's own authority stands
PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")  # where a file says ${name}, that canary stands


class Expectation(StrEnum):
    """The verdict that an author expects of a finished attempt; the judge's ``error`` is never expected."""

    PROVEN = "proven"
    STILL_OPEN = "still-open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Weakness:
    """A weakness, by its number in the Common Weakness Enumeration and a plain name: a row of weaknesses.toml."""

    cwe: CweId
    name: Annotated[str, Says("A few plain words that learners see, without the number.")]
    url: Annotated[Url, Says("Where to read about it; empty is its page at cwe.mitre.org.")] = ""
    sign: Annotated[str, Says("What it looks like, as the end of: it would be code in which …")] = ""

    @property
    def address(self) -> str:
        """The page that says more."""
        return self.url or f"https://cwe.mitre.org/data/definitions/{self.cwe.removeprefix('CWE-')}.html"


def weakness_called(cwe: str, own: Mapping[str, Weakness]) -> Weakness:
    """Return a weakness as learners read it; ``own`` are those that the pack has named."""
    return own.get(cwe) or Weakness(cwe, WEAKNESSES.get(cwe, cwe), sign=SIGNS.get(cwe, ""))


class Duty(StrEnum):
    """A class of mistakes that people make with a fix; each lab shows one of each, or says why there is none."""

    ANOTHER_TARGET = "another-target"
    SIBLING_SINK = "sibling-sink"
    OTHER_ENCODING = "other-encoding"
    FAILS_OPEN = "fails-open"
    FORGOTTEN_ENDPOINT = "forgotten-endpoint"
    PREFIX_OR_SUBSTRING = "prefix-or-substring"
    TYPE_CONFUSION = "type-confusion"
    DECODE_AFTER_CHECK = "decode-after-check"
    DENY_LIST = "deny-list"
    RACE = "race"
    DERIVABLE_SECRET = "derivable-secret"  # noqa: S105  a class of mistakes
    DENIAL_OF_SERVICE = "denial-of-service"


DutyName = Annotated[str, Pattern("|".join(Duty), "a class of mistakes such as fails-open")]


class CanaryKind(StrEnum):
    """The shape of a secret that is drawn anew for every box."""

    TOKEN = "token"  # noqa: S105  canary-1f0c…: cannot be mistaken for anything else
    WORD = "word"  # eight lower-case letters
    NUMBER = "number"  # six digits, no leading zero
    PASSWORD = "password"  # noqa: S105  sixteen letters and digits


NOBODY: Final = "nobody"
ANYONE: Final = "anyone"
FILE: Final = "file:"
SERVER: Final = "server:"


@dataclass(frozen=True, slots=True)
class Canary:
    """A secret that is drawn anew for every box: a row of ``[canaries]``, or its kind alone.

    ``audience`` says who may see it besides whoever has sent it: ``nobody``; ``anyone``; whoever has sent another
    canary, such as a password, in the same session, call or run; files, as ``file:PATTERN`` below the work folder;
    servers, as ``server:HOST`` (client) or ``server:INDEX`` (package). Empty: nobody has said, and nothing is watched.
    """

    kind: CanaryKind
    audience: Annotated[
        tuple[AudienceEntry, ...],
        Mark.OR_ALONE,
        Says("Who may see it: nobody, anyone, whoever has sent another canary, file:PATTERN, server:NAME."),
    ] = ()


AnyCanary = Annotated[Canary, OrShort("kind")]


@dataclass(frozen=True, slots=True)
class PlantedFile:
    """What the lab plants at one path of the work folder: a row of ``[files]``, or its text alone.

    Exactly one of ``text``, ``file``, ``link``, ``hard_link`` and ``folder`` is written; for a file of ``starter/``,
    ``mode`` alone. ``content`` is that of ``files/<file>``, and is planted byte for byte; with ``index`` it is a wheel
    that one of the judge's package indexes offers, and nothing is planted.
    """

    text: Annotated[str, Says("Its text; ${canary} is replaced.")] | None = None
    file: Annotated[FilePath, Says("A file of the lab's folder files/, planted byte for byte.")] = ""
    link: Annotated[str, Says("What a symbolic link says, relative to the folder that it is in.")] = ""
    hard_link: Annotated[str, Says("The path of another planted file, which gets this as its second name.")] = ""
    folder: Annotated[bool, Says("Plant a folder, which may stay empty.")] = False
    mode: Annotated[FileMode, Says("Permission bits of a file or folder, e.g. 0640.")] = ""
    outside: Annotated[bool, Says("The symbolic link leads out of the work folder on purpose.")] = False
    index: Annotated[str, Says("package: which index offers the wheel in file; it is not planted.")] = ""
    content: Annotated[bytes, Mark.UNWRITTEN] = b""

    @property
    def permissions(self) -> int | None:
        """The permission bits; None for those that a new file gets."""
        return int(self.mode, 8) if self.mode else None

    @property
    def templates(self) -> tuple[str, ...]:
        """Everything of it in which canaries are replaced."""
        return (self.text or "", self.link, self.hard_link)

    @property
    def is_plain(self) -> bool:
        """Whether it is text, and nothing else is said of it."""
        return self == PlantedFile(text=self.text)


AnyPlantedFile = Annotated[PlantedFile, OrShort("text")]


@dataclass(frozen=True, slots=True)
class Source:
    """A place outside the course where the reader can check or read on."""

    title: Annotated[str, Says("What the page calls itself.")]
    url: Url


@dataclass(frozen=True, slots=True)
class Standards:
    """Where standards name the weakness of a lesson: the table ``[standards]``; the main weakness first."""

    cwe: Annotated[tuple[CweId, ...], Says("The weakness that the lesson teaches, then those that are near it.")]
    top10: Annotated[tuple[Top10Id, ...], Says("Categories of the OWASP Top 10:2025 that list it.")] = ()
    asvs: Annotated[tuple[AsvsId, ...], Says("Requirements of the OWASP ASVS 5.0.0, e.g. 1.2.4.")] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a lesson is read and not taught: the table ``[reading]``. ``sections`` are H2 titles of lesson.md."""

    minutes: Minutes
    sections: Annotated[tuple[str, ...], Says("H2 titles of lesson.md that are for reading, at home or later.")]


@dataclass(frozen=True, slots=True)
class Section:
    """One H2 of a Markdown file: brief step, hint or part of the debrief."""

    id: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one box of this lab may use; what is left out keeps the house value. Units are in the names."""

    wall_seconds: Annotated[float, Range(0.1, 120), Says("Longest life of one box, by the clock.")] | None = None
    cpu_seconds: Annotated[float, Range(0.1, 120), Says("Most processor time, all processes together.")] | None = None
    memory_mebibytes: Annotated[int, Range(32, 4096), Says("Most memory, all processes together.")] | None = None
    processes: Annotated[int, Range(1, 512), Says("Most processes and threads at once.")] | None = None


@dataclass(frozen=True, slots=True)
class Native:
    """The shared object of the profile ``native``, compiled from read-only files of ``starter/``."""

    library: Annotated[FilePath, Says("The shared object's path in the box, e.g. libbadge.so.")]
    sources: Annotated[tuple[FilePath, ...], Says("Its C files in starter/; learners read them and cannot edit them.")]


@dataclass(frozen=True, slots=True)
class Run:
    """How the suspect is started: the table ``[run]`` of lab.toml.

    ``target`` is a module for ``function`` and ``native`` ("contacts"), ``module:attribute`` for ``http``
    ("shop:app"), a file for ``command`` and ``package`` ("pack.py").  ``runtime`` names a lock file of the pack
    (``runtimes/<name>.txt``); empty means the standard library alone.  ``programs`` are the system programs that the
    box must hold ("tar").  ``editable`` are the files of ``starter/`` that the learner may change; all others are
    read-only for the learner.
    """

    profile: Annotated[Profile, Says("How the judge talks to the learner's program.")]
    target: Annotated[str, Says("http: module:attribute. command, package: a file of starter/. Others: a module.")]
    editable: Annotated[tuple[FilePath, ...], Says("The files of starter/ that the learner may change.")]
    runtime: Annotated[Slug, Says("The lock file runtimes/<name>.txt; empty is the standard library alone.")] = ""
    programs: Annotated[tuple[ProgramName, ...], Says('System programs that the box must hold, e.g. "tar".')] = ()
    limits: Limits = field(default_factory=Limits)
    native: Native | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A flawed place of the starter, for the phase *find*. Lines count from 1, both ends included."""

    file: FilePath
    first: Line
    last: Line
    cwe: Annotated[tuple[CweId, ...], Says("The weaknesses that count as right; the first is the best answer.")]
    why: Annotated[str, Says("Said when the learner has found it, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place that only looks bad, and why it is fine."""

    file: FilePath
    first: Line
    last: Line
    why: Annotated[str, Says("Why this place is fine; said when the learner marks it, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Find:
    """The phase *find*: ``tolerance`` is how many lines a mark may lie off, ``choices`` the weaknesses offered."""

    spots: tuple[Spot, ...]
    decoys: tuple[Decoy, ...] = ()
    tolerance: Annotated[int, Range(0, 10), Says("How many lines a mark may lie off.")] = 2
    choices: Annotated[tuple[CweId, ...], Says("The weaknesses offered to the learner.")] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """The phase *break*: the canary to steal, or ``outage``, and the author's own exploit."""

    goal: Annotated[
        str, Says("The canary that the exploit must bring home, or outage: the program must stop answering.")
    ]
    reference: Annotated[FilePath, Says("The author's own exploit, written as a learner would.")]
    goal_words: Annotated[
        str, Says("What the brief calls the canary, as in: Your exploit printed the key of the staff.")
    ] = "the secret"
    starter: Annotated[FilePath, Says("The file that the learner begins with; empty is an empty editor.")] = ""
    scene: Annotated[FilePath, Says("A file whose function scene says what the exploit can do to the program.")] = ""
    entry_points: Annotated[
        tuple[str, ...],
        Says("The files that an exploit may run, or the functions that it may call, where the usual ones do not fit."),
    ] = ()


@dataclass(frozen=True, slots=True)
class Exploit:
    """One attack, in the order in which learners see it: a row ``[[exploits]]`` and a file ``exploits/<name>.py``.

    A held-out attack shows its ``title`` as the class of the attack ("quoting of another kind") and never its payload.
    """

    name: Annotated[Slug, Says("The file is exploits/<name>.py.")]
    title: Annotated[str, Says("What the learner sees above the attack.")]
    held_out: Annotated[bool, Says("Hide what is sent; title then names the class of the attack.")] = False
    isolated: Annotated[bool, Says("Give each variant a sandbox of its own: one would stop the next.")] = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A finished attempt with the verdict it must get: a row ``[[fixes]]`` and a folder ``fixes/<name>/``.

    ``by`` names what must reject a wrong fix: exploit names, or tests as ``test_file.py::test_name``; each must.
    ``why`` is said to a learner whose fix is recognised as this one (wrong), or sees it after the proof (sound).
    ``question`` is asked instead of an answer when a wrong fix is recognised. ``duty`` is the class of a wrong fix.
    """

    name: Annotated[Slug, Says("The folder is fixes/<name>/.")]
    title: Annotated[str, Says("A few words that tell this fix from the others.")]
    expect: Annotated[Expectation, Says("The verdict that the judge must give.")]
    why: Annotated[str, Says("Why it holds, or why it does not, inline Markdown.")]
    by: Annotated[tuple[str, ...], Says("What must reject it: exploit names, or test_file.py::test_name.")] = ()
    question: Annotated[str, Says("Asked of a learner whose fix is recognised as this one, inline Markdown.")] = ""
    duty: Annotated[Duty, Says("The class of mistakes that a wrong fix stands for.")] | None = None
    files: Annotated[Mapping[str, str], Mark.UNWRITTEN] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EquivalentMutant:
    """A mutant that is as secure as the fix that it was made from, and why: a row ``[[mutants]]``.

    What ``fix`` or ``signature`` leaves out stands for all fixes, or for all mutants of the operator.
    """

    operator: Annotated[Slug, Says("The operator, as quintain mutate prints it.")]
    why: Annotated[str, Says("Why no attack could tell the mutant from the fix.")]
    fix: Annotated[Slug, Says("The sound fix; empty is all of them.")] = ""
    signature: Annotated[MutantSignature, Says("The mutant, as quintain mutate prints it; empty is all.")] = ""


@dataclass(frozen=True, slots=True)
class MutantName:
    """A mutant of a sound fix; ``line`` is where it stood when it was judged."""

    fix: str
    operator: str
    signature: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class MutationRun:
    """What ``quintain mutate`` has found: of which content, how many were made, and what became of those not killed.

    ``set_aside`` were marked as equivalent, and so not judged.
    """

    digest: str
    made: int
    survivors: tuple[MutantName, ...]
    errors: tuple[MutantName, ...]
    set_aside: tuple[MutantName, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that really happened, with its sources; ``as_of`` is the day on which they were last checked."""

    date: date
    title: str
    markdown: str
    shown_date: str = ""
    as_of: CheckedOn | None = None


PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"  # fixes behave as this version's library does


@dataclass(frozen=True, slots=True)
class Proof:
    """What the lab's matrix found when it last agreed: of which content, and what rejected each wrong fix.

    ``python`` is the interpreter's version that ran it, without its last number: ``"3.13"``.
    """

    digest: str
    signatures: Mapping[str, frozenset[str]]
    python: str = PYTHON


@dataclass(frozen=True, slots=True)
class PullRequest:
    """The change that a review lab is about: pull_request.md, and the files of ``before/`` as they were."""

    title: str
    markdown: str
    before: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lab:
    """A lab's folder, loaded. ``slug`` is the folder's name, ``uuid`` keeps progress through a rename.

    ``prebuilt`` holds the shared objects of the profile ``native`` in base64, by the machine that they are for.
    ``front`` is the path that a live preview of the profile ``http`` shows first.
    ``judged`` is the digest of all that a verdict depends on, ``proof`` what ``quintain check`` has found.
    ``mutated`` is the digest of all that the verdicts on mutants depend on, ``mutation`` what ``quintain mutate`` has
    found. ``duties`` says why the lab has no wrong fix of a class. ``weaknesses`` are those that its pack has named.
    ``pull_request`` is there in a review lab: ``starter`` is then the program after the change.
    """

    folder: Path
    slug: str
    uuid: UUID
    code: str
    title: str
    status: Status
    minutes: int
    level: Level
    cwe: tuple[str, ...]
    teaches: tuple[str, ...]
    needs: tuple[str, ...]
    run: Run
    canaries: Mapping[str, Canary]
    files: Mapping[str, PlantedFile]
    find: Find | None
    break_: Break | None
    exploits: tuple[Exploit, ...]
    fixes: tuple[Fix, ...]
    brief: tuple[Section, ...]
    hints: tuple[Section, ...]
    debrief: str
    starter: Mapping[str, str]
    digest: str
    prebuilt: Mapping[str, str] = field(default_factory=dict)
    front: str = "/"
    judged: str = ""
    proof: Proof | None = None
    duties: Mapping[str, str] = field(default_factory=dict)
    mutants: tuple[EquivalentMutant, ...] = ()
    mutated: str = ""
    mutation: MutationRun | None = None
    weaknesses: Mapping[str, Weakness] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    pull_request: PullRequest | None = None

    def weakness(self, cwe: str) -> Weakness:
        """Return a weakness that the lab names, as learners read it."""
        return weakness_called(cwe, self.weaknesses)

    @property
    def is_fixed(self) -> bool:
        """Whether the lab has the phase *fix*; one without attacks is for finding only."""
        return bool(self.exploits)

    @property
    def is_proven(self) -> bool:
        """Whether the lab's matrix agreed with it, and with this Python; a lab that is for finding only has none."""
        if not self.is_fixed:
            return True
        return self.proof is not None and (self.proof.digest, self.proof.python) == (self.judged, PYTHON)

    @property
    def lock(self) -> Path | None:
        """The pack's lock file with the packages of this lab; None for the bare standard library."""
        if not self.run.runtime:
            return None
        return self.folder.parent.parent / "runtimes" / f"{self.run.runtime}.txt"

    @property
    def sound_fixes(self) -> tuple[Fix, ...]:
        """The fixes that the judge must prove."""
        return tuple(fix for fix in self.fixes if fix.expect is Expectation.PROVEN)

    @property
    def wrong_fixes(self) -> tuple[Fix, ...]:
        """The fixes that the judge must reject."""
        return tuple(fix for fix in self.fixes if fix.expect is not Expectation.PROVEN)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question, and why it is right or wrong."""

    text: Annotated[str, Says("The answer, inline Markdown.")]
    why: Annotated[str, Says("Why it is right or wrong, inline Markdown.")]
    right: Annotated[bool, Says("True for exactly one option of a question.")] = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of quiz.toml. Exactly one option is right."""

    id: Annotated[Slug, Says("Names the question in lesson.md.")]
    uuid: UUID
    prompt: Annotated[str, Says("The question, inline Markdown.")]
    options: tuple[Option, ...]
    shown_by: Annotated[str, Says("What shows the right answer: a script of the lesson, or one of its sources.")] = ""


class ExerciseKind(StrEnum):
    """How an exercise is worked: what the picture is, and what is right."""

    GAUGES = "gauges"  # each element belongs to exactly one choice, whose gauge then falls
    DIAGRAM = "diagram"  # each element is a shape of a figure, and gets every choice that fits
    BOARD = "board"  # the two choices are axes; each element is placed on both


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that learners choose for an element; on a board, an axis with its steps from low to high."""

    id: Annotated[Slug, Says("Names the choice in right, within and reasons.")]
    title: str
    steps: Annotated[tuple[str, ...], Says("board: the names of the axis' steps, the lowest first.")] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to decide on, graded by itself.

    ``reasons`` are said where a learner's answer differs: why a wrong choice is wrong, or on a board, why an axis
    stands elsewhere. ``why`` is said once the answer is right, or asked for.
    """

    id: Annotated[Slug, Says("Names the element in addresses, and its group in figure.svg.")]
    uuid: Annotated[UUID, Says("Keeps the answers when the id changes; never change it.")]
    title: str
    text: Annotated[str, Says("What there is to decide, inline Markdown.")]
    why: Annotated[str, Says("Why the right answer is right, inline Markdown.")]
    right: Annotated[tuple[Slug, ...], Says("The right choices: gauges one, diagram all that fit.")] = ()
    within: Annotated[
        Mapping[Slug, tuple[int, ...]], Says("board: the lowest and highest step of each axis that is right, from 1.")
    ] = field(default_factory=dict)
    reasons: Annotated[
        Mapping[Slug, str], Says("Choice or axis and what to say to one who got it wrong, inline Markdown.")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown between two blocks."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a file that really runs; numbers are the file's own. ``notes`` stand below the line they name.

    ``closed`` lines are shown when the reader asks for them: they answer what the text has just asked.
    """

    path: PurePosixPath
    language: str
    first: int
    text: str
    marked: tuple[int, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Two files that really run, of which the page shows what differs."""

    before: PurePosixPath
    after: PurePosixPath
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The place of a question within the lesson."""

    question: Question


@dataclass(frozen=True, slots=True)
class Show:
    """The place of an exhibit within the lesson."""

    exhibit: str


@dataclass(frozen=True, slots=True)
class Practise:
    """The place of an exercise within the lesson."""

    exercise: str


@dataclass(frozen=True, slots=True)
class ListPrinciples:
    """The place of a set of principles, with the labs that show each."""

    set: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """The place of a reader's own list: what to read again, and why; only sources at ``hosts``, if there are any."""

    name: str
    hosts: tuple[str, ...] = ()


type Block = Prose | Code | Change | Ask | Show | Practise | Incident | ListPrinciples | ListReading


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's folder, loaded: lesson.toml, lesson.md cut into blocks, and its quiz.

    ``notes`` are the instructor's, and no learner's to read. ``weaknesses`` are those of its standards, in their order.
    """

    folder: Path
    slug: str
    uuid: UUID
    title: str
    summary: str
    minutes: int
    status: Status
    sources: tuple[Source, ...]
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]
    digest: str = ""
    notes: tuple[Section, ...] = ()
    standards: Standards | None = None
    weaknesses: tuple[Weakness, ...] = ()
    reading: Reading | None = None


class Turn(StrEnum):
    """What a moment of a case study was."""

    FLAW = "flaw"  # something that made it possible
    ATTACK = "attack"  # somebody used it, or it struck by itself
    DISCOVERY = "discovery"  # somebody noticed, or told
    REPAIR = "repair"  # something was mended, or believed to be
    CONSEQUENCE = "consequence"  # what it cost


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of a case study's timeline; ``at`` is a ``datetime`` with its zone where the time of day is known."""

    at: Annotated[date, Mark.TIMED, Says("A date, or date and time with its zone: 2019-07-02T13:42:00Z.")]
    what: Annotated[str, Says("What happened then, inline Markdown.")]
    kind: Annotated[Turn, Says("What this was in the course of things.")]


@dataclass(frozen=True, slots=True)
class Case:
    """A case study's folder, loaded: case.toml, and case.md cut into blocks."""

    folder: Path
    slug: str
    uuid: UUID
    title: str
    summary: str
    minutes: int
    status: Status
    date: date
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    timeline: tuple[Moment, ...]
    blocks: tuple[Block, ...]
    digest: str = ""
    as_of: CheckedOn | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of an exhibit; a cell is inline Markdown, and the first of a row is its head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PrincipleLab:
    """A lab that shows a principle, and how."""

    lab: Annotated[Slug, Says("A lab of the pack.")]
    shows: Annotated[str, Says("How the lab shows the principle, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of secure design or programming: a row of principles.toml."""

    id: Slug
    set: Annotated[Slug, Says("Whose principles these are; a block of a lesson names the set.")]
    title: str
    meaning: Annotated[str, Says("What it asks for, in one sentence, inline Markdown.")]
    labs: tuple[PrincipleLab, ...]


@dataclass(frozen=True, slots=True)
class AssessmentQuestion(Question):
    """A question of the entry and exit test, and the topic that it stands for."""

    topic: Annotated[Slug, Says("The topic of the track that teaches the answer.")] = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit's folder, loaded: words, numbers as JSON for the script, a figure that needs none, and the script.

    ``interpreter`` names the machine, too, where time was measured. ``figure`` is SVG of shapes and words alone, sound
    to put into a page. ``drawing`` is the script, as browsers run it.
    """

    folder: Path
    slug: str
    title: str
    about: str
    caption: str
    interpreter: str
    tables: tuple[Table, ...]
    numbers: str
    figure: str
    drawing: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise's folder, loaded. ``figure`` is the SVG of a diagram, sound to put into a page; else empty."""

    folder: Path
    slug: str
    uuid: UUID
    title: str
    about: str
    kind: ExerciseKind
    choices: tuple[Choice, ...]
    elements: tuple[Element, ...]
    figure: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a topic, which has a page of its own: its lesson is the folder lessons/<id>/.

    Without a lesson it is shown as still to be written, and counted.
    """

    id: Slug
    title: str
    labs: Annotated[tuple[Slug, ...], Says("Labs that belong to it, in the order shown.")] = ()
    lesson: Annotated[Lesson | None, Mark.UNWRITTEN] = None


@dataclass(frozen=True, slots=True)
class Topic(Unit):
    """A topic: its lesson is the folder lessons/<id>/, and each of its parts has a further one.

    Without a lesson it is shown as still to be written, and counted.
    """

    parts: Annotated[tuple[Unit, ...], Says("What is taught after the topic's own lesson, in order.")] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module, taught on one day."""

    id: Slug
    title: str
    day: Annotated[int, Range(1, 30), Says("The day of the course, from 1.")]
    topics: tuple[Topic, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The topics, each followed by its parts, in the order in which they are taught."""
        return tuple(unit for topic in self.topics for unit in (topic, *topic.parts))


class Pause(StrEnum):
    """Time of a day without teaching."""

    BREAK = "break"
    LUNCH = "lunch"


@dataclass(frozen=True, slots=True)
class Session:
    """A piece of a day: a topic, a lab, or a pause. Stretch sessions take no time of the day.

    Once the pack is loaded, ``minutes`` of a lesson and of a lab are those of lesson.toml and lab.toml.
    """

    minutes: Annotated[
        int, Range(1, 240), Says("How long it lasts: only of a pause, a planned lab, or a topic without a lesson.")
    ] = 0
    topic: Annotated[Slug, Says("A topic of this day, or a part of one.")] = ""
    lab: Annotated[Slug, Says("A lab of the pack, or one that is planned.")] = ""
    pause: Annotated[Pause, Says("Time without teaching.")] | None = None
    level: Annotated[Level, Says("stretch: beside the session before, for those who are done, or at home.")] = (
        Level.CORE
    )
    at: Annotated[ClockTime, Says("The earliest time that it begins, e.g. 12:30; else right after the one before.")] = (
        ""
    )
    planned: Annotated[str, Says("What a lab will be called that is not in the pack yet, e.g. A02 An order.")] = ""
    note: Annotated[str, Says("A word to the instructor and the class, inline Markdown.")] = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The timetable of one day."""

    day: Annotated[int, Range(1, 30), Says("The day of the course, from 1.")]
    begins: Annotated[ClockTime, Says("When the first session begins, e.g. 09:00.")]
    ends: Annotated[ClockTime, Says("When the core sessions must be over, e.g. 17:00.")]
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """One way through the pack; the only place where order is written."""

    id: str
    title: str
    modules: tuple[Module, ...]
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A course pack, loaded and checked."""

    root: Path
    id: str
    uuid: UUID
    code: str
    title: str
    days: int
    seats: int
    house_seats: int
    prerequisite: str
    objectives: tuple[str, ...]
    browsers: tuple[str, ...]
    materials: str
    tracks: tuple[Track, ...]
    labs: Mapping[str, Lab]
    lessons: Mapping[str, Lesson]
    digest: str
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    principles: tuple[Principle, ...] = ()
    assessment: tuple[AssessmentQuestion, ...] = ()
