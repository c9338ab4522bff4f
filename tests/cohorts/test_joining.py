"""Who has the code of a class joins it, as long as there are seats."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory

from quintain.accounts.audit import Action
from quintain.accounts.errors import NameUnfit
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.names import read_display_name
from quintain.accounts.people.personal_data import erase_person
from quintain.accounts.permissions import takes_part
from quintain.cohorts import actions
from quintain.cohorts.errors import (
    ClassFull,
    ClassUnfit,
    InstructorUnknown,
    JoinCodeUnknown,
    JoiningClosed,
    NoSuchStudent,
    SeatTaken,
)
from quintain.cohorts.models import Class, Seat
from tests.people import make_person

pytestmark = pytest.mark.django_db

BLANKS = (
    "\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u034f", "\u17b4", "\u180b", "\ufe0f", "\U000e0100",
    "\u2063", "\u00ad", "\U00013441", "\U00016fe4", "\U0001d159",
)  # fmt: skip
FACTS = actions.NewClass("Python Security in May", "python-security", date(2027, 5, 3), date(2027, 5, 5), "UTC", 3)


@pytest.fixture
def instructor() -> User:
    """Somebody who may make classes, as an operator of the server."""
    return make_person("mara", "Mara", Role.OPERATOR)


@pytest.fixture
def found(instructor: User) -> Class:
    """A class of three seats."""
    return actions.make_class(FACTS, by=instructor)


def fresh(person: User) -> User:
    """Return the person as the next request sees them."""
    return User.objects.get(pk=person.pk)


def test_who_joins_gets_the_first_free_seat_and_a_passcode(found: Class) -> None:
    """The passcode signs in later, from another browser."""
    joined = actions.join(found.join_code, "  Elif   Kaya ")
    assert (joined.person.display_name, joined.seat) == ("Elif Kaya", 1)
    assert authenticate(username=joined.person.username, password=joined.passcode) == joined.person
    assert takes_part(fresh(joined.person))
    assert actions.join(found.join_code, "Hugo").seat == 2


def test_a_code_is_read_as_people_write_it(found: Class) -> None:
    """In small letters, with a space or a hyphen in the middle."""
    code = found.join_code.lower()
    assert actions.join(f" {code[:4]}-{code[4:]} ", "Hugo").seat == 1


@pytest.mark.parametrize("code", ["", "ABCDEFGH", "A" * 10_000, "\x00", "' OR 1=1"])
def test_a_wrong_code_lets_nobody_in(found: Class, code: str) -> None:
    """And makes no account."""
    with pytest.raises(JoinCodeUnknown, match="No class has this join code"):
        actions.join(code, "Hugo")
    assert not Membership.objects.filter(role=Role.STUDENT).exists()


@pytest.mark.parametrize(
    "name", ["", " ", "\u202eoguH", "a\x00b", "a" * 81, "x" * 10_000, "\u200b", "--", "Z" + "\u0301" * 9]
)
def test_a_name_that_spoils_a_list_is_refused(found: Class, name: str) -> None:
    """Empty, too long, turned around, not to be seen, or piled up."""
    with pytest.raises(NameUnfit, match=r"cannot be shown|Write a name\.|At most 80 letters\."):
        actions.join(found.join_code, name)


@pytest.mark.parametrize("blank", BLANKS)
def test_a_name_that_shows_nothing_is_refused(found: Class, blank: str) -> None:
    """Alone, or beside letters: it would look like nobody's name, or like somebody else's. The refusal says why."""
    for name in (blank, blank * 3, f"Elif{blank}", f"{blank}Elif", f"El{blank}if"):
        with pytest.raises(NameUnfit, match=r"a character in it shows nothing|Write a name\."):
            actions.join(found.join_code, name)
    assert actions.join(found.join_code, "Elif").seat == 1


def test_all_that_is_ignored_by_default_is_refused() -> None:
    """Each code point of Unicode's property Default_Ignorable_Code_Point, as of Unicode 16."""
    ranges = (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    )  # fmt: skip
    accepted = []
    for first, last in ranges:
        for number in range(first, last + 1):
            with contextlib.suppress(NameUnfit):
                accepted.append(f"U+{number:04X} {read_display_name(f'Elif{chr(number)}')}")
    assert accepted == []


