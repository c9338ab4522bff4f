"""Pages of classes: joining one, and what its instructors change."""

from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts import audit
from quintain.accounts.errors import NameUnfit
from quintain.accounts.languages import language_for
from quintain.accounts.limits.rate_limits import join_try
from quintain.accounts.models import Role, User
from quintain.accounts.permissions import is_operator, may, require
from quintain.accounts.sso.identities import Identity, pending, shown_name
from quintain.accounts.views.own_account import require_confirmed
from quintain.accounts.views.sessions import page_number
from quintain.accounts.views.sign_in import sign_in
from quintain.accounts.views.sso import sign_in as sign_in_by_identity
from quintain.catalog import pack_store
from quintain.cohorts import actions, queries, subscribing
from quintain.cohorts.calendar import calendar_of, zone_names
from quintain.cohorts.entering import enter_class
from quintain.cohorts.errors import (
    ClassFull,
    ClassUnfit,
    InstructorAlready,
    InstructorUnknown,
    JoinCodesTried,
    JoinCodeUnknown,
    JoiningClosed,
    NamesKnown,
    NoSuchInstructor,
    WaitingListFull,
)
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import BELONG_TO_CLASS, CHANGE_CLASS, MAKE_CLASS, SEE_CLASS
from quintain.cohorts.roster import MOST_BYTES, read_roster
from quintain.web.bodies import read_whole
from quintain.web.errors import NOTED, note_refusal, wants_json
from quintain.web.own_certificate import own_fingerprint
from quintain.web.qr import qr_code
from quintain.web.refusals import Refused
from quintain.web.sealing import Unsealable, seal, unseal

PASSCODE: Final = "cohorts.passcode-of-session."
"""The key of a passcode in the cache, and what it is sealed for, as the cache may be a table.

A session that ends leaves nobody who could ask.
"""
PASSCODE_SECONDS: Final = 300


