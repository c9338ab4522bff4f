"""Writes about arenas. Each is one transaction that locks the arena first, and tells open pages once it is done."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, User
from quintain.accounts.permissions import require_person
from quintain.arena import queries
from quintain.arena.errors import (
    ArenaClosed,
    ArenaOpen,
    EntryRefused,
    NameTaken,
    NameTooLong,
    NoTeam,
    NothingToBreak,
    NothingToEnter,
    NothingToRun,
    NoWaitingRound,
    RoundRunning,
    TeamsNotClear,
)
from quintain.arena.models import (
    FEWEST_TEAMS,
    MOST_NAME_LETTERS,
    MOST_ROUND_MINUTES,
    MOST_TEAMS,
    Arena,
    Entrant,
    Entry,
    Kind,
    Outcome,
    Round,
    Team,
    Trial,
)
from quintain.arena.permissions import ENTER_ARENA, RUN_ARENA, TAKE_BACK
from quintain.arena.works import exploit_text, works_to_enter
from quintain.attempts.submissions import leases
from quintain.catalog.pack_store import lab_of_uuid
from quintain.cohorts.models import Class
from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.submission import accept, accept_exploit
from quintain.pacing.actions import group_of as pace_group_of
from quintain.packs.model.lab import Lab
from quintain.web.bodies import one_line
from quintain.web.live import publish

ORDER: Final = random.SystemRandom()
MOST_FORM_LETTERS: Final = 4 * MOST_NAME_LETTERS
"""Of a name as it is sent, before what is not seen is left out."""


def group_of(class_id: UUID) -> str:
    """Name the sockets of those who follow the arenas of a class."""
    return f"arena-{class_id.hex}"


def open_arena(
    a_class: Class, lab: Lab, teams: Sequence[str] = (), *, by: User, request: HttpRequest | None = None
) -> Arena:
    """Open an arena of a class for a lab, with two to six teams or with none.

    Raises:
        PermissionDenied: ``by`` does not instruct the class, or it is archived.
        NothingToBreak: The lab has no phase *break*.
        TeamsNotClear: The names of the teams cannot be used.
        ArenaOpen: The class has an open one.

    """
    require_person(by, RUN_ARENA, a_class)
    if lab.break_ is None:
        raise NothingToBreak
    names = _team_names(teams)
    try:
        with transaction.atomic():
            arena = Arena.objects.create(in_class=a_class, lab=lab.uuid, opened_by=by)
            for number, name in enumerate(names, start=1):
                Team.objects.create(arena=arena, number=number, name=name)
            record(Action.OPEN_ARENA, actor=by, request=request, in_class=a_class.pk, lab=lab.slug, teams=len(names))
            _tell(arena, of_line=True)
    except IntegrityError:
        raise ArenaOpen from None
    return arena


def close_arena(arena: Arena, *, by: User, request: HttpRequest | None = None) -> None:
    """Let nothing be entered or run any more; a round that runs ends, and what it has not tried is left out."""
    require_person(by, RUN_ARENA, arena.in_class)
    with transaction.atomic():
        current = _lock(arena)
        if not current.is_open:
            return
        _end_rounds(current)
        current.closed_at = timezone.now()
        current.save(update_fields=["closed_at"])
        record(Action.CLOSE_ARENA, actor=by, request=request, in_class=current.in_class_id)
        _tell(current, of_line=True)


def enter(
    arena: Arena,
    kind: Kind,
    *,
    by: User,
    work: UUID | None = None,
    name: str = "",
    team: int | None = None,
    request: HttpRequest | None = None,
) -> Entry:
    """Enter a student's fix that passes the tests, or exploit that succeeded on the original program.

    The same texts are entered once. Others take the place of those that were entered before, from the next round on
    that begins to be tried: points of earlier rounds stay.

    Args:
        arena: an open one.
        kind: what is entered.
        by: the student.
        work: the one of ``works.works_to_enter`` that is entered; the latest by itself.
        name: what the class sees; empty to be counted without a name.
        team: the key of the student's team, in an arena with teams.
        request: for the audit log.

    Raises:
        PermissionDenied: The student has no seat in the class, or it is archived.
        ArenaClosed: It is closed.
        NothingToEnter: There is nothing to enter.
        EntryRefused: The judge does not take the texts.
        NameTooLong, NameTaken: The name cannot be used.
        NoTeam: The team is none of the arena's, or another one than before.

    """
    require_person(by, ENTER_ARENA, arena.in_class)
    shown = _read_name(name)
    with transaction.atomic():
        current = _lock_open(arena, by)
        works = works_to_enter(current, by, kind)
        chosen = next((each for each in works if work in {None, each.id}), None)
        if chosen is None:
            raise NothingToEnter(kind)
        _check(current, kind, chosen.files)
        entrant = _entrant(current, by, shown, team)
        old = entrant.entries.filter(kind=kind, replaced_at=None).first()
        if old is not None and old.files == chosen.files:
            if (chosen.is_proven, chosen.number) != (old.is_proven, old.number) and not old.is_proven:
                old.is_proven, old.number = chosen.is_proven, chosen.number
                old.save(update_fields=["is_proven", "number"])
            _tell(current)  # the name may be another one
            return old
        if old is not None:
            _put_aside(old)
        entry = Entry.objects.create(
            entrant=entrant, kind=kind, number=chosen.number, is_proven=chosen.is_proven, files=chosen.files
        )
        record(Action.ENTER_ARENA, actor=by, request=request, about=by.pk, in_class=current.in_class_id, kind=str(kind))
        _tell(current)
    return entry


def rename(arena: Arena, name: str, *, by: User) -> None:
    """Show another name of a student who has entered, or none; also after the arena was closed.

    Raises:
        NameTooLong, NameTaken: The name cannot be used.

    """
    shown = _read_name(name)
    with transaction.atomic():
        current = _lock(arena)
        entrant = Entrant.objects.filter(arena=current, person=by).first()
        if entrant is None:
            return
        _keep_name(entrant, shown)
        _tell(current)


def take_back(entry: Entry, *, by: User, request: HttpRequest | None = None) -> None:
    """Take a student's fixes or exploits out with all their results, at any time; what is gone already stays so.

    Those go along whose place the entry has taken in earlier rounds.

    Raises:
        PermissionDenied: It is somebody else's.

    """
    require_person(by, TAKE_BACK, entry)
    arena = entry.entrant.arena
    with transaction.atomic():
        current = _lock(arena)
        deleted, _ = Entry.objects.filter(entrant=entry.entrant_id, kind=entry.kind).delete()
        if not deleted:
            return
        Entrant.objects.filter(arena=current, person=by, entries=None).delete()
        kind = str(entry.kind)
        record(Action.LEAVE_ARENA, actor=by, request=request, about=by.pk, in_class=current.in_class_id, kind=kind)
        _tell(current)


def begin_round(arena: Arena, *, by: User, minutes: int = 0, request: HttpRequest | None = None) -> Round:
    """Begin a round: at once, or after some minutes in which students enter and exchange what they have.

    In a round each exploit meets each fix of another student, or of another team. The caller queues one that is
    planned once this is committed; ``close_due`` closes the others when their time is up.

    Raises:
        PermissionDenied: ``by`` does not instruct the class, or it is archived.
        ArenaClosed: It is closed.
        RoundRunning: Another round is open or runs.
        NothingToRun: Without minutes: nobody has entered anything new.

    """
    require_person(by, RUN_ARENA, arena.in_class)
    minutes = max(minutes, 0)
    with transaction.atomic():
        current = _lock(arena)
        if not current.is_open:
            raise ArenaClosed
        if current.rounds.filter(ended_at=None).exists():
            raise RoundRunning
        last = current.rounds.order_by("number").values_list("number", flat=True).last() or 0
        closes = timezone.now() + timedelta(minutes=min(minutes, MOST_ROUND_MINUTES))
        begun = Round.objects.create(
            arena=current, number=last + 1, server=leases.THIS_SERVER, begun_by=by, closes_at=closes
        )
        if not minutes and not _plan(begun):
            raise NothingToRun
        in_class, number = current.in_class_id, begun.number
        record(Action.RUN_ARENA, actor=by, request=request, in_class=in_class, number=number, minutes=minutes)
        _tell(current, of_line=True)
    return begun


def close_round(arena: Arena, *, by: User) -> Round:
    """End the time in which students enter before it is up, and return the round, to be queued.

    Raises:
        NoWaitingRound: None is open for entries.
        NothingToRun: Nobody has entered anything new; the round stays open.

    """
    require_person(by, RUN_ARENA, arena.in_class)
    with transaction.atomic():
        current = _lock(arena)
        waiting = current.rounds.filter(ended_at=None, planned_at=None).first()
        if waiting is None:
            raise NoWaitingRound
        if not _plan(waiting):
            raise NothingToRun
        _tell(current, of_line=True)
    return waiting


def close_due() -> list[Round]:
    """Close the rounds whose time to enter is up, and return those that have something to try, to be queued."""
    due = Round.objects.filter(ended_at=None, planned_at=None, closes_at__lte=timezone.now())
    closed = []
    for pk, arena in due.values_list("pk", "arena"):
        with transaction.atomic():
            current = Arena.objects.select_for_update().get(pk=arena)
            waiting = due.filter(pk=pk).select_related("arena").first()
            if waiting is None:
                continue  # another server was first, or the round was stopped
            if _plan(waiting):
                closed.append(waiting)
            else:
                _end_rounds(current)
            _tell(current, of_line=True)
    return closed


def stop_round(arena: Arena, *, by: User, request: HttpRequest | None = None) -> None:
    """End the round that is open or runs; what it has not tried can be tried in the next one."""
    require_person(by, RUN_ARENA, arena.in_class)
    with transaction.atomic():
        current = _lock(arena)
        if _end_rounds(current):
            record(Action.STOP_ARENA, actor=by, request=request, in_class=current.in_class_id)
            _tell(current, of_line=True)


def give_up(begun: Round) -> None:
    """End a round that cannot go on, for a reason of ours."""
    with transaction.atomic():
        current = _lock(begun.arena)
        _end_rounds(current, begun.pk)
        _tell(current)


def next_trials(round_id: UUID) -> list[Trial]:
    """Return what one exploit has left to do in a round of this server, in random order; nothing ends the round."""
    with transaction.atomic():
        begun = (
            Round.objects.select_related("arena")
            .filter(pk=round_id, server=leases.THIS_SERVER, planned_at__isnull=False, ended_at=None)
            .first()
        )
        if begun is None:
            return []
        waiting = Trial.objects.filter(of_round=begun, outcome=Outcome.WAITING)
        exploits = list(waiting.values_list("exploit", flat=True).distinct())
        if not exploits:
            _end_rounds(_lock(begun.arena), begun.pk)
            _tell(begun.arena)
            return []
        exploit = ORDER.choice(exploits)
        trials = list(waiting.filter(exploit=exploit).select_related("exploit", "fix", "of_round__arena"))
        ORDER.shuffle(trials)
        return trials


def is_wanted(trial: Trial) -> bool:
    """Tell whether a trial's result is still waited for: nobody took an entry back, left, or ended the round."""
    return _wanted(trial).exists()