def test_what_chooses_the_form_of_a_letter_is_part_of_a_name() -> None:
    """The ideographs of Japanese family names have variants, and symbols have coloured ones."""
    for name in ("\u845b\U000e0100\u57ce", "\u8fba\ufe00", "Elif \u2764\ufe0f", "\u1820\u180b\u1823"):
        assert read_display_name(name) == name


@pytest.mark.parametrize("title", ["\u3164", "\u2800\u2800", "\uffa0 \u1160"])
def test_a_class_has_a_title_that_is_seen(instructor: User, title: str) -> None:
    """As a person has a name."""
    with pytest.raises(ClassUnfit, match=r"This title cannot be used\."):
        actions.make_class(replace(FACTS, title=title), by=instructor)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O'Brien",
        "李小龙",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "ליאור",
        "Nguyễn Thị Minh Khai",
        "X Æ A-12",
    ],
)
def test_names_of_the_world_are_names(found: Class, name: str) -> None:
    """In every script, with what it needs between its letters."""
    assert actions.join(found.join_code, name).person.display_name == name


def test_a_full_class_says_so_and_keeps_a_waiting_list(found: Class, instructor: User) -> None:
    """Who waits has no seat, and takes no part, until somebody leaves."""
    first, *_ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    with pytest.raises(ClassFull, match="All 3 seats") as full:
        actions.join(found.join_code, "D")
    assert full.value.facts == {"full": True, "seats": 3}
    waiting = actions.join(found.join_code, "D", may_wait=True)
    assert waiting.seat == 0
    assert not takes_part(fresh(waiting.person))
    actions.free_seat(found, first.person.pk, by=instructor)
    assert takes_part(fresh(waiting.person))
    assert not takes_part(fresh(first.person))


def test_who_loses_the_seat_waits_behind_all_others(found: Class, instructor: User) -> None:
    """Who came to the class before them, and has waited for days, gets the next one that is free."""
    first, second, _ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    fourth, fifth = (actions.join(found.join_code, name, may_wait=True) for name in ("D", "E"))
    actions.free_seat(found, first.person.pk, by=instructor)
    actions.free_seat(found, second.person.pk, by=instructor)
    assert all(takes_part(fresh(each.person)) for each in (fourth, fifth))
    assert not any(takes_part(fresh(each.person)) for each in (first, second))


def test_a_removed_student_leaves_the_seat_to_who_waits(found: Class, instructor: User) -> None:
    """The account stays, without a place in the class; from the waiting list, the student is just gone."""
    first, *_ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    fourth, fifth = (actions.join(found.join_code, name, may_wait=True) for name in ("D", "E"))
    actions.remove_student(found, first.person.pk, by=instructor)
    assert not fresh(first.person).roles
    assert Seat.objects.get(number=1).membership == Membership.objects.get(person=fourth.person)
    actions.remove_student(found, fifth.person.pk, by=instructor)
    assert not Membership.objects.filter(person=fifth.person).exists()
    entries = AuditEntry.objects.filter(action=Action.REMOVE_STUDENT).order_by("pk")
    assert [(entry.actor, entry.about, entry.details) for entry in entries] == [
        (instructor.pk, first.person.pk, {"seat": 1}),
        (instructor.pk, fifth.person.pk, {"seat": 0}),
    ]
    for nobody in (first.person.pk, instructor.pk, uuid4()):
        with pytest.raises(NoSuchStudent):
            actions.remove_student(found, nobody, by=instructor)


def test_the_seat_of_somebody_who_is_erased_goes_to_who_waits(found: Class, instructor: User) -> None:
    """Who joins afterwards does not get it."""
    first, *_ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    waiting = actions.join(found.join_code, "D", may_wait=True)
    erase_person(first.person, by=instructor)
    assert takes_part(fresh(waiting.person))
    with pytest.raises(ClassFull):
        actions.join(found.join_code, "E")
    erase_person(waiting.person, by=instructor)
    assert actions.join(found.join_code, "E").seat == 1