@login_not_required
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Let a student into a class by its code, or show the form again with what was wrong."""
    if not settings.CLASSROOM:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    if person is not None and person.roles:
        return redirect("home")
    identity = None if person else pending(request)
    code, name = request.POST.get("code", ""), request.POST.get("name", "")
    facts: dict[str, object] = {"code": code, "name": name, "identity": identity}
    if request.method != "POST":
        filled_in = {"code": request.GET.get("code", "")[:20], "name": shown_name(identity) if identity else ""}
        return render(request, "cohorts/join.html", facts | filled_in)
    may_wait = "wait" in request.POST
    with join_try(request) as attempt:
        attempt.is_right = True
        try:
            joined = (
                actions.join_signed_on(code, name, identity=identity, person=person, request=request, may_wait=may_wait)
                if person or identity
                else actions.join(code, name, may_wait=may_wait)
            )
        except (ClassFull, JoinCodeUnknown, JoiningClosed, NameUnfit, WaitingListFull) as refused:
            attempt.is_right = not isinstance(refused, JoinCodeUnknown)
            shown = JoinCodesTried() if attempt.is_beyond and not attempt.is_right else refused
            if wants_json(request):
                raise shown from None
            return _ask_again(request, facts, shown)
    return redirect("joined") if person else _let_in(request, joined, identity)


def _ask_again(request: HttpRequest, facts: dict[str, object], refused: Refused) -> HttpResponse:
    """Show the form of joining as it was sent, with what was wrong at its field."""
    if refused.status in NOTED:
        note_refusal(request, refused.status)
    wrong = {ClassFull: "full", NameUnfit: "wrong_name"}.get(type(refused), "wrong_code")
    return render(request, "cohorts/join.html", facts | {wrong: refused}, status=refused.status)


def _let_in(request: HttpRequest, joined: actions.Joined, identity: Identity | None) -> HttpResponse:
    """Sign a new student in, and keep the passcode for the page that follows."""
    request.session.flush()  # a session that was there before gives nothing to this one
    wanted = reverse("joined")
    if identity:
        return sign_in_by_identity(request, joined.person, identity, wanted)
    signed_in = sign_in(request, joined.person, wanted)
    cache.set(f"{PASSCODE}{request.session.session_key}", seal(joined.passcode, PASSCODE), PASSCODE_SECONDS)
    return signed_in


def _kept_passcode(request: HttpRequest) -> str:
    """Return the passcode that was kept for this session; nothing after some minutes."""
    try:
        return unseal(cache.get(f"{PASSCODE}{request.session.session_key}", ""), PASSCODE, PASSCODE_SECONDS)
    except Unsealable:
        return ""


@require_safe
@cache_control(no_store=True)
def joined(request: HttpRequest) -> HttpResponse:
    """Show a student who has joined their seat, the name for signing in, and the passcode for some minutes."""
    person = request.user if isinstance(request.user, User) else None
    a_class = queries.own_class(person) if person else None
    if not settings.CLASSROOM or person is None or a_class is None:
        raise Http404
    facts = {
        "class": a_class,
        "seat": queries.seat_number(person, a_class),
        "passcode": _kept_passcode(request),
        "has_password": person.has_usable_password(),
    }
    return render(request, "cohorts/joined.html", facts)


@require_safe
@cache_control(no_store=True)
def classes(request: HttpRequest) -> HttpResponse:
    """List the classes that a person instructs."""
    user = require(request, MAKE_CLASS)
    return render(request, "cohorts/classes.html", {"classes": queries.classes_of(user), "operates": is_operator(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_class(request: HttpRequest) -> HttpResponse:
    """Make a class."""
    user = require(request, MAKE_CLASS)
    pack = pack_store.current_pack()
    facts = {"seats": pack.seats, "time_zone": settings.TIME_ZONE, "title": pack.title}
    if request.method != "POST":
        return render(request, "cohorts/new_class.html", {"facts": facts, "zones": zone_names()})
    try:
        made = actions.make_class(_facts_of(request), by=user, request=request)
    except ClassUnfit as unfit:
        typed = {"facts": request.POST.dict(), "unfit": unfit, "zones": zone_names()}
        return render(request, "cohorts/new_class.html", typed, status=unfit.status)
    return redirect("class", class_id=made.pk)


@require_safe
@cache_control(no_store=True)
def one_class(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show a class: to its instructors everything, to its students when it is and where they sit."""
    user, a_class = enter_class(request, class_id, BELONG_TO_CLASS, SEE_CLASS)
    if not may(user, SEE_CLASS, a_class):
        own = {
            "class": a_class,
            "seat": queries.seat_number(user, a_class),
            "waiting_place": queries.waiting_place(user, a_class),
            "has_lost_seat": queries.has_lost_seat(user, a_class),
        }
        return render(request, "cohorts/my_class.html", own)
    return _show(request, user, a_class, "seats")