def finish(trial: Trial, outcome: Outcome) -> bool:
    """Store what came of a trial; False, and nothing is stored, if nobody waits for it any more."""
    with transaction.atomic():
        stored = Trial.objects.filter(pk__in=_wanted(trial).values("pk"), outcome=Outcome.WAITING).update(
            outcome=outcome
        )
        if stored:
            _tell(trial.of_round.arena)
    return bool(stored)


def claim(round_id: UUID) -> None:
    """Let this process go on with a round that another one had, whose results are not stored any more."""
    Round.objects.filter(pk=round_id, planned_at__isnull=False, ended_at=None).update(server=leases.THIS_SERVER)


@transaction.atomic
def take_over(*, is_starting: bool = True, is_alone: bool | None = None) -> list[Round]:
    """Take over the rounds that a stopped server left; return them, oldest first, to be queued."""
    running = Round.objects.filter(ended_at=None, planned_at__isnull=False).select_related("arena").order_by("begun_at")
    rounds = leases.lock_left(running, is_starting=is_starting, is_alone=is_alone)
    Round.objects.filter(pk__in=[each.pk for each in rounds]).update(server=leases.THIS_SERVER)
    return rounds


def forget_leaver(instance: Membership, **_: object) -> None:
    """Take everything out that somebody has entered who is not in the class any more."""
    if instance.in_class_id is None:
        return
    with transaction.atomic():
        for arena in Arena.objects.select_for_update().filter(in_class=instance.in_class_id).order_by("pk"):
            if Entrant.objects.filter(arena=arena, person=instance.person_id).delete()[0]:
                _tell(arena)


