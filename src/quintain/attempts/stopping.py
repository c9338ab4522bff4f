"""Stops runs of exploits: the page asks by the database, as the judge may work in another process."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections

from quintain.attempts import actions
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.recorder import Recorder, tell_the_waiting
from quintain.attempts.reports import usual_seconds
from quintain.judge.stopping import StopSwitch
from quintain.packs.model import Lab

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25


def stop(submission: Submission, lab: Lab) -> None:
    """End a run, and tell the open pages if it is over with that; what is at work tells its end itself."""
    was_waiting = submission.state == State.WAITING
    actions.stop_run(submission)
    if was_waiting and submission.state == State.FINISHED:
        Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind))).tell_end()
        tell_the_waiting()


@contextmanager
def stoppable(submission: Submission) -> Iterator[StopSwitch]:
    """Give a switch that is thrown once the learner wants the run to end."""
    switch, over = StopSwitch(), threading.Event()
    if actions.is_to_stop(submission):  # since before a restart
        switch.stop()
    watcher = threading.Thread(target=_watch, args=(submission, switch, over), name="stop", daemon=True)
    watcher.start()
    try:
        yield switch
    finally:
        over.set()
        watcher.join()


def _watch(submission: Submission, switch: StopSwitch, over: threading.Event) -> None:
    try:
        while not switch.is_asked and not over.wait(LOOK_SECONDS):
            if _is_to_stop(submission):
                switch.stop()
    finally:
        connections.close_all()  # of this thread, which ends with the run


def _is_to_stop(submission: Submission) -> bool:
    try:
        return actions.is_to_stop(submission)
    except DatabaseError:  # a busy disk must not end the watch
        log.exception("whether %s is to stop could not be read", submission.id)
        return False
