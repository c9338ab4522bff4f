"""Lets the attacks that learners may see try a program, to show beside what they do to a fix."""

from quintain.judge.grading.checks import check_of
from quintain.judge.grading.plans import plan
from quintain.judge.grading.session import Session
from quintain.judge.verdict import Check


def demonstrate(session: Session) -> tuple[Check, ...]:
    """Let every variant of the attacks that are not hidden play, one box after the other."""
    shown = [run for run in plan(session.lab, session.list_variants) if run.is_attack and not run.check.hidden]
    return tuple(
        check_of(run, session.try_run(run), reveal_hidden=session.options.reveal_hidden)
        for run in shown
        if not session.runner.is_out_of_time
    )