def test_a_seat_is_not_given_to_who_cannot_sign_in(found: Class, instructor: User) -> None:
    """Whose account was closed while they waited is passed over, and keeps nobody else from joining."""
    first, second, _ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    closed, waiting = (actions.join(found.join_code, name, may_wait=True) for name in ("D", "E"))
    User.objects.filter(pk=closed.person.pk).update(is_active=False)
    actions.remove_student(found, first.person.pk, by=instructor)
    assert Seat.objects.get(number=1).membership == Membership.objects.get(person=waiting.person)
    actions.remove_student(found, second.person.pk, by=instructor)
    assert actions.join(found.join_code, "F").seat == 2


def test_who_joins_does_not_pass_who_waits(found: Class, instructor: User) -> None:
    """A student whose seat was taken away is the last of those who wait; a free seat is not for who comes later."""
    first, second, third = (actions.join(found.join_code, name) for name in ("A", "B", "C"))
    actions.free_seat(found, first.person.pk, by=instructor)
    with pytest.raises(ClassFull, match="Other students wait"):
        actions.join(found.join_code, "D")
    last = actions.join(found.join_code, "D", may_wait=True)
    assert last.seat == 0
    actions.free_seat(found, second.person.pk, by=instructor)
    assert takes_part(fresh(first.person))
    actions.free_seat(found, third.person.pk, by=instructor)
    assert takes_part(fresh(last.person))


def test_modules_that_are_so_already_are_not_in_the_log(found: Class, instructor: User) -> None:
    """An entry names what has changed; one that names nothing is none."""
    actions.open_modules(found, [], is_open=True, by=instructor)
    actions.open_modules(found, ["x"], is_open=True, by=instructor)
    actions.open_modules(found, ["x", "y"], is_open=False, by=instructor)
    actions.open_modules(found, ["y", "z"], is_open=False, by=instructor)
    entries = AuditEntry.objects.filter(action__in=[Action.OPEN_MODULE, Action.CLOSE_MODULE]).order_by("pk")
    assert [(entry.action, entry.details["modules"]) for entry in entries] == [
        ("close-module", "x, y"),
        ("close-module", "z"),
    ]


def test_a_closed_class_takes_nobody(found: Class, instructor: User) -> None:
    """Those who are in it work on; once it is open again, others join."""
    joined = actions.join(found.join_code, "A")
    actions.let_join(found, is_open=False, by=instructor)
    with pytest.raises(JoiningClosed, match="takes no more students"):
        actions.join(found.join_code, "B")
    assert User.objects.filter(display_name="B").count() == 0
    assert takes_part(fresh(joined.person))
    actions.let_join(found, is_open=True, by=instructor)
    assert actions.join(found.join_code, "B").seat == 2


def test_an_archived_class_takes_nobody(found: Class, instructor: User) -> None:
    """Nobody works in it any more, either."""
    joined = actions.join(found.join_code, "A")
    actions.archive(found, by=instructor)
    assert not takes_part(fresh(joined.person))
    with pytest.raises(JoiningClosed, match="takes no more students"):
        actions.join(found.join_code, "B")


def test_an_old_code_lets_nobody_in(found: Class, instructor: User) -> None:
    """Once the class has another."""
    old = found.join_code
    assert actions.join(actions.change_join_code(found, by=instructor), "A").seat == 1
    with pytest.raises(JoinCodeUnknown):
        actions.join(old, "B")