@require_safe
@cache_control(no_store=True)
def more(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show what a class has of files and records, and how it ends."""
    user, a_class = enter_class(request, class_id, SEE_CLASS)
    return _show(request, user, a_class, "more")


@require_safe
def calendar(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Give a class as a file for a calendar."""
    _, a_class = enter_class(request, class_id, BELONG_TO_CLASS, SEE_CLASS)
    answer = _calendar(request, a_class)
    answer["Content-Disposition"] = 'attachment; filename="class.ics"'
    return answer


@login_not_required
@require_safe
@cache_control(private=True, max_age=300)
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a class to the calendar program of a person who has made this address."""
    found = subscribing.find_address(secret) if settings.CLASSROOM else None
    if found is None:
        raise Http404
    with override(language_for(found.person)):  # a calendar program has no language of its own, nor a cookie
        return _calendar(request, found.in_class)


@sensitive_variables("secret", "feed")
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def calendar_address(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show how to bring a class into a calendar; make an address of the person's own for it, or end it."""
    person, a_class = enter_class(request, class_id, BELONG_TO_CLASS, SEE_CLASS)
    feed = ""
    if request.method == "POST":
        if request.POST.get("do") != "make":
            subscribing.end_address(person, a_class)
            return redirect("calendar-address", a_class.pk)
        secret = subscribing.make_address(person, a_class)
        feed = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    facts = {"class": a_class, "feed": feed, "has_address": subscribing.has_address(person, a_class)}
    return render(request, "cohorts/calendar.html", facts)


def _calendar(request: HttpRequest, a_class: Class) -> HttpResponse:
    is_taught = a_class.course == pack_store.current_pack().id  # the course may have been changed since
    days, modules = (pack_store.days(), pack_store.modules()) if is_taught else ((), ())
    count = max([0, *(day.day for day in days), *(module.day for module in modules)])
    address = request.build_absolute_uri(reverse("class", args=[a_class.pk]))
    return HttpResponse(calendar_of(a_class, address, days, count), content_type="text/calendar; charset=utf-8")


@require_safe
@cache_control(no_store=True)
def audit_log(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show what was done in a class with special rights."""
    _, a_class = enter_class(request, class_id, SEE_CLASS)
    page = page_number(request)
    lines, has_older = audit.lines(a_class.pk, page=page)
    facts = {"class": a_class, "lines": lines, "older": page + 1 if has_older else None, "newer": page - 1}
    return render(request, "accounts/audit.html", facts)


@require_POST
def change(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Open or close the class for new students, give it another code, or archive it."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    match request.POST.get("do"):
        case "open":
            actions.let_join(a_class, is_open=True, by=user, request=request)
        case "close":
            actions.let_join(a_class, is_open=False, by=user, request=request)
        case "new-code":
            actions.change_join_code(a_class, by=user, request=request)
        case "archive" if request.POST.get("sure") == "yes":
            actions.archive(a_class, by=user, request=request)
        case _:
            messages.info(request, gettext("Nothing was changed."))
    return redirect("class", class_id=a_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def modules(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Open modules to the students, or close them: all of a day, or else those that are ticked are open."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    if request.method != "POST":
        return _show(request, user, a_class, "modules")
    module_ids, closed = {module.id for module in pack_store.modules()}, set(a_class.closed_modules)
    ticked = module_ids & set(request.POST.getlist("open"))
    for name in {"open-day", "close-day"} & request.POST.keys():
        day = read_whole(request.POST[name], most_digits=2, otherwise=0)
        of_day = {module.id for module in pack_store.modules() if module.day == day}
        is_open = module_ids - closed
        ticked = is_open | of_day if name == "open-day" else is_open - of_day
    actions.open_modules(a_class, ticked & closed, is_open=True, by=user, request=request)
    actions.open_modules(a_class, module_ids - ticked - closed, is_open=False, by=user, request=request)
    return redirect("open-modules", class_id=a_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def instructors(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Add an instructor by the name with which they sign in, or remove one by their id."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    if request.method != "POST":
        return _show(request, user, a_class, "instructors")
    if removed := request.POST.get("remove"):
        try:
            person = UUID(removed)
        except ValueError:
            raise NoSuchInstructor from None
        actions.remove_instructor(a_class, person, by=user, request=request)
        if person == user.pk:
            return redirect("classes")
    else:
        typed = request.POST.get("username", "").strip()[:150]
        try:
            actions.add_instructor(a_class, typed, by=user, request=request)
        except (InstructorAlready, InstructorUnknown) as refused:
            return _show(request, user, a_class, "instructors", refused.status, refused=refused, typed=typed)
    return redirect("instructors", class_id=a_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def seat(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Give a student another seat, or take the seat away, after a question."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    if request.method != "POST":
        return _ask(request, a_class, person, "seat")
    number = request.POST.get("number", "")
    if number == "none":
        actions.free_seat(a_class, person, by=user, request=request)
    else:
        wanted = read_whole(number, most_digits=2, otherwise=0)
        actions.seat_student(a_class, person, wanted, by=user, request=request)
    return redirect(f"{reverse('class', args=[a_class.pk])}#seats")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def remove(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Take a student out of the class, after a question."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    if request.method != "POST":
        return _ask(request, a_class, person, "remove")
    actions.remove_student(a_class, person, by=user, request=request)
    messages.success(request, gettext("The student is removed from the class."))
    return redirect(f"{reverse('class', args=[a_class.pk])}#seats")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def passcode(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Give a student a new passcode, after a question, and show it this once."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    require_confirmed(request)
    if request.method != "POST":
        return _ask(request, a_class, person, "passcode")
    new_passcode = actions.reset_passcode(a_class, person, by=user, request=request)
    people = [actions.Joined(User.objects.get(pk=person), new_passcode, 0)]
    return render(request, "cohorts/passcodes.html", {"class": a_class, "people": people, "reset": True})


def _ask(request: HttpRequest, in_class: Class, person: UUID, act: str) -> HttpResponse:
    """Ask whether it shall be done, and say what comes of it."""
    student = queries.find_student(in_class, person).person
    has_seat = queries.seat_number(student, in_class) is not None
    facts = {"class": in_class, "student": student, "act": act, "has_seat": has_seat}
    return render(request, "cohorts/ask.html", facts)


@require_POST
def reset_factors(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """Remove the second factors of somebody of the class who has lost them."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    require_confirmed(request)
    actions.reset_member_factors(a_class, person, by=user, request=request)
    messages.success(request, gettext("The second factor is removed, and all sessions of this person have ended."))
    if a_class.memberships.filter(person=person, role=Role.STUDENT).exists():
        return redirect("class-student", class_id=a_class.pk, person=person)
    return redirect("class", class_id=a_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def roster(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Make students of a list of names, and show their passcodes this once, to be printed."""
    user, a_class = enter_class(request, class_id, CHANGE_CLASS)
    if request.method != "POST":
        return _show(request, user, a_class, "roster")
    text = request.POST.get("roster", "")
    number = read_whole(request.POST.get("number", ""), most_digits=6, otherwise=-1)
    may_repeat = request.POST.get("same-names") == "yes"
    try:
        names = read_roster(text.encode(errors="replace"))
        joined = actions.enrol_roster(
            a_class, names, number=number, may_repeat_names=may_repeat, by=user, request=request
        )
    except Refused as refused:
        return _show(
            request,
            user,
            a_class,
            "roster",
            refused.status,
            roster=text[:MOST_BYTES],
            roster_refused=refused,
            names_known=isinstance(refused, NamesKnown),
        )
    return render(request, "cohorts/passcodes.html", {"class": a_class, "people": joined})


def _show(
    request: HttpRequest, user: User, in_class: Class, part: str, status: int = 200, **typed: object
) -> HttpResponse:
    """Draw a part of the page of a class for its instructors: seats, roster, modules, instructors, or more."""
    join_address = request.build_absolute_uri(reverse("join"))
    join_link = f"{join_address}?{urlencode({'code': in_class.join_code})}"
    facts = {
        "part": part,
        "page": queries.class_page(in_class),
        "modules": pack_store.modules(),
        "join_address": join_address,
        "join_link": join_link,
        "operates": is_operator(user),
        "fingerprint": own_fingerprint(),
    }
    if part == "seats":
        facts["join_qr"] = qr_code(join_link, gettext("QR code of the address with the join code"))
    return render(request, "cohorts/class.html", facts | typed, status=status)


def _facts_of(request: HttpRequest) -> actions.NewClass:
    """Read the form of a new class.

    Raises:
        ClassUnfit: A day or a number cannot be read.

    """
    posted = request.POST
    try:
        starts_on, ends_on = (date.fromisoformat(posted.get(name, "")) for name in ("starts_on", "ends_on"))
    except ValueError:
        raise ClassUnfit(gettext("A date cannot be read."), gettext("Write dates such as 2027-05-03.")) from None
    return actions.NewClass(
        title=posted.get("title", "")[:200],
        course=pack_store.current_pack().id,
        starts_on=starts_on,
        ends_on=ends_on,
        time_zone=posted.get("time_zone", ""),
        seats=read_whole(posted.get("seats", ""), most_digits=2, otherwise=0),
    )
