"""Who opens an arena, who enters what, and that each entry is a student's own to give and to take back."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Membership, User
from quintain.accounts.people.personal_data import erase_person
from quintain.arena import actions, queries, tasks
from quintain.arena.errors import (
    ArenaClosed,
    ArenaOpen,
    EntryRefused,
    NameTaken,
    NameTooLong,
    NoTeam,
    NothingToBreak,
    NothingToEnter,
    TeamsNotClear,
)
from quintain.arena.models import Arena, Entrant, Entry, Kind, Team, Trial
from quintain.arena.works import works_to_enter
from quintain.attempts.models import Kind as WorkKind
from quintain.attempts.models import Submission
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.judge.grading.submission import MAX_BYTES
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.arena.conftest import SignIn, Students
from tests.arena.work import prove, store
from tests.at_once import at_once
from tests.dashboards.filling import Story, fill, make_class, make_instructor

pytestmark = [pytest.mark.sample(most=20, of="file"), pytest.mark.django_db(transaction=True)]


def acts() -> list[str]:
    """Return what the audit log says of arenas, oldest first."""
    return list(AuditEntry.objects.filter(action__contains="arena").order_by("pk").values_list("action", flat=True))


def archive(a_class: Class) -> None:
    """End a class, as it is in the database."""
    Class.objects.filter(pk=a_class.pk).update(archived_at=timezone.now())
    a_class.refresh_from_db()


def test_others_do_not_run_an_arena(a_class: Class, arena: Arena, students: Students, operator: User, lab: Lab) -> None:
    """Not a student, not an operator, not the instructor of another class, and nobody of an archived one."""
    (elif_,) = students(Elif=("a", "b"))
    otto = make_instructor("otto", "Otto")
    make_class(otto)
    for person in (elif_, operator, otto):
        for act in (
            lambda by: actions.open_arena(a_class, lab, by=by),
            lambda by: actions.close_arena(arena, by=by),
            lambda by: actions.begin_round(arena, by=by),
            lambda by: actions.stop_round(arena, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    archive(a_class)
    with pytest.raises(PermissionDenied):
        actions.open_arena(a_class, lab, by=User.objects.get(username="mara"))
    arena.refresh_from_db()
    assert arena.is_open


def test_a_class_has_one_open_arena(a_class: Class, arena: Arena, mara: User, lab: Lab) -> None:
    """The database itself keeps it so; after the end of one there may be another, and another class has its own."""
    with pytest.raises(ArenaOpen):
        actions.open_arena(a_class, lab, by=mara)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arena.objects.create(in_class=a_class, lab=lab.uuid)
    actions.open_arena(make_class(mara, title="The other one"), lab, by=mara)
    actions.close_arena(arena, by=mara)
    actions.close_arena(arena, by=mara)
    assert actions.open_arena(a_class, lab, by=mara).is_open
    assert acts() == ["open-arena", "open-arena", "close-arena", "open-arena"]


def test_an_arena_needs_exploits(a_class: Class, mara: User, course: Pack) -> None:
    """A lab without the phase *break* has none."""
    with pytest.raises(NothingToBreak):
        actions.open_arena(a_class, course.labs["store"], by=mara)


@pytest.mark.parametrize(
    "names",
    [
        ["One"],
        ["One", " one "],
        [str(number) for number in range(7)],
        ["One", "x" * 41],
        ["\u200b", "One"],
        ["x\n"] * 999,
    ],
)
def test_teams_have_names_of_their_own(a_class: Class, mara: User, lab: Lab, names: list[str]) -> None:
    """Two to six, of 40 letters at most that can be told apart."""
    with pytest.raises(TeamsNotClear):
        actions.open_arena(a_class, lab, names, by=mara)
    assert not Arena.objects.exists()


def test_nothing_is_entered_by_itself(arena: Arena, students: Students, a_class: Class, sign_in: SignIn) -> None:
    """What is proven stays with its student until the student says so, for each kind on its own."""
    (elif_,) = students(Elif=("mine", "theirs"))
    answer = sign_in(elif_).get(f"/arena/{a_class.pk}/")
    assert "Enter my fix, attempt 1" in answer.content.decode()
    assert not Entry.objects.exists()
    actions.enter(arena, Kind.EXPLOIT, by=elif_)
    assert [entry.kind for entry in Entry.objects.all()] == ["exploit"]
    assert acts() == ["open-arena", "enter-arena"]
    entry = AuditEntry.objects.get(action="enter-arena")
    assert (entry.actor, entry.about, entry.in_class, entry.details) == (
        elif_.pk,
        elif_.pk,
        a_class.pk,
        {"kind": "exploit"},
    )


def test_only_what_passes_the_tests_is_entered(arena: Arena, a_class: Class, lab: Lab, course: Pack) -> None:
    """No broken fix, no run that never ended, nothing unchanged, no exploit that beat a fix alone, no other lab."""
    elif_, hugo = fill(a_class, lab, (Story("Elif"), Story("Hugo")))
    prove(elif_, course.labs["store"], "fix", "exploit")
    prove(hugo, lab, "fix", "exploit")
    for work, result, exploit in (
        (WorkKind.VERDICT, "broken", ""),
        (WorkKind.TESTS, "broken", ""),
        (WorkKind.TESTS, "error", ""),
        (WorkKind.EXPLOIT, "repelled", "x"),
        (WorkKind.EXPLOIT, "stopped", "x"),
        (WorkKind.REPLAY, "landed", "x"),
    ):
        store(elif_, lab, work, result, files={"shop.py": "x"}, exploit=exploit)
    for work, result in ((WorkKind.TESTS, "proven"), (WorkKind.VERDICT, "still-open")):
        store(elif_, lab, work, result, files={"shop.py": lab.starter["shop.py"]})
    check = store(elif_, lab, WorkKind.VERDICT, "proven", files={"shop.py": "x"})
    Submission.objects.filter(pk=check.pk).update(is_check=True)
    for kind in Kind:
        with pytest.raises(NothingToEnter):
            actions.enter(arena, kind, by=elif_)
    assert not Entrant.objects.exists()


def test_a_fix_need_not_be_proven(arena: Arena, a_class: Class, lab: Lab) -> None:
    """It is enough that its tests pass, by a run of them alone or by a verdict; the entry says that it is unproven."""
    (elif_,) = fill(a_class, lab, (Story("Elif"),))
    for work, result, number in ((WorkKind.TESTS, "proven", None), (WorkKind.VERDICT, "still-open", 1)):
        store(elif_, lab, work, result, files={"shop.py": f"half a fix, by {work}"})
        entry = actions.enter(arena, Kind.FIX, by=elif_)
        assert (entry.files["shop.py"], entry.is_proven, entry.number) == (f"half a fix, by {work}", False, number)


def test_a_student_chooses_between_the_latest_fix_and_the_proven_one(
    arena: Arena, students: Students, lab: Lab, a_class: Class, sign_in: SignIn
) -> None:
    """Both are on the page; what was offered is entered, and nothing of anybody else."""
    elif_, hugo = students(Elif=("proven", ""), Hugo=("theirs", ""))
    store(elif_, lab, WorkKind.TESTS, "proven", files={"shop.py": "an experiment"})
    latest, proven = works_to_enter(arena, elif_, Kind.FIX)
    assert [(each.files["shop.py"], each.is_proven) for each in (latest, proven)] == [
        ("an experiment", False),
        ("proven", True),
    ]
    seen = sign_in(elif_).get(f"/arena/{a_class.pk}/").content.decode()
    assert "Enter my fix as I have run it last" in seen
    assert "Enter my fix, attempt 1" in seen
    address = f"/arena/{a_class.pk}/enter"
    browser = sign_in(elif_)
    assert browser.post(address, {"kind": "fix", "work": str(proven.id)}).status_code == 302
    assert Entry.objects.get().files == {"shop.py": "proven"}
    theirs = works_to_enter(arena, hugo, Kind.FIX)[0].id
    for work, status in ((theirs, 409), (uuid4(), 409), ("x", 404)):
        assert browser.post(address, {"kind": "fix", "work": str(work)}).status_code == status
    assert Entry.objects.get().files == {"shop.py": "proven"}


def test_an_entry_that_is_proven_later_says_so(arena: Arena, a_class: Class, lab: Lab) -> None:
    """The texts are the same, so nothing else changes."""
    (elif_,) = fill(a_class, lab, (Story("Elif"),))
    store(elif_, lab, WorkKind.TESTS, "proven", files={"shop.py": "good"})
    entry = actions.enter(arena, Kind.FIX, by=elif_)
    prove(elif_, lab, "good")
    again = actions.enter(arena, Kind.FIX, by=elif_)
    assert (again.pk, again.is_proven, again.number) == (entry.pk, True, 1)


def test_others_take_the_place_of_what_was_entered(arena: Arena, students: Students, lab: Lab, mara: User) -> None:
    """The same texts are entered once; the points of a round stay, and the texts of it go as soon as it is over."""
    elif_, hugo = students(Elif=("first", ""), Hugo=("", "first"))
    store(elif_, lab, WorkKind.VERDICT, "broken", files={"shop.py": "later"})
    entry = actions.enter(arena, Kind.FIX, by=elif_)
    assert (entry.number, entry.files) == (1, {"shop.py": "first"})
    actions.enter(arena, Kind.EXPLOIT, by=hugo)
    tasks.enqueue(actions.begin_round(arena, by=mara))
    assert actions.enter(arena, Kind.FIX, by=elif_) == entry
    assert Trial.objects.count() == 1
    prove(elif_, lab, "second")
    newer = actions.enter(arena, Kind.FIX, by=elif_)
    assert (newer.number, newer.files) == (3, {"shop.py": "second"})
    entry.refresh_from_db()
    assert entry.replaced_at is not None
    assert entry.files == {}
    assert Trial.objects.count() == 1
    prove(elif_, lab, "third")
    actions.enter(arena, Kind.FIX, by=elif_)
    assert not Entry.objects.filter(pk=newer.pk).exists(), "what no round has tried leaves nothing behind"
    actions.take_back(Entry.objects.get(kind=Kind.FIX, replaced_at=None), by=elif_)
    assert not Entry.objects.filter(kind=Kind.FIX).exists()
    assert not Trial.objects.exists()


def test_a_double_click_enters_once(arena: Arena, students: Students, a_class: Class, sign_in: SignIn) -> None:
    """Also when both come at the same moment."""
    (elif_,) = students(Elif=("fix", "exploit"))
    found = at_once(lambda _: actions.enter(arena, Kind.FIX, by=elif_), range(4))
    assert len({each.pk for each in found if isinstance(each, Entry)}) == 1
    assert all(isinstance(each, Entry) for each in found)
    browser = sign_in(elif_)
    for _ in range(2):
        assert browser.post(f"/arena/{a_class.pk}/enter", {"kind": "exploit"}).status_code == 302
    assert Entry.objects.count() == 2
    assert acts().count("enter-arena") == 2


def test_a_name_is_one_line_of_ones_own(arena: Arena, students: Students) -> None:
    """Not another student's, in whatever case, neither the real one nor the one that is shown; and none is no name."""
    elif_, hugo = students(Elif=("a", "b"), Hugo=("a", "b"))
    actions.enter(arena, Kind.FIX, by=elif_, name="  Red\n\u202e Fox ")
    assert Entrant.objects.get(person=elif_).name == "Red Fox"
    for name in ("red fox", "ELIF", "R\u200bed Fox"):
        with pytest.raises(NameTaken):
            actions.enter(arena, Kind.FIX, by=hugo, name=name)
    for name in ("x" * 41, "x" * 10_000_000):
        with pytest.raises(NameTooLong, match="40"):
            actions.enter(arena, Kind.FIX, by=hugo, name=name)
    assert not Entrant.objects.filter(person=hugo).exists()
    actions.enter(arena, Kind.FIX, by=hugo, name="Hugo")
    actions.rename(arena, "", by=hugo)
    actions.enter(arena, Kind.EXPLOIT, by=hugo, name="")
    with pytest.raises(NameTaken):
        actions.rename(arena, "Red Fox", by=hugo)
    assert Entrant.objects.get(person=hugo).name == ""


