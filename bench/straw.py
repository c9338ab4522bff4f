"""A judge that says at once that a fix holds: for benches of the queue, which is what is left then."""

from typing import override

from tests.classroom import Files, StrawJudge

from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Listener, Verdict
from quintain.packs.model.lab import Lab


class Straw(StrawJudge):
    """Reads nothing of what was handed in."""

    @override
    def grade(self, lab: Lab, files: Files, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Tell three checks and a proof."""
        return super().grade(lab, {"shop.py": ""}, options, listener=listener)


def make_judge() -> Straw:
    """Return a judge for the setting ``JUDGE``."""
    return Straw()
