"""What lab.toml and the files beside it hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

from quintain.packs.constraints import (
    AudienceEntry,
    CweId,
    Doc,
    FileMode,
    FilePath,
    Line,
    Mark,
    OrShort,
    Pattern,
    ProgramName,
    Range,
    Slug,
    Words,
)
from quintain.packs.model.mutation import EquivalentMutant, MutationRun
from quintain.packs.model.proof import PYTHON, Proof
from quintain.packs.model.source import Section, Source
from quintain.packs.model.weakness import Weakness, weakness_called


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
MODEL = "model.py"  # from which the search draws sequences of calls, beside lab.toml
OUTAGE = "outage"  # the goal of an exploit that shall put the program out of service, where others name a canary
INDEXES = ("company", "public")  # the package indexes that the judge plays, beside a proxy for both
AUTHORITY = "ca"  # where a file of a client's lab says ${ca}, the certificate of the box's own authority stands
PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")  # where a file says ${name}, that canary stands


class Expectation(StrEnum):
    """The verdict that an author expects of a finished attempt; the judge's ``error`` is never expected."""

    PROVEN = "proven"
    STILL_OPEN = "still-open"
    BROKEN = "broken"


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
        Doc("Who may see it: nobody, anyone, whoever has sent another canary, file:PATTERN, server:NAME."),
    ] = ()


AnyCanary = Annotated[Canary, OrShort("kind")]


@dataclass(frozen=True, slots=True)
class PlantedFile:
    """What the lab plants at one path of the work folder: a row of ``[files]``, or its text alone.

    Exactly one of ``text``, ``file``, ``link``, ``hard_link`` and ``folder`` is written; for a file of ``starter/``,
    ``mode`` alone. ``content`` is that of ``files/<file>``, and is planted byte for byte; with ``index`` it is a wheel
    that one of the judge's package indexes offers, and nothing is planted.
    """

    text: Annotated[str, Doc("Its text; ${canary} is replaced.")] | None = None
    file: Annotated[FilePath, Doc("A file of the lab's folder files/, planted byte for byte.")] = ""
    link: Annotated[str, Doc("What a symbolic link says, relative to the folder that it is in.")] = ""
    hard_link: Annotated[str, Doc("The path of another planted file, which gets this as its second name.")] = ""
    folder: Annotated[bool, Doc("Plant a folder, which may stay empty.")] = False
    mode: Annotated[FileMode, Doc("Permission bits of a file or folder, e.g. 0640.")] = ""
    outside: Annotated[bool, Doc("The symbolic link leads out of the work folder on purpose.")] = False
    index: Annotated[str, Doc("package: which index offers the wheel in file; it is not planted.")] = ""
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
class Limits:
    """What one box of this lab may use; what is left out keeps the house value. Units are in the names."""

    wall_seconds: Annotated[float, Range(0.1, 120), Doc("Longest life of one box, by the clock.")] | None = None
    cpu_seconds: Annotated[float, Range(0.1, 120), Doc("Most processor time, all processes together.")] | None = None
    memory_mebibytes: Annotated[int, Range(32, 4096), Doc("Most memory, all processes together.")] | None = None
    processes: Annotated[int, Range(1, 512), Doc("Most processes and threads at once.")] | None = None


@dataclass(frozen=True, slots=True)
class Native:
    """The shared object of the profile ``native``, compiled from read-only files of ``starter/``."""

    library: Annotated[FilePath, Doc("The shared object's path in the box, e.g. libbadge.so.")]
    sources: Annotated[tuple[FilePath, ...], Doc("Its C files in starter/; learners read them and cannot edit them.")]


