"""Verdicts with everything in them that a report must stand."""

from dataclasses import replace

from quintain.exports.judged import Judged
from quintain.judge.verdict import Check, Fault, Kind, Outcome, Result, Step, StepKind, Verdict
from tests.classroom import LANDED, OTHER, SHOP, TEST, UNSTARTED, make_lab

NASTY = "\x1b[2J\x00\ud800\ufffe\u202e]]>&<script>\r\n::set-output name=x::y"
"""What a program may print: it clears a terminal, is no XML, turns the order of letters, and commands a runner."""
HIDDEN = replace(OTHER, outcome=Outcome.LANDED, sentence="An attack of this kind gets through.")
WANTED = Check("wanted/test_shop.py::test_new", Kind.WANTED, 2, "New", Outcome.FAILED, NASTY)
SKIPPED = Check("tests/test_shop.py::test_late", Kind.TEST, 3, "Late", Outcome.SKIPPED)
OURS = Check("tests/test_shop.py::test_ours", Kind.TEST, 4, "Ours", Outcome.ERROR, "Our judge stopped here.")
HOSTILE = replace(LANDED, steps=(*LANDED.steps, Step(StepKind.CAME_BACK, NASTY, NASTY, file="shop.py", line=14)))
FAULT = Fault("judge.E010", "x", "The box could not be furnished.", "Try again.")


def judged(result: Result, *checks: Check, text: str = SHOP, prefix: str = "", fault: Fault | None = None) -> Judged:
    """Return a verdict on the lab of the classroom."""
    verdict = Verdict(result, "One attack of two succeeds.", checks, 7, 1500.5, fault=fault)
    return Judged(make_lab(), {"shop.py": text}, verdict, prefix)


OPEN = judged(Result.STILL_OPEN, TEST, HOSTILE, HIDDEN, WANTED, SKIPPED, prefix="my folder/")
EVERYTHING = (
    OPEN,
    judged(Result.PROVEN, TEST),
    judged(Result.BROKEN, *UNSTARTED, text=""),
    judged(Result.ERROR, TEST, OURS, fault=FAULT),
    judged(Result.ERROR, fault=FAULT),
)
