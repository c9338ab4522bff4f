"""What pages' scripts are sent, by field name; `frontend/src/live/messages.ts` is made from it by `tools/wire.py`.

The names are those of the scripts, so this module is imported whole: `messages.Submission` is not the model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Outcome = Literal["waiting", "running", "passed", "failed", "landed", "repelled", "error", "skipped"]
type State = Literal["waiting", "running", "finished", "failed"]
type Result = Literal["proven", "still-open", "broken", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """As much of a check as is drawn while the judge works; its evidence comes drawn, with the end."""

    id: str
    kind: Literal["test", "wanted", "attack"]
    number: int
    title: str
    outcome: Outcome
    hidden: bool
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that has begun: what is not named is as before."""

    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed to the judge.

    ``sequence`` grows from one to the next, whatever the clock does; ``restarts`` counts how often a stopped server
    left it unfinished, and ``events`` how much was told about its checks since it was last begun.
    """

    id: str
    url: str
    sequence: int
    restarts: int
    events: int
    number: int | None
    state: State
    position: int | None
    created_at: str
    finished_at: str | None
    sentence: str
    checks: tuple[Check, ...]
    attacks: int
    attacks_stopped: int
    wall_seconds: float | None
    usually_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Handed):
    """A fix. ``evidence`` is the markup of its verdict once there is one, None where the page itself has brought it."""

    kind: Literal["tests", "verdict"]
    result: Result | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class RunEvidence:
    """The markup of what came of an exploit.

    ``state`` is its outcome in a word, ``console`` what it printed and what that means, and ``log`` what the program
    was asked, or which fault of ours there was. ``head`` and ``printed`` are above and below the log where there is
    no console.
    """

    state: str
    console: str
    head: str
    log: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Handed):
    """An exploit on the original program, or as a replay on the learner's fix; its text where one run is asked for."""

    kind: Literal["exploit", "replay"]
    result: Literal["landed", "repelled", "stopped", "error"] | None
    evidence: RunEvidence | None
    exploit: str | None = None
    stop_url: str = ""


type Work = Submission | Run


@dataclass(frozen=True, slots=True)
class CheckNews:
    """A check has begun, or ended. ``sequence`` counts from the plan, which is the first."""

    submission: str
    restarts: int
    sequence: int
    check: Check | Begun
    type: Literal["check"] = "check"


@dataclass(frozen=True, slots=True)
class PlaceNews:
    """Somebody who waits has moved on in the queue."""

    submission: str
    position: int | None
    type: Literal["place"] = "place"


@dataclass(frozen=True, slots=True)
class Original:
    """The markup of what the attacks of a verdict did to the original code, by the ids of its checks."""

    state: Literal["known", "waiting", "none"]
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabFile:
    """A file of the editor."""

    path: str
    text: str
    original: str
    editable: bool
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedUrls:
    """Where what is typed is saved."""

    files: str
    kept: str
    settled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedData:
    """What is saved as it is typed, and where."""

    lab: str
    files: tuple[LabFile, ...]
    revision: int
    urls: SavedUrls


@dataclass(frozen=True, slots=True, kw_only=True)
class FixUrls(SavedUrls):
    """The addresses of the phase *fix*; ``page`` is its own."""

    page: str
    submissions: str
    runs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixData(SavedData):
    """The page of the phase *fix*."""

    urls: FixUrls
    socket: str
    last: Work | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakUrls(SavedUrls):
    """The addresses of the phase *break*; ``page`` is its own."""

    page: str
    runs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakData(SavedData):
    """The page of the phase *break*; ``steals`` if there is a secret to read, not a program to put out of service."""

    urls: BreakUrls
    steals: bool
    socket: str
    last: Run | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A judged mark. ``why`` is markup."""

    file: str
    first: int
    last: int
    cwe: str
    right: bool
    decoy: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The marks of the last check, and how many flaws are found."""

    marks: tuple[Mark, ...]
    found: int
    of: int
    done: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A weakness that a mark may name."""

    cwe: str
    name: str


@dataclass(frozen=True, slots=True)
class FindUrls:
    """The addresses of the phase *find*."""

    marks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindData(Marked):
    """The page of the phase *find*."""

    lab: str
    files: tuple[LabFile, ...]
    choices: tuple[Choice, ...]
    urls: FindUrls
