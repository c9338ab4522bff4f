"""Writes about the phase *find*."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.find.marking import MOST_GUESSES, JudgedMark, Mark, judge_marks, most_marks, spot_key
from quintain.attempts.models import FoundSpot, Marking, Workspace
from quintain.attempts.workspace.files import lock_workspace
from quintain.catalog.pack_store import source_lab
from quintain.packs.model.lab import Find, Lab
from quintain.packs.source_lines import source_lines

CHECKS_PER_MINUTE = 20
GUESSING_MINUTES = 10
KEPT_MARKINGS = 20


@dataclass(frozen=True, slots=True)
class Marked:
    """The answers to a learner's marks; ``found`` counts all places found so far."""

    marks: tuple[JudgedMark, ...]
    found: int
    of: int

    @property
    def done(self) -> bool:
        """Whether every flawed place is found."""
        return self.found == self.of


@transaction.atomic
def check_marks(user: User, lab: Lab, find: Find, marks: Iterable[Mark]) -> Marked:
    """Judge marks and keep what was found; a lab that is for finding only is done when all is found.

    Raises:
        MarkInvalid: A mark lies outside the lab's files.
        TooManyMarks: There are far more than the lab has flaws.
        TooManyChecks: More than 20 checks within a minute, in all labs.
        TooManyGuesses: At least 15 different wrong marks within ten minutes, in this lab.

    """
    marks = tuple(marks)
    stored = source_lab(lab.uuid)  # answers are kept in the language of the course, and drawn in that of the reader
    if stored is not None and stored.find is not None:
        lab, find = stored, stored.find
    if len(marks) > most_marks(find):
        raise errors.TooManyMarks(most_marks(find))
    for mark in marks:
        _check_mark(lab, mark)
    lock_person(user.pk)
    workspace = lock_workspace(user, lab)
    now = timezone.now()
    _check_pace(workspace, now)
    judged = judge_marks(lab, find, marks)
    Marking.objects.create(workspace=workspace, marks=[_mark_json(each) for each in judged])
    _forget_markings(workspace, now)
    for spot in {each.spot for each in judged if each.right}:
        FoundSpot.objects.get_or_create(workspace=workspace, spot=spot)
    marked = Marked(judged, found_spots(workspace, find), len(find.spots))
    if marked.done:
        workspace.found_at = workspace.found_at or now
        if not lab.is_fixed:
            workspace.proven_at = workspace.proven_at or now
    workspace.save(update_fields=["found_at", "proven_at", "touched_at"])
    return marked


def found_spots(workspace: Workspace, find: Find) -> int:
    """Count the flawed places found that the lab still has."""
    return workspace.found_spots.filter(spot__in=[spot_key(spot) for spot in find.spots]).count()


def _check_pace(workspace: Workspace, now: datetime) -> None:
    """Refuse checks of somebody who guesses; a check of the future, after the clock was set back, does not count."""
    past = Marking.objects.filter(workspace__user=workspace.user_id, made_at__lte=now)
    if past.filter(made_at__gt=now - timedelta(minutes=1)).count() >= CHECKS_PER_MINUTE:
        raise errors.TooManyChecks
    since = now - timedelta(minutes=GUESSING_MINUTES)
    checks = past.filter(workspace=workspace, made_at__gt=since).values_list("marks", flat=True)
    wrong = {
        (mark["file"], mark["first"], mark["last"], mark["cwe"])
        for marks in checks
        for mark in marks
        if not mark["right"]
    }
    if len(wrong) >= MOST_GUESSES:
        raise errors.TooManyGuesses(MOST_GUESSES, GUESSING_MINUTES)


def _forget_markings(workspace: Workspace, now: datetime) -> None:
    """Delete what is neither shown nor counted any more: of the checks outside the last ten minutes, the older ones."""
    newest = list(workspace.markings.values_list("pk", flat=True)[:KEPT_MARKINGS])
    counted = {"made_at__gt": now - timedelta(minutes=GUESSING_MINUTES), "made_at__lte": now}
    workspace.markings.exclude(pk__in=newest).exclude(**counted).delete()


def _check_mark(lab: Lab, mark: Mark) -> None:
    if mark.file not in lab.starter:
        raise errors.MarkInvalid(gettext("“%(file)s” is no file of this lab.") % {"file": mark.file[:100]})
    length = len(source_lines(lab.starter[mark.file]))
    if not 1 <= mark.first <= mark.last <= length:
        raise errors.MarkInvalid(
            gettext("Lines %(first)s to %(last)s do not lie in %(file)s, which has %(length)s.")
            % {"first": mark.first, "last": mark.last, "file": mark.file, "length": length}
        )


def _mark_json(judged: JudgedMark) -> dict[str, object]:
    return asdict(judged.mark) | {"right": judged.right, "decoy": judged.decoy, "why": judged.why}