def test_the_database_has_no_seat_for_a_second_student(found: Class) -> None:
    """Whatever the program does: a seat has one student, a student one seat, and a class the seats of its making."""
    one, other = (actions.join(found.join_code, name) for name in ("A", "B"))
    taken = Seat.objects.get(in_class=found, number=2).membership
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(in_class=found, number=3).update(membership=taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(in_class=found, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(in_class=found, number=16)
    assert one.seat != other.seat


def test_a_seat_is_handed_over(found: Class, instructor: User) -> None:
    """To a free one, never to one that is taken, and only within the class."""
    one, other = (actions.join(found.join_code, name) for name in ("A", "B"))
    actions.seat_student(found, one.person.pk, 3, by=instructor)
    assert [seat.membership.person if seat.membership else None for seat in found.seats.all()] == [
        None,
        other.person,
        one.person,
    ]
    with pytest.raises(SeatTaken, match="Seat 3 is taken"):
        actions.seat_student(found, other.person.pk, 3, by=instructor)
    with pytest.raises(NoSuchStudent):
        actions.seat_student(found, uuid4(), 1, by=instructor)
    with pytest.raises(NoSuchStudent):
        actions.seat_student(found, other.person.pk, 4, by=instructor)


@pytest.mark.parametrize(
    ("act", "signs_out"),
    [
        (lambda found, _student, by: actions.archive(found, by=by), ["A", "B"]),
        (lambda found, student, by: actions.remove_student(found, student, by=by), ["A"]),
        (lambda found, student, by: actions.free_seat(found, student, by=by), ["A"]),
        (lambda found, student, by: actions.reset_passcode(found, student, by=by), ["A"]),
    ],
    ids=["archive", "remove_student", "free_seat", "reset_passcode"],
)
def test_who_loses_the_class_the_seat_or_the_passcode_is_signed_out_everywhere(
    found: Class, instructor: User, act: Callable[[Class, UUID, User], object], signs_out: list[str]
) -> None:
    """Each browser of theirs asks for a sign-in again; those of others, and the instructor's, do not."""
    students = {name: actions.join(found.join_code, name).person for name in ("A", "B")}
    browsers = [(name, Client()) for name in ("A", "A", "B", "instructor")]
    for name, browser in browsers:
        browser.force_login(students.get(name, instructor), backend="quintain.accounts.backends.PersonBackend")
    act(found, students["A"].pk, instructor)
    left = [name for name, browser in browsers if SESSION_KEY in browser.session]
    assert left == [name for name, _ in browsers if name not in signs_out]


def test_lost_factors_of_an_instructor_are_for_operators_to_remove(found: Class, instructor: User) -> None:
    """A second instructor of the class would else get a hold on a sign-in that teaches other classes as well."""
    ivo, ida = (make_person(name, name, Role.INSTRUCTOR) for name in ("ivo", "ida"))
    for name in ("ivo", "ida"):
        actions.add_instructor(found, name, by=instructor)
    student = actions.join(found.join_code, "A").person
    both = actions.join(found.join_code, "B").person
    Membership.objects.create(person=both, role=Role.AUTHOR)
    outsider = make_person("otto", "Otto", Role.INSTRUCTOR)
    assert actions.reset_member_factors(found, student.pk, by=fresh(ivo)) == 0
    for person in (ida, both, outsider, instructor):
        with pytest.raises(NoSuchStudent):
            actions.reset_member_factors(found, person.pk, by=fresh(ivo))
        with pytest.raises(NoSuchStudent):
            actions.reset_passcode(found, person.pk, by=fresh(ivo))
    assert actions.reset_member_factors(found, ida.pk, by=instructor) == 0
    assert actions.reset_member_factors(found, both.pk, by=instructor) == 0
    with pytest.raises(NoSuchStudent):
        actions.reset_member_factors(found, outsider.pk, by=instructor)


def test_a_student_who_loses_the_seat_gets_it_back_if_nobody_waits(found: Class, instructor: User) -> None:
    """Not by the same act: the seat is free then, and the first of those who wait gets it later."""
    only = actions.join(found.join_code, "A").person
    actions.free_seat(found, only.pk, by=instructor)
    assert Seat.objects.get(number=1).membership is None
    assert not takes_part(fresh(only))
    with pytest.raises(NoSuchStudent):
        actions.free_seat(found, only.pk, by=instructor)


def test_seats_of_an_archived_class_are_given_to_nobody(found: Class, instructor: User) -> None:
    """Who is erased afterwards leaves an empty seat; the waiting list is over."""
    first, *_ = [actions.join(found.join_code, name) for name in ("A", "B", "C")]
    waiting = actions.join(found.join_code, "D", may_wait=True)
    actions.archive(found, by=instructor)
    erase_person(first.person, by=instructor)
    assert Seat.objects.get(number=1).membership is None
    assert not takes_part(fresh(waiting.person))


def test_a_class_has_no_instructor_whose_account_is_closed(found: Class, instructor: User) -> None:
    """It would be opened again one day, with rights that nobody thought of."""
    ivo = make_person("ivo", "Ivo", Role.INSTRUCTOR)
    User.objects.filter(pk=ivo.pk).update(is_active=False)
    with pytest.raises(InstructorUnknown):
        actions.add_instructor(found, "ivo", by=instructor)


def test_a_new_passcode_takes_the_place_of_the_old(found: Class, instructor: User) -> None:
    """The old one signs nobody in any more."""
    joined = actions.join(found.join_code, "A")
    passcode = actions.reset_passcode(found, joined.person.pk, by=instructor)
    assert authenticate(username=joined.person.username, password=joined.passcode) is None
    assert authenticate(username=joined.person.username, password=passcode) == joined.person


@pytest.mark.parametrize("role", [Role.STUDENT, Role.AUTHOR, Role.INSTRUCTOR])
def test_actions_ask_for_themselves(found: Class, role: Role) -> None:
    """Also where a view forgot to: an instructor of another class may do nothing in this one."""
    stranger = make_person("tom", "Tom", role)
    stranger.is_superuser = stranger.is_staff = True  # type: ignore[attr-defined]  # what Django would grant everything
    student = actions.join(found.join_code, "A").person.pk
    for act in (
        lambda: actions.let_join(found, is_open=False, by=stranger),
        lambda: actions.change_join_code(found, by=stranger),
        lambda: actions.open_modules(found, ["x"], is_open=False, by=stranger),
        lambda: actions.archive(found, by=stranger),
        lambda: actions.seat_student(found, student, 2, by=stranger),
        lambda: actions.free_seat(found, student, by=stranger),
        lambda: actions.remove_student(found, student, by=stranger),
        lambda: actions.reset_passcode(found, student, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_every_privileged_act_is_in_the_log(found: Class, instructor: User) -> None:
    """By whom, about whom, in which class; and the database lets nobody change it."""
    student = actions.join(found.join_code, "A").person
    actions.reset_passcode(found, student.pk, by=instructor)
    entry = AuditEntry.objects.get(action=Action.RESET_PASSCODE)
    assert (entry.actor, entry.about, entry.in_class) == (instructor.pk, student.pk, found.pk)
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="nothing")
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        AuditEntry.objects.all().delete()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "This title"),
        ({"title": "\u202ex"}, "This title"),
        ({"seats": 0}, "1 to 15 seats"),
        ({"seats": 16}, "1 to 15 seats"),
        ({"ends_on": date(2027, 5, 2)}, "dates"),
        ({"ends_on": date(2028, 5, 2)}, "dates"),
        ({"time_zone": "Mars/Olympus"}, "time zone"),
        ({"time_zone": "../../etc/passwd"}, "time zone"),
    ],
)
def test_a_class_that_cannot_be_is_refused_in_words(instructor: User, changed: dict[str, object], said: str) -> None:
    """And leaves nothing behind."""
    with pytest.raises(ClassUnfit, match=said):
        actions.make_class(replace(FACTS, **changed), by=instructor)  # type: ignore[arg-type]  # each is of its field
    assert not Class.objects.exists()


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR, Role.OPERATOR])
def test_somebody_with_a_role_does_not_join_by_single_sign_on(found: Class, rf: RequestFactory, role: Role) -> None:
    """One account is in one class: two tabs of the same student take one seat."""
    iris = make_person("iris", "Iris", role)
    with pytest.raises(JoinCodeUnknown):
        actions.join_signed_on(found.join_code, "", identity=None, person=iris, request=rf.post("/join/"))
    assert [each.role for each in fresh(iris).memberships.all()] == [role]


def test_somebody_without_a_role_joins_by_single_sign_on_under_the_own_name(found: Class, rf: RequestFactory) -> None:
    """The account is the same one, and the name that was typed is not taken."""
    iris = User.objects.create_user("iris", "Iris")
    joined = actions.join_signed_on(found.join_code, "Mallory", identity=None, person=iris, request=rf.post("/join/"))
    assert (joined.person, joined.seat, joined.passcode) == (iris, 1, "")
    assert fresh(iris).display_name == "Iris"
    assert takes_part(fresh(iris))
