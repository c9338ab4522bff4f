"""Judges the attempts of a run, one after another, for as long as one job may take."""

import logging
import secrets
import time
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from quintain.attempts.judging.judges import current_judge
from quintain.attempts.models import Submission
from quintain.catalog.pack_store import source_lab
from quintain.judge.grading.box_scheduler import BACKGROUND
from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Fault, Verdict
from quintain.packs.model.lab import Lab
from quintain.rejudging import actions
from quintain.rejudging.models import Run

log = logging.getLogger(__name__)

USER: Final = f"{BACKGROUND}rejudging"
"""One name for all runs, so that one attempt is judged again at a time, and after everything for which people wait."""
LONGEST_SECONDS: Final = 60.0
"""Of one job, after which the rest is a job of its own: others get their turns between."""


def go_on(run_id: UUID, lab_id: UUID) -> Run | None:
    """Judge what a run has left; return the run if there may be more to do when the time of one job is over."""
    lab = source_lab(lab_id)
    run = actions.claim(run_id, lab)
    if run is None or lab is None:
        return None
    began = time.monotonic()
    while time.monotonic() - began <= LONGEST_SECONDS:
        submission = actions.next_attempt(run)
        if submission is None or not actions.keep(run, submission, _judged(submission, lab)):
            return None
    return run


def _judged(submission: Submission, lab: Lab) -> Verdict | Fault:
    """Ask the judge, with the seed of the verdict that the attempt has, so that the lab alone is another one."""
    files = {path: text for path, text in submission.files.items() if path in lab.run.editable}
    try:
        return current_judge().grade(lab, files, GradingOptions(seed=submission.seed, user=USER), listener=None)
    except Exception:
        fault = Fault(
            f"rejudging.{secrets.token_hex(4)}",
            gettext("the judge"),
            gettext("It stopped in the middle of its work."),
            gettext("Judge it again; if it stays, quote this id."),
        )
        log.exception("fault %s: the judge broke down over %s, which it judged again", fault.id, submission.pk)
        return fault
