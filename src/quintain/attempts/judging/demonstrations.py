"""What the same attacks did to the original code, to be read beside a verdict.

The judge tries it once for each state of a lab, behind the learners' own submissions. A verdict waits for none of it:
where nothing is known, nothing is offered.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from django.template.loader import render_to_string

from quintain.attempts import actions, queries
from quintain.attempts.judging.judges import current_judge
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.reports.messages import Original
from quintain.attempts.submissions.queue import has_room, shared_queue
from quintain.attempts.submissions.stored import Json
from quintain.attempts.templatetags.evidence import original_view
from quintain.catalog.pack_store import source_lab
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)

USER: Final = "the original code"  # a user of its own: one lab at a time, and behind learners who wait

_under_way: set[UUID] = set()
_failed: set[tuple[UUID, str]] = set()
_asking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Beside:
    """The counterparts of a submission's attacks by the ids of these; ``waiting`` until the judge has been at it."""

    state: Literal["known", "waiting", "none"]
    checks: Mapping[str, Json] = field(default_factory=dict)


def beside(submission: Submission, lab: Lab) -> Beside:
    """Return what the attacks of a verdict did to the original code.

    A learner gets to see only those variants that the verdict itself shows, and of hidden attacks nothing,
    not even if they were not hidden when they were played.
    """
    finished = submission.kind == Kind.VERDICT and submission.state == State.FINISHED
    if not finished or submission.lab_digest != lab.digest:
        return Beside("none")
    demonstration = queries.find_demonstration(lab)
    if demonstration is None:
        return Beside("waiting" if _can_be_tried(lab) else "none")
    shown = {f"exploits/{exploit.name}" for exploit in lab.exploits if not exploit.hidden}
    played = {(check["id"], check["variant"]): check for check in demonstration.checks}
    matches = ((check["id"], played.get((check["id"], check["variant"]))) for check in submission.checks)
    return Beside("known", {name: match for name, match in matches if match is not None and name in shown})


def drawn(original: Beside) -> Original:
    """Return the markup of what the attacks of a verdict did to the original code."""
    return Original(original.state, {name: _draw(check) for name, check in original.checks.items()})


def _draw(check: Json) -> str:
    return render_to_string("attempts/sides.html#original", {"original": original_view(check)})


def _can_be_tried(lab: Lab) -> bool:
    """Tell whether there is, or will be, anything to see."""
    return _shows_something(lab) and not _has_failed(lab)


def _shows_something(lab: Lab) -> bool:
    """Tell whether a lab has attacks that learners may see."""
    return bool(lab.judged) and not all(exploit.hidden for exploit in lab.exploits)


def _has_failed(lab: Lab) -> bool:
    """Tell whether this state of a lab was tried in vain; where jobs are in the database, a dead one says so."""
    queue = shared_queue()
    return lab.judged in queue.dead("judged") if queue else (lab.uuid, lab.judged) in _failed


def begin(lab: Lab) -> bool:
    """Note that a lab is being tried; False if it was, is already, or cannot be now."""
    if not _shows_something(lab) or queries.is_demonstrated(lab) or _has_failed(lab):
        return False
    if (queue := shared_queue()) is not None:  # two that ask at once queue two jobs, and the second finds it done
        return has_room() and str(lab.uuid) not in queue.living("lab")
    with _asking:
        if lab.uuid in _under_way or not has_room():
            return False
        _under_way.add(lab.uuid)
        return True


def give_up(lab: Lab) -> None:
    """Note that a lab is not being tried after all, so that it may be later."""
    _under_way.discard(lab.uuid)


def demonstrate(uuid: UUID) -> None:
    """Try the original code of a lab and store what was seen; what fails is told to operators, and not tried again.

    Raises:
        Exception: It failed, and the queue is in the database, where it stays as a dead job.

    """
    try:
        lab = source_lab(uuid)
        if lab is not None and not queries.is_demonstrated(lab):
            _demonstrate(lab)
    finally:
        _under_way.discard(uuid)


def _demonstrate(lab: Lab) -> None:
    try:
        actions.keep_demonstration(lab, current_judge().demonstrate(lab, user=USER))
    except Exception:
        _failed.add((lab.uuid, lab.judged))
        log.exception("what attacks do to the original code of %s is not shown", lab.slug)
        if shared_queue() is not None:
            raise
