"""Finds variants that never succeed, attacks that fail by their own call, and labs that word filters pass."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.variants import Played
from quintain.judge.judge import Judge
from quintain.judge.loading import DRAWN
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.proving.word_filters import Runs, bad_words, obstacle, quoted, word_filter
from quintain.judge.verdict import Kind, Outcome, Result
from quintain.judge.worker.check_runner import LOCKED_OUT
from quintain.packs.model.lab import Expectation, Lab
from quintain.packs.problems import Problem, ProblemCollector

OWN_CALL: Final = re.compile(
    r"(TypeError: .*(positional argument|keyword argument|takes no arguments|takes \d+)"
    r"|AttributeError: .*module .* has no attribute)"
)
type Variant = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What speaks against the attacks of a lab, and what could not be tried, in sentences."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def inspect_attacks(lab: Lab, judge: Judge) -> Inspection:
    """Let every variant try the original program, and those that never succeed there the wrong fixes.

    Args:
        lab: the lab.
        judge: runs the boxes.

    Returns:
        Warnings: ``lab.W006`` for a variant that succeeds on nothing, ``lab.W007`` for one that fails by its own call,
        ``lab.W008`` if the original program behind a list of the attacks' words is proven.

    """
    draw = random.SystemRandom()
    sound = lab.sound_fixes[0].files if lab.sound_fixes else {}
    choose = _is_attack if obstacle(lab) else (lambda _run: True)  # what tests ask matters to a word filter alone
    runs = Runs(
        judge.play(lab, {}, choose, seed=draw.getrandbits(63)),
        judge.play(lab, sound, _is_attack, seed=draw.getrandbits(63)),
    )
    faults = ProblemCollector("lab", PurePosixPath("labs", lab.slug))
    own = {_key(played): played for played in (*runs.original, *runs.sound) if _fails_by_own_call(played)}
    for played in own.values():
        _blame(lab, faults, "lab.W007", played, "fails by its own call")
    missed = {
        _key(played): played
        for played in runs.original
        if played.kind is Kind.ATTACK
        and played.outcome is not Outcome.LANDED
        and not played.variant.startswith(DRAWN)  # which is another one in each verdict
        and _key(played) not in own
    }
    for played in _duds(lab, judge, missed):
        _blame(lab, faults, "lab.W006", played, "succeeds on no submission of the matrix")
    notes = tuple(_filtered(lab, judge, runs, faults))
    return Inspection(tuple(faults.problems), notes)


def _is_attack(run: CheckRun) -> bool:
    return run.is_attack


def _key(played: Played) -> Variant:
    return played.check, played.variant


def _fails_by_own_call(played: Played) -> bool:
    is_miscall = played.outcome is Outcome.REPELLED and OWN_CALL.search(played.sentence) is not None
    return played.kind is Kind.ATTACK and (played.outcome is Outcome.ERROR or is_miscall)


def _duds(lab: Lab, judge: Judge, missed: Mapping[Variant, Played]) -> Iterator[Played]:
    """Give what misses every wrong fix as well; each fix is asked only about what has missed all before it.

    A fix that locks honest users out does so after any attack, and says nothing about this one.
    """
    left = dict(missed)
    for fix in sorted(lab.wrong_fixes, key=lambda fix: fix.expect is not Expectation.STILL_OPEN):
        if not left:
            return
        for played in judge.play(lab, fix.files, lambda run: (run.check.id, run.variant) in left):
            if played.outcome is Outcome.LANDED and played.sentence != LOCKED_OUT:
                left.pop(_key(played), None)
    yield from left.values()


def _blame(lab: Lab, faults: ProblemCollector, rule: str, played: Played, what: str) -> None:
    path = PurePosixPath("labs", lab.slug, f"{played.check}.py")
    variant = f"The variant {played.variant}" if played.variant else "The attack"
    faults.add(rule, f"{variant} {what}: {played.sentence}", path=path, line=_line(lab, played))


def _line(lab: Lab, played: Played) -> int:
    """Return the line on which a variant is named, or the first."""
    lines = (lab.folder / f"{played.check}.py").read_text(encoding="utf-8").splitlines()
    names = (f'"{played.variant}"', f"'{played.variant}'")
    named = (number for number, line in enumerate(lines, 1) if any(name in line for name in names))
    return next(named, 1) if played.variant else 1


def _filtered(lab: Lab, judge: Judge, runs: Runs, faults: ProblemCollector) -> Iterator[str]:
    """Try the original program behind a list of the attacks' words; say so where there can be no such list."""
    if reason := obstacle(lab):
        yield f"No word filter was tried. {reason}"
        return
    words = bad_words(runs)
    if not words:
        return
    verdict = judge.grade(lab, word_filter(lab, words), GradingOptions(reveal_hidden=True, run_all=False))
    if verdict.result is Result.PROVEN:
        message = f"The original program behind a list of {len(words)} bad words is proven: {quoted(words)}."
        faults.add("lab.W008", message, path=PurePosixPath("labs", lab.slug, "exploits"))
