"""What a learner reads first."""

import pytest

from quintain.judge.grading.sentences import of_verdict
from quintain.judge.verdict import Check, Kind, Outcome, Result


def checks(kind: Kind, *outcomes: Outcome) -> list[Check]:
    return [Check(f"{n}", kind, n, f"Title {n}", outcome) for n, outcome in enumerate(outcomes, 1)]


LANDED, REPELLED, PASSED, FAILED = Outcome.LANDED, Outcome.REPELLED, Outcome.PASSED, Outcome.FAILED


@pytest.mark.parametrize(
    ("result", "given", "sentence"),
    [
        (
            Result.STILL_OPEN,
            checks(Kind.ATTACK, LANDED, *[REPELLED] * 5),
            "One attack of six succeeds: Title 1.",
        ),
        (
            Result.STILL_OPEN,
            checks(Kind.ATTACK, LANDED, LANDED, REPELLED),
            "Two attacks of three succeed: Title 1; Title 2.",
        ),
        (Result.STILL_OPEN, checks(Kind.ATTACK, LANDED, LANDED), "Both attacks succeed: Title 1; Title 2."),
        (Result.STILL_OPEN, checks(Kind.ATTACK, LANDED), "The one attack succeeds: Title 1."),
        (
            Result.STILL_OPEN,
            checks(Kind.ATTACK, *[LANDED] * 13),
            "All 13 attacks succeed: Title 1; Title 2; Title 3; and ten more.",
        ),
        (
            Result.BROKEN,
            checks(Kind.TEST, PASSED, FAILED) + checks(Kind.ATTACK, LANDED),
            "One test of two fails: Title 2.",
        ),
        (
            Result.BROKEN,
            checks(Kind.TEST, PASSED) + checks(Kind.WANTED, FAILED),
            "What worked before still works. One test of two fails, for a fix must also bring this: Title 1.",
        ),
        (
            Result.PROVEN,
            checks(Kind.ATTACK, *[REPELLED] * 6) + checks(Kind.TEST, *[PASSED] * 8),
            "All six attacks are stopped, and all eight tests pass.",
        ),
        (
            Result.PROVEN,
            checks(Kind.ATTACK, REPELLED) + checks(Kind.TEST, PASSED),
            "The one attack is stopped, and the one test passes.",
        ),
        (Result.PROVEN, checks(Kind.TEST, PASSED, PASSED), "Both tests pass."),
        (Result.ERROR, [], "Our judge stopped, not your code. This attempt does not count."),
    ],
)
def test_verdict_in_a_sentence(result: Result, given: list[Check], sentence: str) -> None:
    """The numbers are words, and what happened is named."""
    assert of_verdict(result, given) == sentence


def test_program_that_does_not_start() -> None:
    """The reason stands behind it."""
    start = Check("start", Kind.START, 0, "The program starts", Outcome.FAILED, "SyntaxError: x")
    assert of_verdict(Result.BROKEN, [start]) == "The program does not start: SyntaxError: x"