def test_a_student_has_one_team_of_the_arena(a_class: Class, mara: User, students: Students, lab: Lab) -> None:
    """None of another arena, and another one only after all was taken back."""
    other = actions.open_arena(make_class(mara, title="Other"), lab, ["One", "Two"], by=mara)
    arena = actions.open_arena(a_class, lab, ["Red", " Blue "], by=mara)
    (elif_,) = students(Elif=("a", "b"))
    red, blue = arena.teams.all()
    assert (red.name, blue.name) == ("Red", "Blue")
    for team in (None, -1, 2**40, Team.objects.filter(arena=other).values_list("pk", flat=True)[0]):
        with pytest.raises(NoTeam):
            actions.enter(arena, Kind.FIX, by=elif_, team=team)
    entry = actions.enter(arena, Kind.FIX, by=elif_, team=red.pk)
    with pytest.raises(NoTeam):
        actions.enter(arena, Kind.EXPLOIT, by=elif_, team=blue.pk)
    actions.take_back(entry, by=elif_)
    assert actions.enter(arena, Kind.EXPLOIT, by=elif_, team=blue.pk).entrant.team == blue


def test_what_the_judge_does_not_take_is_refused(arena: Arena, students: Students, lab: Lab) -> None:
    """A text that is too large or none, however it came into the database."""
    (elif_,) = students(Elif=("a", "b"))
    for text in ("x" * (MAX_BYTES + 1), "\0"):
        prove(elif_, lab, text, text)
        for kind in Kind:
            with pytest.raises(EntryRefused):
                actions.enter(arena, kind, by=elif_)
    store(elif_, lab, WorkKind.VERDICT, "proven", files={"../etc/passwd": "x"})
    with pytest.raises(EntryRefused):
        actions.enter(arena, Kind.FIX, by=elif_)
    assert not Entrant.objects.exists()


