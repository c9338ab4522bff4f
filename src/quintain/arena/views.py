"""Arenas: an instructor opens and runs them, students enter. To others there is no such class."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.arena import actions, queries, tasks
from quintain.arena.errors import ArenaClosed
from quintain.arena.models import Arena, Kind
from quintain.arena.permissions import ENTER_ARENA, RUN_ARENA, SEE_ARENA, SEE_TABLE, TAKE_BACK
from quintain.catalog.pack_store import find_lab, lab_of_uuid
from quintain.cohorts.entering import enter_class, or_404, uuid_or_404
from quintain.cohorts.models import Class
from quintain.helpqueue.queries import class_for_help
from quintain.web.bodies import is_by_script, read_act, read_whole
from quintain.web.refusals import Malformed

ROUND_MINUTES: Final = 10
MOST_DIGITS: Final = 18
"""Of a team's key: as many as a database's number surely has."""


def lines(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw a line about the open arena into the pages of its class's students, but not into the page that it links."""
    person = request.user
    a_class = class_for_help(person) if isinstance(person, User) else None
    arena = queries.open_arena_seen(request, a_class) if a_class else None
    if a_class is None or arena is None or a_class.pk not in classes:
        return {}
    if request.GET.get("next", request.path).startswith(reverse("arena", args=[a_class.pk])):
        return {}
    facts = {"class": a_class, "lab": lab_of_uuid(arena.lab), "round": queries.waiting_round(arena)}
    return {a_class.pk: render_to_string("arena/line.html", facts, request)}


@require_safe
@cache_control(no_store=True)
def class_arena(request: HttpRequest, class_id: UUID, template: str, arena: UUID | None = None) -> HttpResponse:
    """Show an instructor an arena, or the open or newest one and how to open one: the page, or its parts again."""
    person, a_class = enter_class(request, class_id, SEE_TABLE)
    earlier = or_404(queries.find_arena(a_class, arena)) if arena else None
    page = _instructors_page(person, a_class, earlier)
    return render(request, template, {"page": page, "is_earlier": earlier is not None})


@require_POST
def set_arena(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Open or close an arena, or open, run or stop a round."""
    person, a_class = enter_class(request, class_id, RUN_ARENA)
    acts: Mapping[str, Callable[[], object]] = {
        "open": lambda: _open(request, a_class, person),
        "close": lambda: actions.close_arena(_current(a_class), by=person, request=request),
        "open-round": lambda: _open_round(request, a_class, person),
        "run": lambda: _run(request, a_class, person),
        "stop": lambda: actions.stop_round(_current(a_class), by=person, request=request),
    }
    read_act(acts, request.POST.get("act", ""))()
    if is_by_script(request):
        return render(request, "arena/tableparts.html", {"page": _instructors_page(person, a_class)})
    return redirect("class-arena", a_class.pk)


@require_safe
@cache_control(no_store=True)
def projector(request: HttpRequest, class_id: UUID, template: str) -> HttpResponse:
    """Show what all may see, in large letters: the page, or its parts again."""
    _, a_class = enter_class(request, class_id, SEE_TABLE)
    shown = queries.instructors_page(a_class, may_run=False).table
    return render(request, template, {"class": a_class, "board": shown.board if shown else None})


@require_safe
@cache_control(no_store=True)
def students_arena(request: HttpRequest, class_id: UUID, template: str) -> HttpResponse:
    """Show a student the arena, and what they may enter: the page, or its parts again."""
    person, a_class = enter_class(request, class_id, SEE_ARENA)
    return render(request, template, {"page": _students_page(person, a_class)})


@require_POST
def enter(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Enter a student's fix or exploit."""
    person, a_class = enter_class(request, class_id, ENTER_ARENA)
    kind = request.POST.get("kind", "")
    if kind not in Kind:
        raise Malformed(gettext("“kind” must be “fix” or “exploit”."), gettext("Reload the page and try again."))
    team = read_whole(request.POST.get("team", ""), most_digits=MOST_DIGITS, otherwise=-1)
    name, chosen = request.POST.get("name", ""), request.POST.get("work", "")
    work = uuid_or_404(chosen) if chosen else None
    actions.enter(_current(a_class), Kind(kind), by=person, work=work, name=name, team=team, request=request)
    return _answer(request, person, a_class)


@require_POST
def rename(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Change the name that the class sees of a student, or show none."""
    person, a_class = enter_class(request, class_id, SEE_ARENA)
    page = queries.students_page(a_class, person, may_enter=False)
    if page.board is not None:
        actions.rename(page.board.arena, request.POST.get("name", ""), by=person)
    return _answer(request, person, a_class)


@require_POST
def take_back(request: HttpRequest, class_id: UUID, entry: UUID) -> HttpResponse:
    """Take a student's fix or exploit out; one that is gone already, after a double click, stays so."""
    person, a_class = enter_class(request, class_id, SEE_ARENA)
    own_entry = queries.find_entry(a_class, entry)
    if own_entry is not None and not may(person, TAKE_BACK, own_entry):
        raise Http404
    if own_entry is not None:
        actions.take_back(own_entry, by=person, request=request)
    return _answer(request, person, a_class)


def _instructors_page(person: User, a_class: Class, shown: Arena | None = None) -> queries.InstructorsPage:
    return queries.instructors_page(a_class, shown, may_run=may(person, RUN_ARENA, a_class))


def _students_page(person: User, a_class: Class) -> queries.StudentsPage:
    return queries.students_page(a_class, person, may_enter=may(person, ENTER_ARENA, a_class))


def _open(request: HttpRequest, a_class: Class, person: User) -> None:
    lab = or_404(find_lab(request.POST.get("lab", "")))
    teams = request.POST.get("teams", "").splitlines()
    actions.open_arena(a_class, lab, [each for each in teams if each.strip()], by=person, request=request)


def _open_round(request: HttpRequest, a_class: Class, person: User) -> None:
    minutes = read_whole(request.POST.get("minutes", ""), most_digits=2, otherwise=ROUND_MINUTES)
    actions.begin_round(_current(a_class), minutes=max(minutes, 1), by=person, request=request)


def _run(request: HttpRequest, a_class: Class, person: User) -> None:
    """Run the round that is open, or one without time to enter."""
    arena = _current(a_class)
    if queries.waiting_round(arena) is not None:
        tasks.enqueue(actions.close_round(arena, by=person))
    else:
        tasks.enqueue(actions.begin_round(arena, by=person, request=request))


def _current(a_class: Class) -> Arena:
    """Return the open arena.

    Raises:
        ArenaClosed: There is none.

    """
    arena = queries.open_arena(a_class)
    if arena is None:
        raise ArenaClosed
    return arena


def _answer(request: HttpRequest, person: User, a_class: Class) -> HttpResponse:
    """Draw the parts of the page that asks by script, or go back to it."""
    if not may(person, SEE_ARENA, a_class):  # the last entry of a student without a seat was taken back
        return redirect("home")
    if is_by_script(request):
        return render(request, "arena/arenaparts.html", {"page": _students_page(person, a_class)})
    return redirect("arena", a_class.pk)
