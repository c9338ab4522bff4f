"""What the judge says: a verdict, the checks behind it, and the evidence of each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """The four words of a verdict, decided in the order of ``decide`` (rule 6 of the judge)."""

    PROVEN = "proven"
    STILL_OPEN = "still-open"
    BROKEN = "broken"
    ERROR = "error"


class Kind(StrEnum):
    """What a check is: behaviour that must survive, behaviour wanted of a fix, or an attack.

    ``START`` is there only if the program does not start, and says why; then nothing else counts as tried.
    """

    START = "start"
    TEST = "test"
    WANTED = "wanted"
    ATTACK = "attack"


class Outcome(StrEnum):
    """How one check ended. ``ERROR`` is ours and never counts against the learner."""

    PASSED = "passed"
    FAILED = "failed"
    LANDED = "landed"
    REPELLED = "repelled"
    ERROR = "error"
    SKIPPED = "skipped"


class StepKind(StrEnum):
    """The stations of an attack's timeline."""

    SENT = "sent"
    LINE = "line"
    RAN = "ran"
    CAME_BACK = "came-back"
    NOTE = "note"


class Witness(StrEnum):
    """Who saw it: the judge itself, or the program in the box, whose word decides nothing."""

    JUDGE = "judge"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the timeline.

    ``label`` is what a reader sees above it ("SQL as executed"). ``marks`` are half-open character ranges of ``text``
    that the attacker controls or has stolen. ``file`` and ``line`` name a place in the learner's code, if known.
    ``text`` is cut to 4,000 characters.
    """

    kind: StepKind
    label: str
    text: str
    witness: Witness = Witness.JUDGE
    marks: tuple[tuple[int, int], ...] = ()
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One test or one attack, with everything that was seen.

    ``id`` is ``tests/test_shop.py::test_sign_in`` or ``exploits/number``; ``number`` counts attacks, and tests, from 1
    in the order shown. An attack with variants reports the variant that decided. ``title`` of a hidden attack is its
    class, and its ``steps`` are empty. Seconds are those of all boxes of the check, bytes what the judge sent to the
    program and got from it. ``cause`` is what the program did when a test failed, with its file and line, if that is
    known: tests with the same cause fail in the same way.
    """

    id: str
    kind: Kind
    number: int
    title: str
    outcome: Outcome
    sentence: str = ""
    variant: str = ""
    hidden: bool = False
    steps: tuple[Step, ...] = ()
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    sent_bytes: int = 0
    received_bytes: int = 0
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure of ours: an error id of the judge, where it happened, and what to do."""

    id: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A known wrong fix whose pattern of successful attacks and failed tests this submission shares."""

    name: str
    title: str
    why: str
    question: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word on one submission. ``seed`` replays it; ``sentence`` is what the learner reads first."""

    result: Result
    sentence: str
    checks: tuple[Check, ...]
    seed: int
    wall_seconds: float
    recognised: Recognised | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class ExploitRun:
    """What became of a learner's own exploit.

    ``console`` is what it printed, up to 64 kibibytes, ``console_marks`` where in it the stolen canary is;
    ``steps`` is what it asked of the target and what came back. ``cut_short`` says which limit stopped it, if one did.
    ``has_raised``: it ended as Python ends a program after an exception, as far as its exit status tells.
    ``fault`` is a failure of ours; then nothing landed. ``is_stopped``: its owner wanted it to end; then nothing landed
    either.
    """

    has_landed: bool
    sentence: str
    console: str = ""
    console_marks: tuple[tuple[int, int], ...] = ()
    cut_short: str = ""
    steps: tuple[Step, ...] = ()
    wall_seconds: float = 0.0
    fault: Fault | None = None
    is_stopped: bool = False
    has_raised: bool = False


class Difference(StrEnum):
    """How an answer differs from what all sound fixes give.

    ``GIVES``: the program gives what all of them refuse, or an attacker has gained something: an attack that succeeded.
    ``REFUSES``: it refuses what all of them give. ``OTHER``: it gives something else, or no answer at all.
    """

    GIVES = "gives"
    REFUSES = "refuses"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SequenceStep:
    """One call of a sequence that the search has found: what was done in words, and what the submission answered."""

    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A sequence of calls after which a submission differs from all sound fixes, as short as the search could make it.

    ``result`` is the verdict that it asks for: `Result.STILL_OPEN` or `Result.BROKEN`. ``steps`` are all calls in
    order; at the last one the submission differs. ``expected`` is what every sound fix answers there. ``evidence`` is
    the timeline of the sequence, as for a `Check`.
    """

    difference: Difference
    result: Result
    sentence: str
    steps: tuple[SequenceStep, ...]
    expected: str
    evidence: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """How far a search has come. ``seed`` and ``rounds`` resume it: it goes on with round number ``rounds``.

    ``sequences`` and ``calls`` were played on the submission, ``unclear`` of them decided nothing: the machine was
    too busy, or the submission answered in another way when it was asked again. ``cpu_seconds`` is the processor time
    of all sandboxes, the judge's own among them. All count what this slice of the search has done.
    ``fault`` is a failure of ours, or of the lab; then nothing was found. ``is_stopped``: somebody wanted it to end.
    """

    seed: int
    rounds: int
    sequences: int = 0
    calls: int = 0
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    unclear: int = 0
    finding: Finding | None = None
    fault: Fault | None = None
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be tried, sent before the first box opens so that a page can draw the empty figure."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A check has entered its box."""

    id: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A check is done."""

    check: Check


type Event = Plan | Started | Finished
type Listener = Callable[[Event], None]
