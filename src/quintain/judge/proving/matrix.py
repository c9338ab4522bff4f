"""Proves a lab by running it: the starter, every finished attempt, and every trap must get the verdict they deserve."""

import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Final

from quintain.judge.errors import AuthorMistake, JudgeFault
from quintain.judge.grading.judge_box import WorkerFault
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.recognition import marks_of, name_of
from quintain.judge.judge import Judge
from quintain.judge.profiles.registry import spec_of
from quintain.judge.proving.duds import Inspection, inspect_attacks
from quintain.judge.proving.traps import SLOW, in_a_hurry, replay, traps
from quintain.judge.verdict import Check, Kind, Outcome, Result, Verdict
from quintain.packs.model.lab import Expectation, Fix, Lab
from quintain.packs.problems import Problem
from quintain.sandbox import SandboxError

LEAST_SOUND: Final = 2
LEAST_WRONG: Final = 5


class CaseKind(StrEnum):
    """What a cell of the matrix tries."""

    STARTER = "starter"
    FIX = "fix"
    TRAP = "trap"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Cell:
    """One submission, what it was expected to get, and what it got.

    ``landed`` and ``failed`` name attacks and tests as lab.toml does. ``problems`` says all that disagrees.
    ``verdict`` carries the evidence, of hidden attacks too.
    """

    kind: CaseKind
    name: str
    expected: str
    got: str
    landed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    wall_seconds: float = 0.0
    verdict: Verdict | None = None

    @property
    def agrees(self) -> bool:
        """Whether the judge said what the author expects."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of a lab. ``problems`` are those of the lab as a whole.

    ``warnings`` speak against its attacks, and ``notes`` say what could not be tried; neither makes it disagree.
    """

    lab: str
    cells: tuple[Cell, ...]
    problems: tuple[str, ...]
    wall_seconds: float
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What rejected wrong fixes that were not judged by everything, by the proof that the lab had."""

    @property
    def agrees(self) -> bool:
        """Whether the lab keeps all that it promises."""
        return not self.problems and all(cell.agrees for cell in self.cells)

    @property
    def signatures(self) -> Mapping[str, frozenset[str]]:
        """What rejected each wrong fix, for the lab's proof: ``Judge.grade`` recognises a fix by exactly this."""
        measured = {
            cell.name: frozenset((*cell.landed, *cell.failed))
            for cell in self.cells
            if cell.kind is CaseKind.FIX and cell.expected != Expectation.PROVEN
        }
        return {**measured, **self.known}