@dataclass(frozen=True, slots=True)
class Run:
    """How the suspect is started: the table ``[run]`` of lab.toml.

    ``target`` is a module for ``function`` and ``native`` ("contacts"), ``module:attribute`` for ``http``
    ("shop:app"), a file for ``command`` and ``package`` ("pack.py").  ``runtime`` names a lock file of the pack
    (``runtimes/<name>.txt``); empty means the standard library alone.  ``programs`` are the system programs that the
    box must hold ("tar").  ``editable`` are the files of ``starter/`` that the learner may change; all others are
    read-only for the learner.
    """

    profile: Annotated[Profile, Doc("How the judge talks to the learner's program.")]
    target: Annotated[str, Doc("http: module:attribute. command, package: a file of starter/. Others: a module.")]
    editable: Annotated[tuple[FilePath, ...], Doc("The files of starter/ that the learner may change.")]
    runtime: Annotated[Slug, Doc("The lock file runtimes/<name>.txt; empty is the standard library alone.")] = ""
    programs: Annotated[tuple[ProgramName, ...], Doc('System programs that the box must hold, e.g. "tar".')] = ()
    limits: Limits = field(default_factory=Limits)
    native: Native | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A flawed place of the starter, for the phase *find*. Lines count from 1, both ends included."""

    file: FilePath
    first: Line
    last: Line
    cwe: Annotated[tuple[CweId, ...], Doc("The weaknesses that count as right; the first is the best answer.")]
    why: Annotated[Words, Doc("Said when the learner has found it, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place that only looks bad, and why it is fine."""

    file: FilePath
    first: Line
    last: Line
    why: Annotated[Words, Doc("Why this place is fine; said when the learner marks it, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Find:
    """The phase *find*: ``tolerance`` is how many lines a mark may lie off, ``choices`` the weaknesses offered."""

    spots: tuple[Spot, ...]
    decoys: tuple[Decoy, ...] = ()
    tolerance: Annotated[int, Range(0, 10), Doc("How many lines a mark may lie off.")] = 2
    choices: Annotated[tuple[CweId, ...], Doc("The weaknesses offered to the learner.")] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """The phase *break*: the canary to steal, or ``outage``, and the author's own exploit."""

    goal: Annotated[
        str, Doc("The canary that the exploit must bring home, or outage: the program must stop answering.")
    ]
    reference: Annotated[FilePath, Doc("The author's own exploit, written as a learner would.")]
    goal_words: Annotated[
        str, Doc("What the brief calls the canary, as in: Your exploit printed the key of the staff.")
    ] = "the secret"
    starter: Annotated[FilePath, Doc("The file that the learner begins with; empty is an empty editor.")] = ""
    scene: Annotated[FilePath, Doc("A file whose function scene says what the exploit can do to the program.")] = ""
    entry_points: Annotated[
        tuple[str, ...],
        Doc("The files that an exploit may run, or the functions that it may call, where the usual ones do not fit."),
    ] = ()


@dataclass(frozen=True, slots=True)
class Exploit:
    """One attack, in the order in which learners see it: a row ``[[exploits]]`` and a file ``exploits/<name>.py``.

    A hidden attack shows its ``title`` as the class of the attack ("quoting of another kind") and never its payload.
    ``promise`` is the id of the promise that the attack checks.
    """

    name: Annotated[Slug, Doc("The file is exploits/<name>.py.")]
    title: Annotated[Words, Doc("What the learner sees above the attack.")]
    hidden: Annotated[bool, Doc("Hide what is sent; title then names the class of the attack.")] = False
    isolated: Annotated[bool, Doc("Give each variant a sandbox of its own: one would stop the next.")] = False
    promise: Annotated[Slug, Doc("The id of the promise that a fix breaks when this attack succeeds.")] = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a fix must keep, or what must no longer work, in one sentence: a row ``[[promises]]``.

    ``tests`` names what checks it, as ``test_file.py::test_name``, or ``test_file.py`` for all tests of the file that
    no promise names one by one. Attacks name their promise themselves. Learners read promises numbered from 1.
    """

    id: Annotated[Slug, Doc("The promise's name in lab.toml, e.g. sign-in-any-characters; learners see its number.")]
    text: Annotated[Words, Doc("One sentence for the learner, inline Markdown.")]
    tests: Annotated[
        tuple[str, ...],
        Doc("The tests that check it: test_file.py::test_name, or test_file.py for the others in it."),
    ] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A finished attempt with the verdict it must get: a row ``[[fixes]]`` and a folder ``fixes/<name>/``.

    ``by`` names what must reject a wrong fix: exploit names, or tests as ``test_file.py::test_name``; each must.
    ``why`` is said to a learner whose fix is recognised as this one (wrong), or sees it after the proof (sound).
    ``question`` is asked instead of an answer when a wrong fix is recognised. ``duty`` is the class of a wrong fix.
    """

    name: Annotated[Slug, Doc("The folder is fixes/<name>/.")]
    title: Annotated[Words, Doc("A few words that tell this fix from the others.")]
    expect: Annotated[Expectation, Doc("The verdict that the judge must give.")]
    why: Annotated[Words, Doc("Why it holds, or why it does not, inline Markdown.")]
    by: Annotated[tuple[str, ...], Doc("What must reject it: exploit names, or test_file.py::test_name.")] = ()
    question: Annotated[Words, Doc("Asked of a learner whose fix is recognised as this one, inline Markdown.")] = ""
    duty: Annotated[Duty, Doc("The class of mistakes that a wrong fix stands for.")] | None = None
    files: Annotated[Mapping[str, str], Mark.UNWRITTEN] = field(default_factory=dict)


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
    ``promises`` are told to learners with numbers from 1; a lab that has none yet has all it asks for in its brief.
    ``has_model``: there is a file ``model.py`` from which the judge can search for what no attack tries.
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
    promises: tuple[Promise, ...] = ()
    has_model: bool = False

    def promise_of(self, check: str) -> int | None:
        """Return the number, from 1, of the promise that a check is about; None for a check that names none.

        Args:
            check: the id of a check in a verdict, such as ``tests/test_shop.py::test_sign_in`` or ``exploits/number``.

        """
        folder, _, name = check.partition("/")
        if folder == "exploits":
            wanted = next((exploit.promise for exploit in self.exploits if exploit.name == name), "")
            return next((number for number, each in enumerate(self.promises, 1) if each.id == wanted), None)
        return next(
            (
                number
                for told in (name, name.partition("::")[0])  # a test that is named is not among those of its file
                for number, each in enumerate(self.promises, 1)
                if told in each.tests
            ),
            None,
        )

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
