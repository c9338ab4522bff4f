"""Searches for a sequence of calls after which a submission differs from all sound fixes of its lab.

Hypothesis draws the sequences, and shortens one that has shown a difference. It runs here, in the judge's own box,
and never in a suspect's. Each sequence is played in fresh boxes with the same canaries and values. A difference counts
where all sound fixes agree, and if two more plays, alone and one of them with other canaries, show it as well.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from typing import Final, Protocol

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from quintain.judge.errors import LabBroken
from quintain.judge.protocol.messages import SearchOrder, Stage
from quintain.judge.verdict import Difference, Finding, Result, SequenceStep, Step
from quintain.judge.worker.check_runner import CheckContext
from quintain.judge.worker.model import Model, ModelStep, Player, StrangeAnswer, View, ViewKind

SEQUENCES: Final = 16
"""Of one round; a round that was cut short is not repeated, so it is small."""
BLOCK: Final = 12
"""The most steps of one of the lists that a sequence is joined from; it has about five."""
MOST_BLOCKS: Final = 4
LEFT_OUT: Final = 0.4
"""The chance of a rule to be left out of a round that tries some rules more often (swarm testing)."""
SHARE_OF_WAITING: Final = 0.25
"""Of the time that a call has: a suspect that waited so long for a processor is not blamed for its silence."""
EMPTY_ROUNDS: Final = 3
"""So many rounds without a sequence that was not played before, and there is nothing left to draw."""

type Sequence_ = Sequence[ModelStep]


class OpenSuspect(Protocol):
    """A program in a fresh box, which ends with the block."""

    def __enter__(self) -> CheckContext:
        """Open the box, and plant the program."""

    def __exit__(self, *_: object) -> None:
        """End the box."""

    def waited_seconds(self) -> float:
        """Say how long the box, and the judge's own, have waited for a processor since it was opened."""


type Open = Callable[[Mapping[str, str], str, Stage], OpenSuspect]


class Spent(BaseException):
    """The budget of processor time is used up. No `Exception`, so that Hypothesis lets it through at once."""


class Deviation(Exception):  # noqa: N818  it names what happened
    """A sequence that has shown a difference, with its last step as that was seen."""

    difference = Difference.OTHER

    def __init__(self, sequence: Sequence_, got: Sequence[View], expected: View) -> None:
        super().__init__(f"{len(sequence)} steps")
        self.sequence, self.got, self.expected = sequence, got, expected
        self.evidence: tuple[Step, ...] = ()


class Given(Deviation):
    """The submission gives what all refuse; a class of its own, so that shortening does not lead to another kind."""

    difference = Difference.GIVES


class Refused(Deviation):
    """The submission refuses what all give."""

    difference = Difference.REFUSES


class Unanswered(BaseException):
    """A call kept the submission busy, or silent: too long for anyone to shorten the sequence by playing it again."""

    def __init__(self, deviation: Deviation) -> None:
        super().__init__(str(deviation))
        self.deviation = deviation


@dataclass(slots=True)
class Counts:
    """What was played so far on the submission."""

    rounds: int
    sequences: int = 0
    calls: int = 0
    unclear: int = 0


