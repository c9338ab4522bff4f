"""Runs an author's function against the suspect, and turns what it returns or raises into the result of a check."""

import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from _pytest.outcomes import Failed, OutcomeException  # what pytest.raises and pytest.skip raise; not Exceptions

from quintain.judge.errors import (
    AuthorMistake,
    Garbled,
    JudgeFault,
    LabBroken,
    Raised,
    RuntimeLacks,
    SuspectFault,
    TimedOut,
)
from quintain.judge.loading import Script, load, place_of, values_of
from quintain.judge.pages.browsers import Browser
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.suspect.box import Recording, SuspectBox
from quintain.judge.suspect.canaries import Canaries
from quintain.judge.suspect.evidence import Log, shorten
from quintain.judge.suspect.oracles import TWIN, Landed, Repelled
from quintain.judge.suspect.tracebacks import lacking, say
from quintain.judge.suspect.tripwire import Trip
from quintain.judge.verdict import Fault, Outcome, Step
from quintain.judge.worker.assertions import assertion_in, explanation_of, gist_of
from quintain.judge.worker.missing import hint_about
from quintain.packs.model.lab import Lab
from quintain.sandbox import SandboxError

LOCKED_OUT: Final = "After the attack, an honest user does not get through any more."
SHUT: Final = "An honest user does not get through, even before the attack."
SENTENCE_CHARACTERS: Final = 600
START_SECONDS: Final = 4.0  # of processor time; an app with all that a lab may import needs a tenth of one
CRASHED: Final = "judge.E005"
UNBOXED: Final = "judge.E011"
MISCALLED: Final = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (?:missing|takes|got) ")
OURS: Final = frozenset({"Browser", "Client", "Page", "BaseClient"})
OUR_FUNCTIONS: Final = frozenset({"altered", "other_than", "read_page", "totp"})


type Control = Callable[[SuspectBox, Canaries, random.Random], object]


@dataclass(slots=True)
class CheckContext:
    """What an author's function works with, in one box. ``seed`` is the verdict's; it draws the samples of attacks."""

    box: SuspectBox
    canary: Canaries
    rng: random.Random
    log: Log
    lab: Lab
    packages: Sequence[str] = ()  # of the lab's runtime
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one run of a check found, how it came to that, and what it cost.

    ``gone``: the suspect stopped answering. ``late``: it did not answer in time, and had not used up its processor
    time. ``cause`` is what the program did when a test failed, with file and line, by its own word: for a reader alone.
    ``doubtful``: a secret was found that may be there by chance; it counts if other ones are found there as well.
    ``at_start``: by its own word, no function of the program ran; believed only if a test has failed.
    ``waited_seconds`` is how long both boxes waited for a processor; 0 for one of a batch.
    """

    outcome: Outcome
    sentence: str = ""
    stolen: tuple[str, ...] = ()
    gone: bool = False
    late: bool = False
    cause: str = ""
    doubtful: bool = False
    at_start: bool = False
    steps: tuple[Step, ...] = ()
    recording: Recording = field(default_factory=list)
    sent_bytes: int = 0
    received_bytes: int = 0
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    waited_seconds: float = 0.0
    hit_a_limit: bool = False


def run_test(context: CheckContext, run: CheckRun) -> CheckResult:
    """Run a test: it passes if it ends, has met the suspect, and nothing in it failed."""
    given = {"box": context.box, "canary": context.canary, "rng": context.rng}
    try:
        returned = load(run.script)[run.function](**{name: given[name] for name in run.needs})
    except (AuthorMistake, JudgeFault, SandboxError):
        raise
    except SuspectFault as error:
        return _failed(context, error)
    except OutcomeException as error:
        if type(error) is not Failed:
            raise LabBroken(f"{run.function} skips itself; a test that does not run proves nothing.") from error
        return _unmet(context, gist_of(explanation_of(error)))
    except AssertionError as error:
        return _unmet(context, gist_of(explanation_of(error), assertion_in(error, run.script), context.box.asked))
    except Exception as error:  # noqa: BLE001  the starter passes, so what the suspect sent has led here
        _raise_if_miscalled(context, error)
        return _unmet(context, _strange(error))
    if returned is not None:
        raise LabBroken(f"{run.function} returns {type(returned).__name__}; a test says what it wants with assert.")
    if not context.box.answers:
        raise LabBroken(f"{run.function} never asks the suspect anything.")
    if (leak := leaked(context)) is not None:
        return CheckResult(Outcome.FAILED, str(leak), doubtful=leak.doubtful)
    return CheckResult(Outcome.PASSED, at_start=bool(context.box.failed_start))


def _failed(context: CheckContext, error: SuspectFault) -> CheckResult:
    """Say what the suspect did instead of an answer."""
    cause = _cause_of(context, error)
    sentence = f"Your program raised {cause}" if isinstance(error, Raised) and not lacking(error.thrown) else cause
    if isinstance(error, Garbled) and (raised := _raised_meanwhile(context)):
        sentence, cause = f"{sentence.rstrip('.')}. Your program raised {raised}", raised
    return CheckResult(
        Outcome.FAILED,
        shorten(sentence, SENTENCE_CHARACTERS),
        gone=not isinstance(error, Raised),
        late=_is_late(error),
        cause=cause,
        at_start=bool(context.box.failed_start),
    )


def _cause_of(context: CheckContext, error: SuspectFault) -> str:
    """Say what the suspect did, with its own line, and what it could have imported instead."""
    if not isinstance(error, Raised):
        return error.message
    hint = hint_about(error, context.lab, context.packages)
    return say(error.thrown) + (f". {hint}" if hint else "")


def _unmet(context: CheckContext, gist: str) -> CheckResult:
    """Say what a test missed, and what the program raised meanwhile, if it says so."""
    cause = _raised_meanwhile(context)
    sentence = shorten(gist, SENTENCE_CHARACTERS) + (f". Your program raised {cause}" if cause else "")
    return CheckResult(Outcome.FAILED, sentence, cause=cause, at_start=bool(context.box.failed_start))


def _raised_meanwhile(context: CheckContext) -> str:
    """Say what the program raised by its own word, which cannot show a mistake of the lab's."""
    if context.box.uncaught is None:
        return context.box.raised
    with suppress(RuntimeLacks):
        return _cause_of(context, Raised(context.box.uncaught.thrown))
    return context.box.raised


