"""A judge that says that a fix holds, at once or after ``STRAW_SECONDS``: for benches of what is around it."""

import os
import time
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
        time.sleep(float(os.environ.get("STRAW_SECONDS", "0")))
        return super().grade(lab, {"shop.py": ""}, options, listener=listener)


def make_judge() -> Straw:
    """Return a judge for the setting ``JUDGE``."""
    return Straw()