def test_a_closed_arena_takes_nothing_and_shows_all(
    arena: Arena, students: Students, mara: User, sign_in: SignIn
) -> None:
    """Nothing is entered or run; results stay, and can be taken back."""
    elif_, hugo = students(Elif=("a", "b"), Hugo=("b", "a"))
    for person in (elif_, hugo):
        actions.enter(arena, Kind.FIX, by=person)
    exploit = actions.enter(arena, Kind.EXPLOIT, by=elif_)
    tasks.enqueue(actions.begin_round(arena, by=mara))
    actions.close_arena(arena, by=mara)
    with pytest.raises(ArenaClosed):
        actions.enter(arena, Kind.EXPLOIT, by=hugo)
    with pytest.raises(ArenaClosed):
        actions.begin_round(arena, by=mara)
    for act in ("run", "stop", "close"):
        answer = sign_in(mara).post(f"/classes/{arena.in_class.pk}/arena/set", {"act": act})
        assert answer.status_code == 409
        assert "The arena is closed" in answer.content.decode()
    assert "got through" in sign_in(mara).get(f"/classes/{arena.in_class.pk}/arena/").content.decode()
    browser = sign_in(elif_)
    assert "Take my exploit back" in browser.get(f"/arena/{arena.in_class.pk}/").content.decode()
    assert browser.post(f"/arena/{arena.in_class.pk}/entries/{exploit.pk}/take-back").status_code == 302
    assert not Trial.objects.exists()