def _strange(error: Exception) -> str:
    """Say what a test could not make of an answer."""
    match error:
        case KeyError():
            return f"the answer lacks {error}"
        case IndexError():
            return "the answer holds less than was expected"
        case _:
            return f"the answer is not what was expected: {type(error).__name__}: {error}"


def _raise_if_miscalled(context: CheckContext, error: Exception) -> None:
    """Tell a mistake in an author's own call from something that the suspect has led to.

    Raises:
        LabBroken: the test calls the judge with arguments that it does not take, or asks for what it does not have.

    """
    classes = {kind.__name__ for kind in type(context.box).__mro__} | OURS
    call = MISCALLED.match(str(error)) if isinstance(error, TypeError) else None
    is_call = call and (call[1] in classes if call[1] else call[2] in OUR_FUNCTIONS)
    is_name = isinstance(error, AttributeError) and isinstance(error.obj, (SuspectBox, Browser))
    if is_call or is_name:
        raise LabBroken(f"The test asks the judge for something that there is not: {error}") from error


def attack(context: CheckContext, run: CheckRun, control: Script) -> CheckResult:
    """Run one variant of an attack; what it repels must leave honest users alone."""
    if run.after_visit and (locked_out := visit(context, control)) is not None:
        return locked_out
    result = attempt(context, run)
    if result.outcome is Outcome.LANDED:
        return result
    attacked = context.log.length
    if (locked_out := try_honest_user(context, control)) is not None:
        return locked_out
    if (leak := leaked(context)) is not None:
        return CheckResult(Outcome.LANDED, str(leak), (leak.text,), doubtful=leak.doubtful)
    context.log.keep(attacked)
    return result


def visit(context: CheckContext, control: Script) -> CheckResult | None:
    """Let an honest user come before an attack, and leave no session; None if that user gets through.

    A program that ends its box behind the user's back, such as one that forks without end, is gone before the attack.
    """
    if (locked_out := try_honest_user(context, control)) is not None:
        return replace(locked_out, sentence=SHUT)
    context.log = Log(context.log.sources)
    try:
        context.box.begin(context.log)
    except SuspectFault as error:
        return CheckResult(Outcome.LANDED, error.message, gone=True, late=_is_late(error))
    return None


def leaked(context: CheckContext) -> Trip | None:
    """Give the secret that came into the wrong hands, if one did, and write it down."""
    leak = context.box.tripwire.trip
    if leak is not None:
        context.log.looked("Who holds what", str(leak))
    return leak