def _lock(arena: Arena) -> Arena:
    """Return an arena as it is now, and keep it so until the end of the transaction."""
    return Arena.objects.select_for_update().get(pk=arena.pk)


def _lock_open(arena: Arena, by: User) -> Arena:
    """Lock an arena, and ask again: it may have been closed, or the student removed, since the page was asked for."""
    current = _lock(arena)
    require_person(User.objects.get(pk=by.pk), ENTER_ARENA, Class.objects.get(pk=current.in_class_id))
    if not current.is_open:
        raise ArenaClosed
    return current


def _end_rounds(arena: Arena, only: UUID | None = None) -> int:
    running = Round.objects.filter(arena=arena, ended_at=None)
    if only is not None:
        running = running.filter(pk=only)
    Trial.objects.filter(of_round__in=running, outcome=Outcome.WAITING).delete()
    ended = running.update(ended_at=timezone.now())
    # No round needs the texts of what others have taken the place of; its outcomes still count.
    Entry.objects.filter(entrant__arena=arena, replaced_at__isnull=False).update(files={})
    return ended


def _plan(waiting: Round) -> bool:
    """Write down which exploit meets which fix in a round; False, and nothing is written, if no pair is new."""
    outcomes = queries.known_outcomes(waiting.arena)
    trials = [
        Trial(exploit=exploit, fix=fix, of_round=waiting, outcome=outcomes.get((exploit.pk, fix.pk), Outcome.WAITING))
        for exploit, fix in queries.pairs_to_meet(waiting.arena)
    ]
    if all(trial.outcome != Outcome.WAITING for trial in trials):
        return False
    Trial.objects.bulk_create(trials)
    waiting.planned_at, waiting.server = timezone.now(), leases.THIS_SERVER
    waiting.save(update_fields=["planned_at", "server"])
    return True


