"""Makes the check that a reader sees of what came of one run; a hidden attack tells a learner its class alone."""

from dataclasses import replace
from typing import Final

from quintain.judge.protocol.messages import CheckRun
from quintain.judge.verdict import Check, Fault, Outcome
from quintain.judge.worker.check_runner import CheckResult

STOPPED: Final = "Our judge stopped here, not your code."
GOT_THROUGH: Final = "An attack of this kind gets through."
STOPPED_SHORT: Final = "No attack of this kind gets through."


def check_of(run: CheckRun, result: CheckResult | Fault, *, reveal_hidden: bool) -> Check:
    """Say what came of one run, for a learner or, with ``reveal_hidden``, for an author."""
    if isinstance(result, Fault):
        sentence = f"{result.where}: {result.message}" if reveal_hidden else STOPPED
        return replace(run.check, outcome=Outcome.ERROR, sentence=sentence)
    check = replace(
        run.check,
        outcome=result.outcome,
        sentence=result.sentence,
        variant=run.variant,
        steps=result.steps,
        wall_seconds=result.wall_seconds,
        cpu_seconds=result.cpu_seconds,
        sent_bytes=result.sent_bytes,
        received_bytes=result.received_bytes,
        cause=result.cause,
    )
    return _redacted(run, check) if is_secret(check, reveal_hidden=reveal_hidden) else check


def is_secret(check: Check, *, reveal_hidden: bool) -> bool:
    """Whether nobody may learn from a check what it does; then when it begins and ends is not told, either."""
    return check.hidden and not reveal_hidden


def _redacted(run: CheckRun, check: Check) -> Check:
    """Keep what a hidden attack does to ourselves: its own words would tell as much as its steps.

    So would what it cost, which the program can move by each letter that it is sent.
    """
    sentence = GOT_THROUGH if check.outcome is Outcome.LANDED else STOPPED_SHORT
    return replace(run.check, outcome=check.outcome, sentence=sentence)