def attempt(context: CheckContext, run: CheckRun) -> CheckResult:
    """Run one variant of an attack, without asking what became of honest users."""
    try:
        effect = _attack(context, run)
    except Raised as error:
        if context.log.ends_with_twin:  # the attack has asked it for what it has to give
            return CheckResult(Outcome.LANDED, f"{TWIN} refused what your program gives: {shorten(str(error), 200)}")
        effect = Repelled(f"The program refused: {shorten(str(error), 200)}")
    except SuspectFault as error:
        message = f"{TWIN} gave no answer. {error.message}" if context.log.ends_with_twin else error.message
        return CheckResult(Outcome.LANDED, message, gone=True, late=_is_late(error))
    if isinstance(effect, Landed):
        return CheckResult(Outcome.LANDED, shorten(effect.sentence, SENTENCE_CHARACTERS), effect.stolen)
    if (leak := leaked(context)) is not None:
        return CheckResult(Outcome.LANDED, str(leak), (leak.text,), doubtful=leak.doubtful)
    if unreadable := context.box.unreadable or context.box.unreadable_of_twin:
        sentence = f"{unreadable}. Nobody can see what is in it, so it repels nothing."
        return CheckResult(Outcome.LANDED, shorten(sentence, SENTENCE_CHARACTERS))
    if not context.box.answers:
        raise LabBroken(f"{run.script.name} never gets an answer, so it cannot know that it was repelled.")
    return CheckResult(Outcome.REPELLED, shorten(effect.sentence, SENTENCE_CHARACTERS))


def load_only(context: CheckContext) -> CheckResult:
    """Start the suspect and ask nothing of it; that may take `START_SECONDS` of its own work, however busy we are."""

    def look() -> None:
        if context.box.cpu_seconds() > START_SECONDS:
            raise TimedOut(f"It works for more than {START_SECONDS:g} seconds before it can be asked.", worked=True)

    try:
        with context.box.watched(look):
            context.box.load()
    except Raised as error:
        context.log.came_back(say(error.thrown), file=error.thrown.file, line=error.thrown.line)
        cause = shorten(_cause_of(context, error), SENTENCE_CHARACTERS)
        return CheckResult(Outcome.FAILED, cause, cause=cause, at_start=True)
    except SuspectFault as error:
        context.log.came_back(error.message)
        return CheckResult(
            Outcome.FAILED, error.message, gone=True, late=_is_late(error), cause=error.message, at_start=True
        )
    return CheckResult(Outcome.PASSED)


def _attack(context: CheckContext, run: CheckRun) -> Landed | Repelled:
    namespace = load(run.script)
    arguments: list[Any] = [context.box, context.canary, context.rng]  # Any: variants hold what their author likes
    if run.variant:
        values = values_of(run.script, namespace, context.seed)
        if run.variant not in values:
            raise LabBroken(
                f"{run.script.name}: samples does not draw {run.variant!r} again; it must draw by rng alone."
            )
        arguments.append(values[run.variant])
    effect = namespace["attack"](*arguments)
    if not isinstance(effect, (Landed, Repelled)):
        raise LabBroken(
            f"{run.script.name}: attack returns {type(effect).__name__}, not what leaks, happened or grows says."
        )
    return effect


def _is_late(error: SuspectFault) -> bool:
    return isinstance(error, TimedOut) and not error.worked


def try_honest_user(context: CheckContext, script: Script) -> CheckResult | None:
    """Let the honest user try, in the same box, after the attack; None if that user gets through.

    Else the attack has succeeded. A program that did not answer the user in time, and had not used up its processor
    time, may have been kept waiting by a busy machine: then it is tried once more, as after any late answer.
    """
    control: Control | None = load(script).get("control")
    if control is None:
        raise LabBroken("control.py has no function control(box, canary, rng).")
    try:
        is_served = control(context.box, context.canary, context.rng)
    except SuspectFault as error:
        _cause_of(context, error)  # raises if it is the lab's own code that lacks a package
        return CheckResult(Outcome.LANDED, LOCKED_OUT, late=_is_late(error))
    if type(is_served) is not bool:
        raise LabBroken(f"control returns {type(is_served).__name__}; it must return True or False.")
    return None if is_served else CheckResult(Outcome.LANDED, LOCKED_OUT)


def fault_of(error: BaseException, lab: Lab, run: CheckRun) -> Fault:
    """Describe a failure that is not the suspect's: where it happened, and what its owner can do."""
    place = place_of(error, lab.folder)
    where = f"{lab.slug}/{place if ':' in place else run.script.path.relative_to(lab.folder)}"
    if isinstance(error, AuthorMistake):
        return Fault(error.id, where, str(error), "Correct the lab; 'quintain check' shows when it is right.")
    if isinstance(error, SandboxError):
        return Fault(UNBOXED, run.check.id, error.sentence, error.remedy)
    if isinstance(error, JudgeFault):
        return Fault(error.id, run.check.id, str(error), error.remedy)
    message = f"{type(error).__name__}: {error}"
    return Fault(CRASHED, where, message, "Correct the attack: it must cope with every answer.")