def test_earlier_entries_are_taken_back_from_the_same_page(
    arena: Arena, students: Students, mara: User, lab: Lab, sign_in: SignIn
) -> None:
    """Another arena is open meanwhile; the instructor still finds the table of the earlier one."""
    (elif_,) = students(Elif=("a", "b"))
    entry = actions.enter(arena, Kind.FIX, by=elif_)
    actions.close_arena(arena, by=mara)
    actions.open_arena(arena.in_class, lab, by=mara)
    browser = sign_in(elif_)
    page = browser.get(f"/arena/{arena.in_class.pk}/").content.decode()
    assert f"/arena/{arena.in_class.pk}/entries/{entry.pk}/take-back" in page
    assert "Enter my fix" in page
    assert (
        f"/classes/{arena.in_class.pk}/arena/{arena.pk}/"
        in sign_in(mara).get(f"/classes/{arena.in_class.pk}/arena/").content.decode()
    )
    for address in ("", "parts"):
        assert sign_in(mara).get(f"/classes/{arena.in_class.pk}/arena/{arena.pk}/{address}").status_code == 200
        assert sign_in(mara).get(f"/classes/{arena.in_class.pk}/arena/{uuid4()}/{address}").status_code == 404
    browser.post(f"/arena/{arena.in_class.pk}/entries/{entry.pk}/take-back")
    assert not Entrant.objects.exists()


def test_only_its_student_takes_an_entry_back(arena: Arena, students: Students, mara: User, sign_in: SignIn) -> None:
    """With one click, and a second one changes nothing; to others there is no such entry."""
    elif_, hugo = students(Elif=("a", "b"), Hugo=("a", "b"))
    fix = actions.enter(arena, Kind.FIX, by=elif_)
    actions.enter(arena, Kind.EXPLOIT, by=elif_)
    actions.enter(arena, Kind.FIX, by=hugo)
    address = f"/arena/{arena.in_class.pk}/entries/{fix.pk}/take-back"
    for other in (hugo, mara):
        with pytest.raises(PermissionDenied):
            actions.take_back(fix, by=other)
        assert sign_in(other).post(address).status_code == 404
    other_class = make_class(mara, title="Other")
    browser = sign_in(elif_)
    assert browser.post(f"/arena/{other_class.pk}/entries/{fix.pk}/take-back").status_code == 404
    for _ in range(2):
        assert browser.post(address).status_code == 302
    assert {(each.entrant.person, each.kind) for each in Entry.objects.all()} == {(elif_, "exploit"), (hugo, "fix")}
    assert acts().count("leave-arena") == 1


