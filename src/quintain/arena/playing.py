"""Runs a part of a round: an exploit tries one fix after another. Of each try, only the outcome is kept."""

import logging
import time
from typing import Final
from uuid import UUID

from quintain.arena import actions
from quintain.arena.models import Arena, Outcome, Trial
from quintain.arena.works import exploit_text
from quintain.attempts.judging.judges import current_judge
from quintain.attempts.judging.stopping import stopped_when
from quintain.catalog.pack_store import source_lab
from quintain.judge.grading.box_scheduler import BACKGROUND
from quintain.judge.verdict import ExploitRun
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)

LONGEST_SECONDS: Final = 600.0
"""Of one job, after which the rest is a job of its own: the queue gives up what runs for half an hour."""


def user_of(arena: Arena) -> str:
    """Return the name under which the judge works for a class's arenas: it runs one thing at a time, after others."""
    return f"{BACKGROUND}arena {arena.in_class_id}"


def play_one(round_id: UUID) -> bool:
    """Let one exploit of a round try the fixes that wait for it; return whether there may be more to do."""
    trials = actions.next_trials(round_id)
    began = time.monotonic()
    for trial in trials:
        if time.monotonic() - began > LONGEST_SECONDS:
            break
        if actions.is_wanted(trial):
            actions.finish(trial, _outcome(trial))
    return bool(trials)


def _outcome(trial: Trial) -> Outcome:
    lab = source_lab(trial.of_round.arena.lab)
    if lab is None or lab.break_ is None:
        log.warning("the lab of trial %s is no longer part of the course, or has nothing to break", trial.pk)
        return Outcome.ERROR
    try:
        exploit_run = _run(trial, lab)
    except Exception:
        log.exception("the judge broke down over trial %s", trial.pk)
        return Outcome.ERROR
    if exploit_run.fault is not None:
        log.error("fault %s of trial %s, in %s", exploit_run.fault.id, trial.pk, exploit_run.fault.where)
    if exploit_run.fault is not None or exploit_run.is_stopped:
        return Outcome.ERROR
    return Outcome.SUCCEEDED if exploit_run.has_landed else Outcome.STOPPED


def _run(trial: Trial, lab: Lab) -> ExploitRun:
    files = {path: text for path, text in trial.fix.files.items() if path in lab.run.editable}
    with stopped_when(lambda: not actions.is_wanted(trial)) as stop:
        return current_judge().run_exploit(
            lab,
            files,
            exploit_text(trial.exploit.files),
            seed=None,
            user=user_of(trial.of_round.arena),
            stop=stop,
        )
