"""Tells open pages and the database what the judge does with a submission, event by event."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import OperationalError, connections
from django.utils.translation import override

from quintain.attempts import actions
from quintain.attempts.models import State, Submission
from quintain.attempts.reports import messages
from quintain.attempts.reports.submission_report import brief, group_name, report_within, to_wire
from quintain.attempts.submissions.queue import places_in_queue
from quintain.attempts.submissions.stored import Json, to_json
from quintain.judge.verdict import Check, Event, Finished, Kind, Plan, Started
from quintain.packs.model.lab import Lab
from quintain.web.languages import spoken
from quintain.web.live import publish

log = logging.getLogger(__name__)

SAVE_SECONDS = 0.5
MOST_TOLD = 100
_PLACES = threading.Lock()  # places are read and sent by one job at a time, or older ones could be sent last


def tell_the_waiting() -> None:
    """Send everybody who waits the new place, and nothing else; the last places sent are those of the last change."""
    with _PLACES:
        waiting = Submission.objects.filter(state=State.WAITING).select_related("workspace").defer("files", "checks")
        told = list(waiting[:MOST_TOLD])
        places = places_in_queue(submission.id for submission in told)
        for submission in told:
            _tell(submission, to_wire(messages.PlaceNews(str(submission.id), places[submission.id])))


def _tell(submission: Submission, message: Json) -> None:
    """Send a message to the pages that a submission's owner has open."""
    workspace = submission.workspace
    publish(group_name(workspace.user_id, workspace.lab), message)


@dataclass(slots=True)
class Recorder:
    """Listens to the judge: every event goes to the open pages at once, and to the database twice a second.

    Pages get the whole state with the plan, then each check as it begins and ends, and the end without the checks that
    they have by then. Each message about checks has the number of its event, so that a page sees that it missed one and
    asks for the whole; what it applied without a gap is what is here, see `docs/explanation/live-messages.md`.
    All of them are in the language in which the recorder was made.
    """

    submission: Submission
    lab: Lab
    usually_seconds: float | None
    language: str = field(default_factory=spoken)
    _checks: dict[str, Json] = field(default_factory=dict)
    _saved_at: float = 0.0
    _thread: int = field(default_factory=threading.get_ident)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, event: Event) -> None:
        """Take note of one event; the judge may call from several threads."""
        with self._lock, override(self.language):  # each thread has a language of its own
            message = self._note(event)
            try:
                self._save()
            except OperationalError:  # progress is a courtesy: a busy disk must not reach into the judge's work
                log.exception("the progress of %s could not be stored", self.submission.id)
            finally:
                self._send(message)

    def settle(self, checks: Iterable[Check]) -> None:
        """Send the checks that the verdict tells otherwise than the events did, so that its end can leave out all.

        A verdict on other checks than those that were planned is sent as a whole.
        """
        final = {check.id: to_json(check) for check in checks if check.kind is not Kind.START}
        with self._lock:
            if list(final) != list(self._checks):
                self._checks = {}
                return
            for name, check in final.items():
                if check != self._checks[name]:
                    self._send(self._keep(name, check))

    def tell(self) -> None:
        """Send the submission as it is now."""
        report = report_within(self.submission, self.lab, self.usually_seconds)
        _tell(self.submission, {"type": "submission", "submission": report})

    def tell_end(self) -> None:
        """Send the submission with its outcome; its checks only if the pages cannot know them from the events."""
        report = report_within(self.submission, self.lab, self.usually_seconds)
        if self._checks and report["checks"] == [brief(check) for check in self._checks.values()]:
            del report["checks"]
        _tell(self.submission, {"type": "submission", "submission": report})

    def _save(self) -> None:
        if time.monotonic() - self._saved_at <= SAVE_SECONDS:
            return
        self._saved_at = time.monotonic()
        try:
            actions.save_progress(self.submission)
        finally:
            if threading.get_ident() != self._thread:
                connections.close_all()  # a thread of the judge's ends with the verdict, and nobody else would

    def _note(self, event: Event) -> Json | None:
        """Keep an event; return the message about one check, or None if the whole is to be sent."""
        match event:
            case Started(id) if id in self._checks:
                return self._keep(id, {"id": id, "outcome": "running"})
            case Finished(check):
                return self._keep(check.id, to_json(check))
            case Plan(checks):
                self._checks = {check.id: to_json(check) | {"outcome": "waiting"} for check in checks}
                self._count()
        return None

    def _keep(self, name: str, news: Json) -> Json:
        self._checks[name] = self._checks.get(name, {}) | news
        self._count()
        about, check = self.submission, brief(news)
        shape = messages.Check if "kind" in check else messages.Begun
        return to_wire(messages.CheckNews(str(about.id), about.restarts, about.events, shape(**check)))

    def _count(self) -> None:
        self.submission.events += 1
        self.submission.checks = list(self._checks.values())

    def _send(self, message: Json | None) -> None:
        if message is None:
            self.tell()
        else:
            _tell(self.submission, message)