def test_an_entry_is_taken_back_without_a_seat(
    arena: Arena, students: Students, a_class: Class, mara: User, sign_in: SignIn
) -> None:
    """By a student who waits for a seat again, and after the class has ended."""
    elif_, hugo = students(Elif=("a", "b"), Hugo=("a", "b"))
    entries = [actions.enter(arena, Kind.FIX, by=person) for person in (elif_, hugo)]
    cohorts.free_seat(a_class, elif_.pk, by=mara)
    browser = sign_in(User.objects.get(pk=elif_.pk))
    assert browser.post(f"/arena/{a_class.pk}/enter", {"kind": "exploit"}).status_code == 404
    assert "Take my fix back" in browser.get(f"/arena/{a_class.pk}/").content.decode()
    browser.post(f"/arena/{a_class.pk}/entries/{entries[0].pk}/take-back")
    assert browser.get(f"/arena/{a_class.pk}/").status_code == 404
    archive(a_class)
    browser = sign_in(User.objects.get(pk=hugo.pk))
    browser.post(f"/arena/{a_class.pk}/entries/{entries[1].pk}/take-back")
    assert not Entry.objects.exists()


def test_who_leaves_takes_all_along(arena: Arena, students: Students, a_class: Class, mara: User) -> None:
    """Removed from the class, or erased; what others have with each other stays."""
    elif_, hugo, ines = students(Elif=("a", "b"), Hugo=("b", "a"), Ines=("c", "c"))
    for person in (elif_, hugo, ines):
        for kind in Kind:
            actions.enter(arena, kind, by=person)
    tasks.enqueue(actions.begin_round(arena, by=mara))
    assert Trial.objects.count() == 6
    cohorts.remove_student(a_class, elif_.pk, by=mara)
    assert {each.person for each in Entrant.objects.all()} == {hugo, ines}
    assert Trial.objects.count() == 2
    erase_person(hugo, by=None)
    assert {each.person for each in Entrant.objects.all()} == {ines}
    assert not Trial.objects.exists()
    with pytest.raises(PermissionDenied):
        actions.enter(arena, Kind.FIX, by=elif_)


def test_a_student_removed_meanwhile_enters_nothing(arena: Arena, students: Students) -> None:
    """What the page knew of their seat is asked again."""
    (elif_,) = students(Elif=("a", "b"))
    assert elif_.roles
    Membership.objects.filter(person=elif_).delete()
    with pytest.raises(PermissionDenied):
        actions.enter(arena, Kind.FIX, by=elif_)
    assert not Entrant.objects.exists()


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        ("classes/{}/arena/set", {}, 400),
        ("classes/{}/arena/set", {"act": "explode"}, 400),
        ("classes/{}/arena/set", {"act": "open", "lab": "../.."}, 404),
        ("classes/{}/arena/set", {"act": "run"}, 409),
        ("arena/{}/enter", {}, 404),
    ],
)
def test_forms_that_make_no_sense_are_refused_in_words(
    a_class: Class, page_of_mara: Client, address: str, form: dict[str, str], status: int
) -> None:
    """Nothing is changed by them; who has no seat is told that there is nothing."""
    answer = page_of_mara.post("/" + address.format(a_class.pk), form)
    assert answer.status_code == status
    assert "Traceback" not in answer.content.decode()
    assert not Arena.objects.exists()


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"kind": "console"}, 400),
        ({"kind": "fix", "team": "๓"}, 302),
        ({"kind": "fix", "team": "9" * 5000}, 302),
        ({"kind": "fix", "name": "x" * 41}, 422),
        ({"kind": "fix", "name": "\0"}, 400),
    ],
)
def test_forms_of_students_are_read_strictly(
    arena: Arena, students: Students, sign_in: SignIn, form: dict[str, str], status: int
) -> None:
    """A team is no matter where there are none."""
    (elif_,) = students(Elif=("a", "b"))
    assert sign_in(elif_).post(f"/arena/{arena.in_class.pk}/enter", form).status_code == status
    assert Entry.objects.count() == (status == 302)


def test_another_class_is_no_way_in(arena: Arena, students: Students, a_class: Class, mara: User, lab: Lab) -> None:
    """Neither with the arena of the other class, nor by its address."""
    (elif_,) = students(Elif=("a", "b"))
    other = actions.open_arena(make_class(mara, title="Other"), lab, by=mara)
    with pytest.raises(PermissionDenied):
        actions.enter(other, Kind.FIX, by=elif_)
    assert queries.find_arena(a_class, other.pk) is None
    entry = actions.enter(arena, Kind.FIX, by=elif_)
    assert queries.find_entry(other.in_class, entry.pk) is None
