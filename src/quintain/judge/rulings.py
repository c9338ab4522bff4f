"""Lets an author's function meet the suspect and rules on what it says: whose fault, and what it means."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from _pytest.outcomes import Failed, OutcomeException  # what pytest.raises and pytest.skip raise; not Exceptions

from quintain.judge.canaries import Canaries
from quintain.judge.errors import AuthorMistake, JudgeFault, LabBroken, Raised, SuspectFault
from quintain.judge.evidence import Log, shorten
from quintain.judge.loading import Script, gist_of, load, place_of, said_by, values_of
from quintain.judge.oracles import Landed, Repelled
from quintain.judge.plans import Job
from quintain.judge.suspect import SuspectBox
from quintain.judge.verdict import Fault, Outcome
from quintain.packs.model import Lab
from quintain.sandbox import SandboxError

SENTENCE_CHARACTERS: Final = 600
CRASHED: Final = "judge.E005"
UNBOXED: Final = "judge.E011"


type Control = Callable[[SuspectBox, Canaries, random.Random], object]


@dataclass(slots=True)
class Room:
    """What an author's function works with, in one box. ``seed`` is the verdict's; it draws the samples of attacks."""

    box: SuspectBox
    canary: Canaries
    rng: random.Random
    log: Log
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one job found. ``gone``: the suspect stopped answering. ``fault`` comes with the outcome ``ERROR`` only."""

    outcome: Outcome
    sentence: str = ""
    stolen: tuple[str, ...] = ()
    fault: Fault | None = None
    gone: bool = False


def visit(room: Room, job: Job) -> Finding:
    """Run a test: it passes if it ends, has met the suspect, and nothing in it failed."""
    given = {"box": room.box, "canary": room.canary, "rng": room.rng}
    try:
        returned = load(job.script)[job.function](**{name: given[name] for name in job.needs})
    except (AuthorMistake, JudgeFault, SandboxError):
        raise
    except SuspectFault as error:
        room.log.note("What failed", error.message)
        return Finding(Outcome.FAILED, error.message, gone=not isinstance(error, Raised))
    except OutcomeException as error:
        if type(error) is not Failed:
            raise LabBroken(f"{job.function} skips itself; a test that does not run proves nothing.") from error
        return _unmet(room, said_by(error))
    except AssertionError as error:
        return _unmet(room, said_by(error))
    except Exception as error:  # noqa: BLE001  the starter passes, so what the suspect sent has led here
        return _unmet(room, f"{type(error).__name__}: {error}")
    if returned is not None:
        raise LabBroken(f"{job.function} returns {type(returned).__name__}; a test says what it wants with assert.")
    if not room.box.answers:
        raise LabBroken(f"{job.function} never asks the suspect anything.")
    return Finding(Outcome.PASSED)


def _unmet(room: Room, said: str) -> Finding:
    room.log.note("What was expected", said)
    return Finding(Outcome.FAILED, shorten(gist_of(said), SENTENCE_CHARACTERS))


def attack(room: Room, job: Job, control: Script) -> Finding:
    """Run one variant of an attack; what it repels must leave honest visitors alone."""
    try:
        said = _attack(room, job)
    except Raised as error:
        said = Repelled(f"The program refused: {shorten(str(error), 200)}")
    except SuspectFault as error:
        return Finding(Outcome.LANDED, error.message, gone=True)
    if isinstance(said, Landed):
        return Finding(Outcome.LANDED, shorten(said.sentence, SENTENCE_CHARACTERS), said.stolen)
    if not room.box.answers:
        raise LabBroken(f"{job.script.name} never gets an answer, so it cannot know that it was repelled.")
    attacked = room.log.length
    if not _control(room, control):
        return Finding(Outcome.LANDED, "After the attack, an honest visitor does not get through any more.")
    room.log.keep(attacked)
    return Finding(Outcome.REPELLED, shorten(said.sentence, SENTENCE_CHARACTERS))


def load_only(room: Room) -> Finding:
    """Start the suspect and ask nothing of it."""
    try:
        room.box.load()
    except Raised as error:
        room.log.came_back(str(error), file=error.thrown.file, line=error.thrown.line)
        return Finding(Outcome.FAILED, shorten(str(error), SENTENCE_CHARACTERS))
    except SuspectFault as error:
        room.log.came_back(error.message)
        return Finding(Outcome.FAILED, error.message, gone=True)
    return Finding(Outcome.PASSED)


def _attack(room: Room, job: Job) -> Landed | Repelled:
    namespace = load(job.script)
    arguments: list[Any] = [room.box, room.canary, room.rng]  # Any: variants hold what their author likes
    if job.variant:
        values = values_of(job.script, namespace, room.seed)
        if job.variant not in values:
            raise LabBroken(
                f"{job.script.name}: samples does not draw {job.variant!r} again; it must draw by rng alone."
            )
        arguments.append(values[job.variant])
    said = namespace["attack"](*arguments)
    if not isinstance(said, (Landed, Repelled)):
        raise LabBroken(
            f"{job.script.name}: attack returns {type(said).__name__}, not what leaks, happened or grows says."
        )
    return said


def _control(room: Room, script: Script) -> bool:
    """Let the honest visitor try, in the same box, after the attack."""
    control: Control | None = load(script).get("control")
    if control is None:
        raise LabBroken("control.py has no function control(box, canary, rng).")
    try:
        said = control(room.box, room.canary, room.rng)
    except SuspectFault:
        return False
    if type(said) is not bool:
        raise LabBroken(f"control returns {type(said).__name__}; it must return True or False.")
    return said


def fault_of(error: BaseException, lab: Lab, job: Job) -> Fault:
    """Describe a failure that is not the suspect's: where it happened, and what its owner can do."""
    place = place_of(error, lab.folder)
    where = f"{lab.slug}/{place if ':' in place else job.script.path.relative_to(lab.folder)}"
    if isinstance(error, AuthorMistake):
        return Fault(error.id, where, str(error), "Correct the lab; 'quintain check' shows when it is right.")
    if isinstance(error, SandboxError):
        return Fault(UNBOXED, job.check, error.sentence, error.remedy)
    if isinstance(error, JudgeFault):
        return Fault(error.id, job.check, str(error), error.remedy)
    said = f"{type(error).__name__}: {error}"
    return Fault(CRASHED, where, said, "Correct the attack: it must cope with every answer.")
