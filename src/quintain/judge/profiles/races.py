"""Races for paths: what an attacker exchanges, before which calls, and what came of each try.

The work is done by ``scheduler/scheduler.c``, a library that is loaded into the suspect and counts its path calls. It
makes the attacker's move just before one of them. All of them are tried, one run each, so that nothing is left to luck.
"""

import base64
import functools
import hashlib
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal, Self

from quintain.judge.errors import JudgeFault, LabBroken, Unwatchable
from quintain.judge.harness.inside.values import Plain
from quintain.judge.profiles.native import compiled, save
from quintain.judge.suspect.oracles import Landed, Outcome, Repelled
from quintain.packs.native import unpack

FOLDER: Final = Path(__file__).with_name("scheduler")
SOURCE: Final = "scheduler.c"
MOST_CALLS: Final = 40
LONGEST_PATH: Final = 400

type Spell = Literal["from then on", "for one call", "until then"]
type Before = Literal["any", "open", "stat", "change"]

SPELLS: Final[Mapping[str, int]] = {"from then on": 1, "for one call": 2, "until then": 3}
FAMILIES: Final[Mapping[str, int]] = {"open": 1, "stat": 2, "change": 4, "any": 7}
MARKS: Final[Mapping[int, str]] = {
    1: "It starts another program, into which the judge's scheduler does not follow.",
    2: "It loads native code (ctypes, say), which can open files behind the C library's back.",
    4: "It looks into its own memory or first environment under /proc.",
}


@dataclass(frozen=True, slots=True)
class PathSwap:
    """The attacker's move: a path of the work folder is put aside, and a link lies in its place.

    Args:
        path: what is exchanged, a file or a folder, relative to the work folder. It need not exist. ``spool/*`` is
            whatever the call names below that folder, and then only such calls are tried.
        link: what the link says, as ``ln -s`` takes it: absolute, or relative to the folder of ``path``.
        spell: how long the link lies there: from the chosen call on; for that call alone; or from the start until
            just before that call.
        before: which calls are tried: those that open (and create), those that look (stat, lstat, access, readlink),
            those that change (rename, unlink, mkdir, link, chmod, chdir), or any.

    """

    path: str
    link: str
    spell: Spell = "from then on"
    before: Before = "any"

    def __post_init__(self) -> None:
        """Refuse what the scheduler could not do."""
        parts = PurePosixPath(self.path)
        if not parts.parts or parts.is_absolute() or ".." in parts.parts or not self.link:
            raise LabBroken(f"A race exchanges a path below the work folder for a link, not {self.path!r}.")
        if max(len(self.path.encode()), len(self.link.encode())) > LONGEST_PATH:
            raise LabBroken("The paths of a race are too long.")
        if self.path.endswith("/*") and self.spell == "until then":
            raise LabBroken("What a call will name is not known before it, so it cannot be a link until then.")
        if self.spell not in SPELLS or self.before not in FAMILIES:
            raise LabBroken(f"A race knows no spell {self.spell!r} or no calls {self.before!r}.")

    def plan(self, number: int) -> dict[str, Plain]:
        """Give what the harness needs to do it before one call; before none if ``number`` is 0."""
        return {
            "library": library(),
            "victim": self.path,
            "target": self.link,
            "families": FAMILIES[self.before],
            "spell": SPELLS[self.spell],
            "number": number,
        }

    def sentence(self, call: str, victim: str) -> str:
        """Tell the move in a sentence, for a reader: what was exchanged before which call."""
        match self.spell:
            case "from then on":
                return f"Just before {call}, {victim} became a link to {self.link}."
            case "for one call":
                return f"Just before {call}, {victim} became a link to {self.link}, and was itself again after it."
            case "until then":
                return f"{victim} was a link to {self.link} from the start, and itself again just before {call}."


@dataclass(frozen=True, slots=True)
class Record:
    """What the scheduler says of one run: how many path calls it saw, which it held up, and what it exchanged."""

    calls: int
    moved: bool
    call: str
    victim: str
    file: str
    line: int

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """Read the record of a run.

        Raises:
            JudgeFault: the scheduler was not there.
            Unwatchable: the program has done something that would lead around it.

        """
        if not isinstance(plain, dict) or plain.get("begun") != 1:
            raise JudgeFault("The scheduler could not be loaded into the program.")
        numbers = {name: value if type(value := plain.get(name)) is int else 0 for name in plain}
        for mark, sentence in MARKS.items():
            if numbers.get("marks", 0) & mark:
                raise Unwatchable(sentence)
        call = f"{plain.get('call')}({plain.get('path')!s})"
        victim = str(plain.get("victim")).removeprefix("/lab/")
        return cls(numbers["calls"], numbers["moved"] == 1, call, victim, str(plain.get("file")), numbers["line"])


@dataclass(frozen=True, slots=True)
class RaceRun:
    """One run of a race. ``number`` is the call before which the move was made; 0 is the run without any move.

    ``call`` names that call and its path; ``code``, ``out`` and ``err`` are as after ``box.run``.
    """

    number: int
    call: str
    told: str
    code: int
    out: bytes
    err: bytes


def raced(runs: Iterable[RaceRun], look: Callable[[RaceRun], Outcome]) -> Outcome:
    """Say whether a race was won at any call.

    Args:
        runs: what ``box.race`` gives.
        look: an oracle for one run, asked right after it: ``lambda run: leaks(canary.ledger, run, "the ledger")``.

    """
    tried, outcome = 0, None
    for run in runs:
        outcome = look(run)
        if not run.number and isinstance(outcome, Landed):
            raise LabBroken("The effect of the race shows though nobody has interfered.")
        if isinstance(outcome, Landed):
            return Landed(f"{run.told} {outcome.sentence}", outcome.stolen)
        tried += run.number > 0
    if outcome is None:
        raise LabBroken("raced() needs the runs of box.race.")
    if not tried:
        return Repelled("The program makes no such call, so there is no moment to come between.")
    return Repelled(f"Tried before each of {tried} calls. {outcome.sentence}")


@functools.cache
def library() -> str:
    """Give the scheduler for this machine in base64: shipped, or compiled from the same source.

    Raises:
        JudgeFault: it is not shipped for this machine, and there is no compiler.

    """
    return base64.b64encode(shipped(platform.machine()) or compiled(((SOURCE, _source()),), mark())).decode()


def shipped(machine: str) -> bytes | None:
    """Give what Quintain ships for a machine, if it was built from the source as it is now."""
    place = FOLDER / f"scheduler.{machine}.b64"
    return unpack(place.read_text(encoding="ascii"), mark()) if place.exists() else None


def mark() -> str:
    """Give the text that every library built from this source carries."""
    return f"quintain-source:{hashlib.sha256(_source().encode()).hexdigest()}"


def _source() -> str:
    return (FOLDER / SOURCE).read_text(encoding="utf-8")


def ship() -> Path:
    """Compile the scheduler for this machine and put it beside its source."""
    return save(compiled(((SOURCE, _source()),), mark()), FOLDER / f"scheduler.{platform.machine()}.b64")


if __name__ == "__main__":
    print(ship())  # noqa: T201  a command of its own