@dataclass(frozen=True, slots=True)
class CasesListed:
    """The cells that are about to be tried."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseDone:
    """A cell is done."""

    cell: Cell


type MatrixEvent = CasesListed | CaseDone
type MatrixListener = Callable[[MatrixEvent], None]
type Work = Callable[[], Cell]


@dataclass(frozen=True, slots=True)
class MatrixRunner:
    """Runs the cells of one lab."""

    lab: Lab
    judge: Judge
    repeats: int
    seed: int | None
    whole: bool

    def works(self) -> Iterator[tuple[str, Work]]:
        """Name the cells, and give what runs each of them."""
        yield "starter", self._starter
        yield from ((fix.name, partial(self._fix, fix)) for fix in self.lab.fixes)
        yield from ((name, partial(self._trap, name, files)) for name, files in traps(self.lab))
        yield "parrot", self._replay
        if self.lab.break_ is not None:
            yield "reference on the starter", partial(self._reference, None)
            yield from ((f"reference on {fix.name}", partial(self._reference, fix)) for fix in self.lab.sound_fixes)

    @property
    def trusts_proof(self) -> bool:
        """Whether the lab's proof holds, and is enough for what it says."""
        return self.lab.is_proven and self.repeats == 1 and not self.whole

    @property
    def proven_signatures(self) -> Mapping[str, frozenset[str]]:
        """What rejects wrong fixes, as far as the proof says it."""
        proven = self.lab.proof.signatures if self.trusts_proof and self.lab.proof else {}
        return {fix.name: proven[fix.name] for fix in self.lab.wrong_fixes if fix.by and fix.name in proven}

    def _starter(self) -> Cell:
        verdict = self._grade({})
        problems = [
            f"The starter fails {name_of(check)}: {check.sentence}"
            for check in verdict.checks
            if check.kind is Kind.TEST and check.outcome is not Outcome.PASSED
        ]
        problems += [
            f"The starter does not fall to {name_of(check)}: {check.sentence}"
            for check in verdict.checks
            if check.kind is Kind.ATTACK and check.outcome is not Outcome.LANDED
        ]
        return _cell(CaseKind.STARTER, "starter", Result.STILL_OPEN, verdict, problems)

    def _fix(self, fix: Fix) -> Cell:
        known_fix = fix if fix.name in self.proven_signatures else None
        verdicts = [self._grade(fix.files, number, known_fix=known_fix) for number in range(self.repeats)]
        problems = [problem for verdict in verdicts for problem in _fix_problems(fix, verdict)]
        # A check that needs what another one left behind is the lab's mistake, and any sound fix shows it.
        if fix in self.lab.sound_fixes[:1] and spec_of(self.lab).shares_boxes:
            alone = self._grade(fix.files, together=False)
            new = [problem for problem in _result_problems(fix, alone) if problem not in problems]
            problems += [f"Each check in a sandbox of its own: {problem}" for problem in new]
        return _cell(CaseKind.FIX, fix.name, Result(fix.expect), verdicts[0], dict.fromkeys(problems))

    def _trap(self, name: str, files: Mapping[str, str]) -> Cell:
        lab = in_a_hurry(self.lab, name)
        options = GradingOptions(reveal_hidden=True, run_all=False, retry_when_busy=False)
        verdict = self.judge.grade(lab, files, options)
        problems = ["The judge proves it."] if verdict.result is Result.PROVEN else []
        return _cell(CaseKind.TRAP, name, None, verdict, problems)

    def _replay(self) -> Cell:
        recording = self.judge.record(self.lab, seed=random.SystemRandom().getrandbits(63))
        return self._trap("parrot", replay(self.lab, recording))

    def _reference(self, fix: Fix | None) -> Cell:
        assert self.lab.break_ is not None  # noqa: S101  prepare asked
        text = (self.lab.folder / self.lab.break_.reference).read_text(encoding="utf-8")
        run = self.judge.run_exploit(self.lab, fix.files if fix else {}, text)
        wanted = Outcome.REPELLED if fix else Outcome.LANDED
        got = Outcome.ERROR if run.fault else Outcome.LANDED if run.has_landed else Outcome.REPELLED
        sentence = run.sentence if run.fault is None else f"{run.fault.where}: {run.fault.message}"
        problems = () if got is wanted else (f"It has {got}: {sentence} {run.cut_short} {run.console[-500:]}",)
        check = Check(self.lab.break_.reference, Kind.ATTACK, 1, "The reference", got, sentence, steps=run.steps)
        name = f"reference on {fix.name if fix else 'the starter'}"
        verdict = Verdict(Result.ERROR, sentence, (check,), 0, run.wall_seconds)
        return Cell(
            CaseKind.REFERENCE, name, wanted, got, problems=problems, wall_seconds=run.wall_seconds, verdict=verdict
        )

    def _grade(
        self, files: Mapping[str, str], number: int = 0, *, together: bool = True, known_fix: Fix | None = None
    ) -> Verdict:
        seed = None if self.seed is None else self.seed + number
        options = GradingOptions(
            seed=seed, run_all=together, reveal_hidden=True, together=together, known_fix=known_fix
        )
        return self.judge.grade(self.lab, files, options)


