"""Runs one job of the judge: asks the judge, stores the outcome, and never makes a verdict up."""

import logging
import secrets
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import OperationalError
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext, override

from quintain.accounts.languages import language_for
from quintain.attempts import actions
from quintain.attempts.judging.judges import current_judge
from quintain.attempts.judging.recorder import Recorder, tell_the_waiting
from quintain.attempts.judging.stopping import stoppable
from quintain.attempts.models import RUNS, Kind, Submission
from quintain.attempts.reports.submission_report import usual_seconds
from quintain.catalog.pack_store import source_lab
from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import ExploitRun, Fault, Verdict
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)

STORE_PAUSES_SECONDS = (1, 5, 20)

submission_judged: Final = Signal()
"""Sent when a submission has its outcome, with its ``kind`` and the `Phases` that it went through as ``phases``."""


@dataclass(frozen=True, slots=True)
class Phases:
    """How long a submission waited for its turn, was with the judge, and until its outcome was stored, in seconds."""

    waiting: float
    judging: float
    storing: float


def grade(submission_id: UUID, asked_in: str = "") -> None:
    """Try a waiting submission and store the outcome; one that is already done is left alone.

    Its owner is told in the language of their own, else in that of the page they asked from, ``asked_in``.
    """
    submission = actions.begin(submission_id)
    if submission is None:
        return
    with override(language_for(submission.workspace.user, asked_in)):
        _grade(submission)


def _grade(submission: Submission) -> None:
    lab = source_lab(submission.workspace.lab)
    if lab is None:
        actions.fail(submission, _fault(gettext("the course"), gettext("This lab is no longer part of the course.")))
        return
    waited_seconds = (timezone.now() - submission.created_at).total_seconds()
    recorder = Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind)))
    recorder.tell()
    tell_the_waiting()
    began = time.monotonic()
    outcome = _ask_the_judge(submission, lab, recorder)
    judged = time.monotonic()
    if isinstance(outcome, Verdict):
        recorder.settle(outcome.checks)
    if not _store(submission, outcome):
        log.warning("submission %s is gone, or another server has it", submission.id)
        return
    recorder.tell_end()
    # The clock of the web process that has stored it may be ahead of this one.
    phases = Phases(max(0.0, waited_seconds), judged - began, time.monotonic() - judged)
    submission_judged.send(grade, kind=submission.kind, phases=phases)


def give_up(submission: Submission) -> None:
    """End a submission over which the judge stopped too often, and tell the open pages."""
    with override(language_for(submission.workspace.user)):
        _give_up(submission)


def _give_up(submission: Submission) -> None:
    fault = _fault(gettext("the judge"), gettext("It stopped each time when it tried this."))
    if not actions.fail(submission, fault):
        return
    log.error("fault %s: submission %s is given up", fault.id, submission.id)
    lab = source_lab(submission.workspace.lab)
    if lab is not None:
        Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind))).tell_end()


def _store(submission: Submission, outcome: Verdict | ExploitRun | Fault) -> bool:
    """Store the outcome, and wait for a database that is busy: what is not stored would be judged once more."""
    for pause in STORE_PAUSES_SECONDS:
        try:
            return _store_once(submission, outcome)
        except OperationalError:
            log.exception("the outcome of %s could not be stored yet", submission.id)
            time.sleep(pause)
    return _store_once(submission, outcome)


def _store_once(submission: Submission, outcome: Verdict | ExploitRun | Fault) -> bool:
    match outcome:
        case Verdict():
            return actions.finish(submission, outcome)
        case ExploitRun():
            return actions.finish_run(submission, outcome)
        case Fault():
            return actions.fail(submission, outcome)


def _ask_the_judge(submission: Submission, lab: Lab, recorder: Recorder) -> Verdict | ExploitRun | Fault:
    try:
        if submission.kind in RUNS:
            return _ask_for_a_run(submission, lab)
        return _ask_for_a_verdict(submission, lab, recorder)
    except Exception:
        fault = _fault(gettext("the judge"), gettext("It stopped in the middle of its work."))
        log.exception("fault %s: the judge broke down over %s", fault.id, submission.id)
        return fault


def _ask_for_a_verdict(submission: Submission, lab: Lab, recorder: Recorder) -> Verdict | Fault:
    judge = current_judge()
    ask = judge.grade if submission.kind == Kind.VERDICT else judge.run_tests
    verdict = ask(lab, _files(submission, lab), GradingOptions(user=_user(submission)), listener=recorder.hear)
    if not isinstance(verdict, Verdict):
        return _fault(gettext("the judge"), gettext("The judge gave no verdict."))
    return verdict


def _ask_for_a_run(submission: Submission, lab: Lab) -> ExploitRun | Fault:
    if lab.break_ is None:
        return _fault(gettext("the course"), gettext("This lab no longer has the phase break."))
    files = _files(submission, lab)
    with stoppable(submission) as stop:
        exploit_run = current_judge().run_exploit(
            lab, files, submission.exploit, seed=None, user=_user(submission), stop=stop
        )
    if not isinstance(exploit_run, ExploitRun):
        return _fault(gettext("the judge"), gettext("The judge did not report a result."))
    return exploit_run


def _files(submission: Submission, lab: Lab) -> dict[str, str]:
    """Return the submitted files; one that waited through a restart may name some that nobody may change any more."""
    return {path: text for path, text in submission.files.items() if path in lab.run.editable}


def _user(submission: Submission) -> str:
    return str(submission.workspace.user_id)


def _fault(where: str, message: str) -> Fault:
    return Fault(
        f"attempts.{secrets.token_hex(4)}", where, message, gettext("Submit again; if it stays, quote this id.")
    )
