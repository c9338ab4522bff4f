"""A judge of straw for a lab that has changed: an attack more stops what held, and one less lets go what did not."""

from dataclasses import replace
from typing import override

from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Listener, Result, Verdict
from quintain.packs.model.lab import Lab
from tests.classroom import LANDED, OTHER, TEST, UNION, Files, StrawJudge

SEEN: list[tuple[str, int | None]] = []
"""The user and the seed of each question."""


class ChangedJudge(StrawJudge):
    """Finds "weak" still open, which held before, and "strict" proven, which was broken before."""

    @override
    def grade(self, lab: Lab, files: Files, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Judge as a judge of straw, but for two texts."""
        SEEN.append((options.user, options.seed))
        verdict = super().grade(lab, files, options, listener=listener)
        if files["shop.py"] == "weak":
            return replace(verdict, result=Result.STILL_OPEN, sentence="It lands.", checks=(TEST, LANDED, OTHER))
        if files["shop.py"] == "strict":
            return replace(verdict, result=Result.PROVEN, sentence="It holds.", checks=(TEST, UNION, OTHER))
        return verdict


def make_changed() -> ChangedJudge:
    """Return a judge for the setting ``JUDGE``."""
    return ChangedJudge()
