"""Does one slice of a search behind a verdict, and gives way to every learner who waits for the judge."""

import logging
import secrets
import time
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from quintain.attempts.judging.judges import current_judge
from quintain.attempts.judging.recorder import Recorder
from quintain.attempts.judging.stopping import stopped_when
from quintain.attempts.models import Kind, Search, SearchState, State, Submission
from quintain.attempts.reports.submission_report import usual_seconds
from quintain.attempts.submissions import searches
from quintain.catalog.pack_store import source_lab
from quintain.judge.grading.box_scheduler import BACKGROUND
from quintain.judge.verdict import Fault, SearchResult
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)

USER: Final = f"{BACKGROUND}search"
"""One name for all searches, so that one goes on at a time in a process, and after all for which people wait."""
SLICE_SECONDS: Final = 5.0
"""Processor time of one job, after which the learner for whom least was searched comes next."""
LONGEST_SECONDS: Final = 180.0
"""A job's time by the clock: a program that sleeps uses no processor. To shorten what was found takes most of it."""


def search_slice() -> bool:
    """Go on with one search; tell whether there may be more to do at once."""
    if somebody_waits():
        return False
    search = searches.claim()
    if search is None:
        return False
    submission = Submission.objects.select_related("workspace").get(pk=search.submission_id)
    lab = source_lab(submission.workspace.lab)
    if lab is None or not lab.has_model or lab.digest != submission.lab_digest:
        searches.give_up(search, _fault(gettext("the course"), gettext("The lab has changed since the verdict.")))
        return True
    began = time.monotonic()
    result = _searched(search, submission, lab, began + LONGEST_SECONDS)
    kept = searches.keep(search, replace(result, wall_seconds=time.monotonic() - began))
    if kept is not None and kept.state in {SearchState.HELD, SearchState.FOUND}:
        submission = Submission.objects.select_related("workspace").get(pk=search.submission_id)
        Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind))).tell_end()
    return True


def somebody_waits() -> bool:
    """Tell whether a submission waits for the judge, for which a search makes room."""
    return Submission.objects.filter(state=State.WAITING).exists()


def _searched(search: Search, submission: Submission, lab: Lab, until: float) -> SearchResult:
    files = {path: text for path, text in submission.files.items() if path in lab.run.editable}
    seconds = min(SLICE_SECONDS, max(0.1, search.budget_seconds - search.used_seconds))
    seed = submission.seed if search.seed is None else search.seed
    try:
        with stopped_when(lambda: time.monotonic() > until or somebody_waits()) as stop:
            return current_judge().search(
                lab, files, seed=seed, first_round=search.rounds, cpu_seconds=seconds, user=USER, stop=stop
            )
    except Exception:
        fault = _fault(gettext("the judge"), gettext("It stopped in the middle of its search."))
        log.exception("fault %s: the search behind %s broke down", fault.id, submission.pk)
        return SearchResult(seed or 0, search.rounds, fault=fault)


def _fault(where: str, message: str) -> Fault:
    return Fault(f"search.{secrets.token_hex(4)}", where, message, gettext("The verdict stays as it is."))