def check_lab(
    lab: Lab,
    judge: Judge,
    listener: MatrixListener | None = None,
    *,
    repeats: int = 1,
    seed: int | None = None,
    only: Collection[str] = (),
    whole: bool = True,
) -> Matrix:
    """Prove a lab.

    The starter passes every test of ``tests/`` and falls to every attack. Each finished attempt gets its expected
    verdict, and a wrong one is rejected by all that its ``by`` names. Checks share boxes as they do for learners;
    the first sound attempt is judged once more with a box for each check. At least two sound and five wrong
    attempts are in the lab. An empty file, a refusal of everyone, a replay and the forgers' tricks are never proven.
    The reference attack of the phase *break* succeeds on the starter and on no sound fix. Beside that, warnings tell of
    variants that succeed on nothing, and of attacks that a list of their words stops.

    Args:
        lab: the lab.
        judge: runs the cells, never more boxes at once than it may.
        listener: told of the cells first, then of each as it ends; from any thread, possibly two at once.
        repeats: how often every finished attempt is judged; all runs must agree.
        seed: of the first run of starter and fixes, to repeat what was seen; each further run takes the next.
        only: the cells to run, such as ``starter`` or the name of a fix; what the whole lab promises is then not looked
            at, and nothing is proven.
        whole: judge wrong fixes by everything, and look for weak attacks. Else, where the lab's proof holds, wrong
            fixes are judged by what their ``by`` names: what else rejects them, for which learners are told that a fix
            is known, is in the proof. And attacks that have not changed are not looked at again.

    """
    start = time.monotonic()
    runner = MatrixRunner(lab, judge, repeats, seed, whole or bool(only))
    works = [(name, work) for name, work in runner.works() if not only or name in only]
    notify = listener or (lambda _event: None)
    notify(CasesListed(tuple(name for name, _ in works)))

    def run_cell(work: Work) -> Cell:
        cell = work()
        notify(CaseDone(cell))
        return cell

    with ThreadPoolExecutor(judge.verdicts, "matrix") as threads:
        inspection = None if only or runner.trusts_proof else threads.submit(_inspect, lab, judge)
        slow_first = sorted(works, key=lambda named: named[0] not in SLOW)
        begun = {work: threads.submit(run_cell, work) for _, work in slow_first}
        cells = tuple(begun[work].result() for _, work in works)
        inspected = inspection.result() if inspection else Inspection((), ())
    seconds = time.monotonic() - start
    problems = () if only else tuple(_lab_problems(lab))
    return Matrix(lab.slug, cells, problems, seconds, inspected.problems, inspected.notes, runner.proven_signatures)


def _inspect(lab: Lab, judge: Judge) -> Inspection:
    """Inspect the attacks; where they cannot even be read, the cells say so."""
    try:
        return inspect_attacks(lab, judge)
    except (AuthorMistake, JudgeFault, SandboxError, WorkerFault) as error:
        return Inspection((), (f"The attacks could not be inspected: {error}",))


def matrix_to_json(matrix: Matrix) -> dict[str, Any]:  # Any: the values of JSON
    """Write a matrix as a dictionary that `json.dumps` takes, evidence included."""
    cells = [_cell_to_json(cell) for cell in matrix.cells]
    warnings = [{**asdict(warning), "path": str(warning.path)} for warning in matrix.warnings]
    signatures = {name: sorted(marks) for name, marks in matrix.known.items()}
    return {**asdict(matrix), "cells": cells, "warnings": warnings, "known": signatures, "agrees": matrix.agrees}


def _cell_to_json(cell: Cell) -> dict[str, Any]:  # Any: the values of JSON
    plain = asdict(cell)
    return {"row": plain.pop("kind"), **plain, "agrees": cell.agrees}


def _lab_problems(lab: Lab) -> Iterator[str]:
    sound, wrong = len(lab.sound_fixes), len(lab.wrong_fixes)
    if sound < LEAST_SOUND:
        yield f"The lab has {sound} sound fixes; it needs {LEAST_SOUND}, so that no single way is the only right one."
    if wrong < LEAST_WRONG:
        yield f"The lab has {wrong} wrong fixes; it needs {LEAST_WRONG}."
    for fix in lab.wrong_fixes:
        if not fix.by:
            yield f"The wrong fix {fix.name} does not say what rejects it."


def _result_problems(fix: Fix, verdict: Verdict) -> Iterator[str]:
    if str(verdict.result) != str(fix.expect):
        yield f"The verdict is {verdict.result}: {verdict.sentence}"


def _fix_problems(fix: Fix, verdict: Verdict) -> Iterator[str]:
    yield from _result_problems(fix, verdict)
    marks = marks_of(verdict.checks)
    for name in fix.by:
        if name not in marks:
            yield f"{name} does not reject it."


def _cell(
    kind: CaseKind, name: str, expected: Result | None, verdict: Verdict, problems: Sequence[str] | Mapping[str, None]
) -> Cell:
    errors = [
        f"{name_of(check)} is an error: {check.sentence}"
        for check in verdict.checks
        if check.outcome is Outcome.ERROR and kind is not CaseKind.TRAP
    ]
    if verdict.fault is not None and not errors and kind is not CaseKind.TRAP:
        errors.append(f"{verdict.fault.id} {verdict.fault.where}: {verdict.fault.message}")
    return Cell(
        kind,
        name,
        expected or "not proven",
        verdict.result,
        _names(verdict.checks, Outcome.LANDED),
        _names(verdict.checks, Outcome.FAILED),
        (*problems, *errors),
        verdict.wall_seconds,
        verdict,
    )


def _names(checks: Sequence[Check], outcome: Outcome) -> tuple[str, ...]:
    return tuple(name_of(check) for check in checks if check.outcome is outcome)