@dataclass(slots=True)
class Search:
    """One slice of a search: rounds, until a difference was found or the budget is used up."""

    order: SearchOrder
    submission: Mapping[str, str]
    model: Model
    open: Open
    wall_seconds: float
    report: Callable[[Mapping[str, object]], None]
    counts: Counts = field(init=False)
    _stage: Stage = Stage.EXPLORE
    _smallest: Deviation | None = None

    def __post_init__(self) -> None:
        self.counts = Counts(self.order.first_round)

    def run(self) -> Finding | None:
        """Search until something was found, or nothing can be opened any more.

        Raises:
            AuthorMistake, JudgeFault, SandboxError: the search cannot go on.

        """
        empty = 0
        while empty < EMPTY_ROUNDS:
            before = self.counts.sequences
            self._smallest, self._stage = None, Stage.EXPLORE
            number, self.counts.rounds = self.counts.rounds, self.counts.rounds + 1
            is_spent = False
            try:
                self._round(number)
            except Deviation:
                pass
            except Unanswered as error:
                self._smallest = error.deviation
            except Spent:
                is_spent = True
            if self._smallest is not None and (finding := self._confirmed(self._smallest, number)) is not None:
                return finding
            if is_spent:
                return None
            empty = 0 if self.counts.sequences > before else empty + 1
        return None

    def _round(self, number: int) -> None:
        """Let Hypothesis draw sequences, and shorten the first that shows a difference.

        Raises:
            Deviation, Unanswered: what was found.
            Spent: the budget is used up.

        """
        references = _turned(self.order.references, number)
        label = f"search/{number}"

        @settings(
            max_examples=SEQUENCES,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
            print_blob=False,
        )
        @seed(f"{self.order.seed}/{number}")
        @given(sequence=self._sequences(number))
        def play(sequence: Sequence_) -> None:
            self._try(sequence, references, label)

        with suppress(Flaky):  # it has answered in another way this time: the plays that confirm a difference decide
            play()

    def _sequences(self, number: int) -> SearchStrategy[Sequence_]:
        """Draw sequences: in each other round of some rules alone, and in four rounds of four lengths."""
        rng = random.Random(f"{self.order.seed}/{number}/rules")  # noqa: S311  replayable on purpose
        names = list(self.model.rules)
        some = [name for name in names if number % 2 == 0 or rng.random() >= LEFT_OUT] or [rng.choice(names)]
        block = st.lists(self.model.steps(some), max_size=BLOCK)
        return st.tuples(*[block] * (1 + number // 2 % MOST_BLOCKS)).map(
            lambda blocks: [step for each in blocks for step in each]
        )

    def _try(self, sequence: Sequence_, references: Sequence[Mapping[str, str]], label: str) -> None:
        if not sequence:
            return
        deviation = self._compare(sequence, references, label)
        self.report({"progress": asdict(self.counts)})
        if deviation is None:
            return
        is_shorter = self._smallest is None or len(deviation.sequence) <= len(self._smallest.sequence)
        if is_shorter and (self._smallest is None or type(deviation) is type(self._smallest)):
            self._smallest = deviation
        self._stage = Stage.SHRINK
        raise deviation

    def _compare(
        self, sequence: Sequence_, references: Sequence[Mapping[str, str]], label: str, *, is_last: bool = False
    ) -> Deviation | None:
        """Play a sequence on the submission and a sound fix, step by step, and on the others where the two differ.

        Returns:
            The difference, if all sound fixes agree; else None.

        """
        first, *others = references
        with ExitStack() as stack:
            suspect = self.open(self.submission, label, self._stage)
            submission = Player(self.model, stack.enter_context(suspect))
            sound = Player(self.model, stack.enter_context(self.open(first, label, self._stage)))
            self.counts.sequences += 1
            got: list[View] = []
            expected: list[View] = []
            for step in sequence:
                self.counts.calls += 1
                got.append(_of_submission(submission, step))
                expected.append(_of_sound_fix(sound, step))
                if got[-1] != expected[-1]:
                    break
            else:
                return None
            is_attack = _deviation(got[-1], expected[-1]) is Given
            evidence = submission.context.log.timeline(is_attack=is_attack) if is_last else ()
            kind = got[-1].kind
            is_late = kind is ViewKind.SILENT or (kind is ViewKind.FAILS and got[-1].facts == "late")
            if kind is ViewKind.SILENT and suspect.waited_seconds() > SHARE_OF_WAITING * self.wall_seconds:
                self.counts.unclear += 1
                return None
        if expected[-1].kind in {ViewKind.LANDED, ViewKind.FAILS, ViewKind.SILENT}:
            return None  # then a sound fix is no example
        played = sequence[: len(got)]
        if not all(self._agrees(reference, played, expected, label) for reference in others):
            return None
        deviation = _deviation(got[-1], expected[-1])(played, got, expected[-1])
        deviation.evidence = evidence
        if is_late and not is_last:
            raise Unanswered(deviation)
        return deviation

    def _agrees(self, files: Mapping[str, str], sequence: Sequence_, expected: Sequence[View], label: str) -> bool:
        """Tell whether another sound fix gives the same answers."""
        with self.open(files, label, self._stage) as context:
            player = Player(self.model, context)
            return all(_of_sound_fix(player, step) == view for step, view in zip(sequence, expected, strict=True))

    def _confirmed(self, deviation: Deviation, number: int) -> Finding | None:
        """Play a sequence twice more, the second time with other canaries; what does not happen again is unclear."""
        self._stage = Stage.CONFIRM
        references = _turned(self.order.references, number)
        for label in (f"search/{number}", f"search/{number}/again"):
            again = self._compare(deviation.sequence, references, label, is_last=True)
            if again is None or (type(again), len(again.got)) != (type(deviation), len(deviation.got)):
                self.counts.unclear += 1
                return None
            deviation = again
        return self._finding(deviation)

    def _finding(self, deviation: Deviation) -> Finding:
        words = [self.model.words(step) for step in deviation.sequence]
        steps = [SequenceStep(*each) for each in zip(words, (view.words for view in deviation.got), strict=True)]
        return Finding(
            deviation.difference,
            Result.STILL_OPEN if deviation.difference is Difference.GIVES else Result.BROKEN,
            sentence_of(deviation, steps[-1]),
            tuple(steps),
            deviation.expected.words,
            deviation.evidence,
        )


def sentence_of(deviation: Deviation, last: SequenceStep) -> str:
    """Say in one sentence what a submission does that no sound fix does."""
    got, calls = deviation.got[-1], len(deviation.sequence)
    after = "In one call" if calls == 1 else f"After {calls} calls"
    match deviation.difference, got.kind:
        case Difference.GIVES, ViewKind.LANDED:
            return f"{after}, an attacker has succeeded: {got.words}"
        case Difference.GIVES, _:
            return f"{after}, your program accepts what every sound fix refuses: {last.words}."
        case Difference.REFUSES, _:
            return f"{after}, your program refuses what every sound fix accepts: {last.words}."
        case _:
            return f"{after}, your program answers in another way than every sound fix: {last.words}."


def _deviation(got: View, expected: View) -> type[Deviation]:
    if got.kind is ViewKind.LANDED or (got.kind is ViewKind.GIVES and expected.kind is ViewKind.REFUSES):
        return Given
    if got.kind is ViewKind.REFUSES and expected.kind is ViewKind.GIVES:
        return Refused
    return Deviation


def _of_submission(player: Player, step: ModelStep) -> View:
    try:
        return player.take(step)
    except StrangeAnswer as error:
        return error.view


def _of_sound_fix(player: Player, step: ModelStep) -> View:
    """Take a step on a sound fix; there a rule copes with every answer.

    Raises:
        LabBroken: it does not.

    """
    try:
        return player.take(step)
    except StrangeAnswer as error:
        raise LabBroken(error.fault) from error


def _turned(references: Sequence[Mapping[str, str]], number: int) -> Sequence[Mapping[str, str]]:
    """Let another sound fix be the first one in each round."""
    place = number % len(references)
    return (*references[place:], *references[:place])
