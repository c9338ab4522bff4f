"""Runs one job of the judge: follows its events, stores them, tells open pages, and never makes a verdict up."""

import logging
import secrets
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db import OperationalError, connections
from django.utils.translation import gettext

from quintain.attempts import actions
from quintain.attempts.judging import current_judge
from quintain.attempts.models import RUNS, Kind, State, Submission
from quintain.attempts.reports import Json, group_name, report_within, to_json, usual_seconds, waiting_json
from quintain.catalog.shelf import current_pack
from quintain.judge.verdict import Assaulted, Event, Fault, Finished, Plan, Started, Verdict
from quintain.packs.model import Lab
from quintain.web.live import publish

log = logging.getLogger(__name__)

SAVE_SECONDS = 0.5
STORE_PAUSES_SECONDS = (1, 5, 20)


def grade(submission_id: UUID) -> None:
    """Try a waiting submission and store the outcome; one that is already done is left alone."""
    submission = actions.begin(submission_id)
    if submission is None:
        return
    lab = next((lab for lab in current_pack().labs.values() if lab.uuid == submission.workspace.lab), None)
    if lab is None:
        actions.fail(submission, _fault(gettext("the course"), gettext("This lab is no longer part of the course.")))
        return
    recorder = Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind)))
    recorder.tell()
    _tell_the_waiting()
    _store(submission, _ask_the_judge(submission, lab, recorder))
    recorder.tell()


def _store(submission: Submission, outcome: Verdict | Assaulted | Fault) -> None:
    """Store the outcome, and wait for a database that is busy: what is not stored would be judged once more."""
    for pause in STORE_PAUSES_SECONDS:
        try:
            _store_once(submission, outcome)
        except OperationalError:
            log.exception("the outcome of %s could not be stored yet", submission.id)
            time.sleep(pause)
        else:
            return
    _store_once(submission, outcome)


def _store_once(submission: Submission, outcome: Verdict | Assaulted | Fault) -> None:
    match outcome:
        case Verdict():
            actions.finish(submission, outcome)
        case Assaulted():
            actions.finish_run(submission, outcome)
        case Fault():
            actions.fail(submission, outcome)


def _ask_the_judge(submission: Submission, lab: Lab, recorder: "Recorder") -> Verdict | Assaulted | Fault:
    try:
        if submission.kind in RUNS:
            return _ask_for_a_run(submission, lab)
        return _ask_for_a_verdict(submission, lab, recorder)
    except Exception:
        fault = _fault(gettext("the judge"), gettext("It broke down in the middle of its work."))
        log.exception("fault %s: the judge broke down over %s", fault.id, submission.id)
        return fault


def _ask_for_a_verdict(submission: Submission, lab: Lab, recorder: "Recorder") -> Verdict | Fault:
    judge = current_judge()
    ask = judge.try_ if submission.kind == Kind.VERDICT else judge.run_tests
    verdict = ask(lab, _files(submission, lab), seed=None, listener=recorder.hear, party=_party(submission))
    if not isinstance(verdict, Verdict):
        return _fault(gettext("the judge"), gettext("The judge gave no verdict."))
    return verdict


def _ask_for_a_run(submission: Submission, lab: Lab) -> Assaulted | Fault:
    if lab.break_ is None:
        return _fault(gettext("the course"), gettext("This lab is no longer one to break."))
    files = _files(submission, lab)
    assaulted = current_judge().break_(lab, files, submission.exploit, seed=None, party=_party(submission))
    if not isinstance(assaulted, Assaulted):
        return _fault(gettext("the judge"), gettext("The judge did not say what came of it."))
    return assaulted


def _files(submission: Submission, lab: Lab) -> dict[str, str]:
    """Return the submitted files; one that waited through a restart may name some that nobody may change any more."""
    return {path: text for path, text in submission.files.items() if path in lab.run.editable}


def _party(submission: Submission) -> str:
    return str(submission.workspace.user_id)


def _fault(where: str, message: str) -> Fault:
    return Fault(
        f"attempts.{secrets.token_hex(4)}", where, message, gettext("Submit again; if it stays, quote this id.")
    )


def _tell_the_waiting() -> None:
    """Send everybody who waits the new place."""
    labs = {lab.uuid: lab for lab in current_pack().labs.values()}
    waiting = Submission.objects.filter(state=State.WAITING).select_related("workspace")[:100]
    for submission in waiting:
        if lab := labs.get(submission.workspace.lab):
            tell(submission, lab, usual_seconds(lab, Kind(submission.kind)))


def tell(submission: Submission, lab: Lab, usually_seconds: float | None) -> None:
    """Send a submission to the pages that its owner has open."""
    workspace = submission.workspace
    report = report_within(submission, lab, usually_seconds)
    publish(group_name(workspace.user_id, workspace.lab), {"type": "submission", "submission": report})


@dataclass(slots=True)
class Recorder:
    """Listens to the judge: every event goes to the open pages at once, and to the database twice a second."""

    submission: Submission
    lab: Lab
    usually_seconds: float | None
    _checks: dict[str, Json] = field(default_factory=dict)
    _saved_at: float = 0.0
    _thread: int = field(default_factory=threading.get_ident)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, event: Event) -> None:
        """Take note of one event; the judge may call from several threads."""
        with self._lock:
            self._note(event)
            self.submission.checks = list(self._checks.values())
            try:
                self._save_and_tell()
            except OperationalError:  # progress is a courtesy: a busy disk must not reach into the judge's work
                log.exception("the progress of %s could not be stored", self.submission.id)

    def _save_and_tell(self) -> None:
        if time.monotonic() - self._saved_at > SAVE_SECONDS:
            self._saved_at = time.monotonic()
            try:
                actions.save_progress(self.submission)
            finally:
                if threading.get_ident() != self._thread:
                    connections.close_all()  # a thread of the judge's ends with the verdict, and nobody else would
        self.tell()

    def tell(self) -> None:
        """Send the submission as it stands."""
        tell(self.submission, self.lab, self.usually_seconds)

    def _note(self, event: Event) -> None:
        match event:
            case Plan(checks):
                self._checks = {check.id: waiting_json(check, "waiting") for check in checks}
            case Started(id):
                if id in self._checks:
                    self._checks[id] |= {"outcome": "running"}
            case Finished(check):
                self._checks[check.id] = to_json(check)
