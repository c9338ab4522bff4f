"""Lets a function of a test meet a suspect in a real box, in the test's own process instead of the judge's sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quintain.judge import Judge
from quintain.judge.judge_worker import hear
from quintain.judge.loading import read, read_helpers, variants_of
from quintain.judge.looking import OwnBox
from quintain.judge.native import libraries
from quintain.judge.plans import Job
from quintain.judge.protocol import GradingContext
from quintain.judge.rulings import Finding, Room, attack
from quintain.judge.trial import limits_of, open_box
from quintain.judge.verdict import Kind, Outcome, Step
from quintain.packs.model import Lab


@dataclass(frozen=True, slots=True)
class Met:
    """What a reader would see of a meeting."""

    steps: tuple[Step, ...]
    finding: Finding


def hold(judge: Judge, lab: Lab, files: Mapping[str, str], work: Callable[[Room], object]) -> Met:
    """Let ``work`` meet a suspect."""

    def ruling(room: Room) -> Finding:
        work(room)
        return Finding(Outcome.PASSED)

    return rule(judge, lab, files, ruling)


def strike(judge: Judge, lab: Lab, files: Mapping[str, str], name: str) -> Finding:
    """Let one attack of a lab alone meet a suspect, the first of its variants."""
    helpers = read_helpers(lab.folder)
    script, control = (read(lab.folder / "exploits" / f"{each}.py", helpers) for each in (name, "control"))
    job = Job(name, Kind.ATTACK, script, "attack", variant=variants_of(script, 0)[0])
    return rule(judge, lab, files, lambda room: attack(room, job, control)).finding


def rule(judge: Judge, lab: Lab, files: Mapping[str, str], ruling: Callable[[Room], Finding]) -> Met:
    """Let a ruling meet a suspect."""
    grading = GradingContext(lab, files, libraries(lab), None, None, 1, limits_of(lab).wall_seconds)
    with open_box(lab, judge._sandbox, judge.runtime(lab)) as box:
        heard = hear(grading, "meeting", ruling, OwnBox(box))
        ending = box.close()
    return Met(heard.timeline(ending, is_attack=True), heard.finding)
