"""Stops runs of exploits: the page asks by the database, as the judge may work in another process."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import DatabaseError, connections

from quintain.attempts import actions
from quintain.attempts.judging.recorder import Recorder, tell_the_waiting
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.reports.submission_report import usual_seconds
from quintain.judge.stopping import StopSwitch
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25


def stop(submission: Submission, lab: Lab) -> None:
    """End a run, and tell the open pages if it is over with that; what is at work tells its end itself."""
    was_waiting = submission.state == State.WAITING
    actions.stop_run(submission)
    if was_waiting and submission.state == State.FINISHED:
        Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind))).tell_end()
        tell_the_waiting()


def stoppable(submission: Submission) -> AbstractContextManager[StopSwitch]:
    """Give a switch that is thrown once the learner wants the run to end."""
    return stopped_when(lambda: actions.is_to_stop(submission))


@contextmanager
def stopped_when(is_to_stop: Callable[[], bool]) -> Iterator[StopSwitch]:
    """Give a switch that is thrown once ``is_to_stop``, which asks the database, says so."""
    switch, over = StopSwitch(), threading.Event()
    if is_to_stop():  # since before a restart
        switch.stop()
    watcher = threading.Thread(target=_watch, args=(is_to_stop, switch, over), name="stop", daemon=True)
    watcher.start()
    try:
        yield switch
    finally:
        over.set()
        watcher.join()


def _watch(is_to_stop: Callable[[], bool], switch: StopSwitch, over: threading.Event) -> None:
    try:
        while not switch.is_asked and not over.wait(LOOK_SECONDS):
            if _is_to_stop(is_to_stop):
                switch.stop()
    finally:
        connections.close_all()  # of this thread, which ends with the run


def _is_to_stop(is_to_stop: Callable[[], bool]) -> bool:
    try:
        return is_to_stop()
    except DatabaseError:  # a busy disk must not end the watch
        log.exception("whether a run is to stop could not be read")
        return False