def _put_aside(old: Entry) -> None:
    """Let another text take the place of an entry; what was never tried is gone."""
    if not Trial.objects.filter(Q(exploit=old) | Q(fix=old)).exists():
        old.delete()
        return
    old.replaced_at = timezone.now()
    if not Round.objects.filter(arena=old.entrant.arena_id, planned_at__isnull=False, ended_at=None).exists():
        old.files = {}
    old.save(update_fields=["replaced_at", "files"])


def _wanted(trial: Trial) -> QuerySet[Trial]:
    return Trial.objects.filter(
        pk=trial.pk,
        of_round=trial.of_round_id,
        of_round__ended_at=None,
        of_round__server=leases.THIS_SERVER,
        outcome=Outcome.WAITING,
    )


def _entrant(arena: Arena, person: User, name: str, team: int | None) -> Entrant:
    """Return the student's row in an arena, with the name and team of the form."""
    existing = Entrant.objects.filter(arena=arena, person=person).first()
    teams = set(arena.teams.values_list("pk", flat=True))
    if teams and (team not in teams or (existing is not None and existing.team_id != team)):
        raise NoTeam
    entrant = existing or Entrant(arena=arena, person=person, team_id=team if teams else None)
    _keep_name(entrant, name)
    return entrant


def _keep_name(entrant: Entrant, name: str) -> None:
    if name and name.casefold() in queries.names_of_others(entrant):
        raise NameTaken
    entrant.name = name
    entrant.save()


def _check(arena: Arena, kind: Kind, files: dict[str, str]) -> None:
    lab = lab_of_uuid(arena.lab)
    try:
        if lab is None or lab.break_ is None:
            raise NothingToBreak
        if kind == Kind.FIX:
            accept(lab, files)
        else:
            accept_exploit(exploit_text(files))
    except SubmissionRefused as refused:
        raise EntryRefused(str(refused)) from refused


def _read_name(text: str) -> str:
    words = one_line(text[: MOST_FORM_LETTERS + 1])
    if len(words) > MOST_NAME_LETTERS or len(text) > MOST_FORM_LETTERS:
        raise NameTooLong(MOST_NAME_LETTERS)
    return words


def _team_names(lines: Sequence[str]) -> list[str]:
    names = [one_line(each[: MOST_FORM_LETTERS + 1]) for each in lines[: 4 * MOST_TEAMS]]
    names = [each for each in names if each]
    is_clear = (
        len(lines) <= 4 * MOST_TEAMS
        and FEWEST_TEAMS <= len(names) <= MOST_TEAMS
        and all(len(each) <= MOST_NAME_LETTERS for each in names)
        and len({each.casefold() for each in names}) == len(names)
    )
    if lines and not is_clear:
        raise TeamsNotClear(MOST_NAME_LETTERS)
    return names


def _tell(arena: Arena, *, of_line: bool = False) -> None:
    """Have open pages of arenas look what is new once it is committed, and, ``of_line``, all pages of the class."""
    class_id = arena.in_class_id
    transaction.on_commit(lambda: publish(group_of(class_id), {"type": "arena"}))
    if of_line:
        transaction.on_commit(lambda: publish(pace_group_of(class_id), {"type": "pace"}))
