"""Rounds of an arena: what is tried, what is kept of it, and what ends one."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Membership, User
from quintain.arena import actions, playing, queries, tasks
from quintain.arena.errors import NothingToRun, NoWaitingRound, QueueFull, RoundRunning
from quintain.arena.models import MOST_ENTRIES, Arena, Entry, Kind, Outcome, Round, Trial
from quintain.arena.works import works_to_enter
from quintain.attempts.models import Server
from quintain.attempts.submissions import leases
from quintain.catalog import pack_store
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.judge.stopping import StopSwitch
from quintain.packs.model.lab import Lab
from tests.arena.conftest import Students, instructor_of
from tests.arena.straw import SECRET, ArenaJudge
from tests.arena.work import prove
from tests.at_once import at_once
from tests.classroom import make_lab, make_pack

pytestmark = [pytest.mark.sample(most=10, of="file"), pytest.mark.django_db(transaction=True)]

WORKS = {"Elif": ("quotes", "numbers"), "Hugo": ("numbers", "quotes"), "Ines": ("sound", "numbers")}


@pytest.fixture
def three(arena: Arena, students: Students) -> list[User]:
    """Enter fixes and exploits of three students, of whom Ines has the fix that holds."""
    people = students(**WORKS)
    enter_all(arena, people)
    return people


def enter_all(arena: Arena, people: list[User]) -> None:
    """Enter all that these students have, under names of their own."""
    for person in people:
        for kind in Kind:
            if works_to_enter(arena, person, kind):
                actions.enter(arena, kind, by=person, name=f"{person.display_name} X")


def run(arena: Arena, by: User) -> Round:
    """Run a round to its end, with the queue of these tests."""
    begun = actions.begin_round(arena, by=by)
    tasks.enqueue(begun)
    begun.refresh_from_db()
    return begun


def outcomes(arena: Arena) -> dict[tuple[str, str], str]:
    """Return what is stored, by the names of both students."""
    return {
        (trial.exploit.entrant.person.display_name, trial.fix.entrant.person.display_name): trial.outcome
        for trial in Trial.objects.filter(of_round__arena=arena)
    }


def table_of(arena: Arena) -> queries.Table:
    """Return what instructors see."""
    table = queries.instructors_page(arena.in_class, may_run=True).table
    assert table is not None
    return table


def once(act: Callable[[], object]) -> Callable[[StopSwitch], None]:
    """Return what does something at the first run of a judge, and waits until the run is to stop."""
    done: list[object] = []

    def meanwhile(stop: StopSwitch) -> None:
        if done:
            return
        done.append(act())
        for _ in range(100):
            if stop.is_asked:
                return
            time.sleep(0.05)
        pytest.fail("the run was not stopped")

    return meanwhile


def test_each_exploit_meets_each_fix_of_the_others(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge
) -> None:
    """Nobody's own; the round is over when all is tried, and is in the audit log."""
    begun = run(arena, mara)
    assert begun.ended_at is not None
    assert outcomes(arena) == {
        ("Elif", "Hugo"): Outcome.SUCCEEDED,
        ("Elif", "Ines"): Outcome.STOPPED,
        ("Hugo", "Elif"): Outcome.SUCCEEDED,
        ("Hugo", "Ines"): Outcome.STOPPED,
        ("Ines", "Elif"): Outcome.STOPPED,
        ("Ines", "Hugo"): Outcome.SUCCEEDED,
    }
    assert len(judge.runs) == 6
    assert AuditEntry.objects.get(action="run-arena").details == {"number": 1, "minutes": 0}


def test_who_has_no_seat_is_left_out_of_the_round(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge
) -> None:
    """What they entered stays, and plays again once they have a seat."""
    cohorts.free_seat(arena.in_class, three[2].pk, by=mara)
    run(arena, mara)
    assert outcomes(arena) == {("Elif", "Hugo"): Outcome.SUCCEEDED, ("Hugo", "Elif"): Outcome.SUCCEEDED}
    assert len(judge.runs) == 2
    cohorts.seat_student(arena.in_class, three[2].pk, 3, by=mara)
    run(arena, mara)
    assert len(outcomes(arena)) == 6


def test_nothing_is_run_twice(arena: Arena, three: list[User], judge: ArenaJudge, students: Students, lab: Lab) -> None:
    """A pair that has met counts in a later round with the same outcome; only what is new meets the judge."""
    mara = instructor_of(arena)
    run(arena, mara)
    with pytest.raises(NothingToRun):
        actions.begin_round(arena, by=mara)
    assert Round.objects.count() == 1
    enter_all(arena, students(Jonas=("quotes", "")))
    second = run(arena, mara)
    assert len(judge.runs) == 6 + 3
    assert Trial.objects.filter(of_round=second).count() == 9
    prove(three[0], lab, exploit="other")
    actions.enter(arena, Kind.EXPLOIT, by=three[0])
    third = run(arena, mara)
    assert [exploit for exploit, _ in judge.runs[9:]] == ["other"] * 3
    assert Trial.objects.filter(of_round=third).count() == 9


def test_a_round_is_open_for_entries_until_its_time_is_up(
    arena: Arena, mara: User, students: Students, judge: ArenaJudge
) -> None:
    """Nothing is tried before; then the server begins by itself, once, with what was entered until then."""
    elif_, hugo = students(Elif=("word", ""), Hugo=("", "word"))
    begun = actions.begin_round(arena, minutes=10, by=mara)
    enter_all(arena, [elif_, hugo])
    assert tasks.close_due() == 0
    assert judge.runs == []
    with pytest.raises(RoundRunning):
        actions.begin_round(arena, minutes=5, by=mara)
    Round.objects.update(closes_at=timezone.now())
    assert tasks.close_due() == 1
    assert tasks.close_due() == 0
    begun.refresh_from_db()
    assert begun.ended_at is not None
    assert outcomes(arena) == {("Hugo", "Elif"): Outcome.SUCCEEDED}


def test_several_servers_close_a_round_once(arena: Arena, mara: User, three: list[User]) -> None:
    """Whoever is first plans it; the others find nothing that is due."""
    actions.begin_round(arena, minutes=1, by=mara)
    Round.objects.update(closes_at=timezone.now())
    closed = at_once(lambda _: actions.close_due(), range(4))
    assert sum(len(each) for each in closed if isinstance(each, list)) == 1
    assert Trial.objects.count() == 6


def test_an_instructor_ends_the_time_early(arena: Arena, mara: User, page_of_mara: Client, three: list[User]) -> None:
    """By the button that runs a round; where nothing is new, the round stays open."""
    address = f"/classes/{arena.in_class.pk}/arena/set"
    assert page_of_mara.post(address, {"act": "open-round", "minutes": "30"}).status_code == 302
    waiting = Round.objects.get()
    assert waiting.planned_at is None
    assert timedelta(minutes=29) < waiting.closes_at - waiting.begun_at <= timedelta(minutes=30)
    assert page_of_mara.post(address, {"act": "run"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.ended_at is not None
    assert page_of_mara.post(address, {"act": "open-round"}).status_code == 302
    assert page_of_mara.post(address, {"act": "run"}).status_code == 409
    assert Round.objects.filter(number=2, ended_at=None, planned_at=None).exists()
    with pytest.raises(NothingToRun):
        actions.close_round(arena, by=mara)
    actions.stop_round(arena, by=mara)
    with pytest.raises(NoWaitingRound):
        actions.close_round(arena, by=mara)


def test_a_round_without_anything_new_ends_without_points(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge
) -> None:
    """Its time was up, and nobody had entered anything: what was earned before is not earned again."""
    run(arena, mara)
    before = [each.points for each in table_of(arena).people]
    actions.begin_round(arena, minutes=1, by=mara)
    Round.objects.filter(ended_at=None).update(closes_at=timezone.now())
    assert tasks.close_due() == 0
    table = table_of(arena)
    assert [each.points for each in table.people] == before
    assert (table.board.current, table.board.is_without_news) == (None, True)
    assert len(judge.runs) == 6


def test_a_fix_that_fell_and_holds_a_round_later_earns_more(
    arena: Arena, mara: User, students: Students, lab: Lab
) -> None:
    """So it pays to go on, also for who began weakly; the round in which it fell keeps its points."""
    elif_, hugo = students(Elif=("hole", ""), Hugo=("", "hole"))
    enter_all(arena, [elif_, hugo])
    run(arena, mara)
    prove(elif_, lab, "whole")
    enter_all(arena, [elif_])
    run(arena, mara)
    points = {each.entrant.person.display_name: [one.points for one in each.rounds] for each in table_of(arena).people}
    assert points == {"Elif": [0, 1 + 3], "Hugo": [2, 0]}
    prove(hugo, lab, exploit="other")
    enter_all(arena, [hugo])
    run(arena, mara)
    points = {each.entrant.person.display_name: [one.points for one in each.rounds] for each in table_of(arena).people}
    assert points["Elif"] == [0, 4, 1], "paid once"


def test_what_is_exchanged_during_a_round_plays_in_the_next(
    arena: Arena, mara: User, students: Students, lab: Lab, judge: ArenaJudge
) -> None:
    """The round goes on with the texts that it began with, which are gone at its end."""
    elif_, hugo = students(Elif=("hole", ""), Hugo=("", "hole"))
    enter_all(arena, [elif_, hugo])
    old = Entry.objects.get(kind=Kind.FIX)
    prove(elif_, lab, "whole")

    def exchange(_stop: StopSwitch) -> None:
        if Entry.objects.filter(kind=Kind.FIX).count() == 1:
            actions.enter(arena, Kind.FIX, by=elif_)
            old.refresh_from_db()
            assert old.files == {"shop.py": "hole"}

    judge.meanwhile = exchange
    run(arena, mara)
    old.refresh_from_db()
    assert old.files == {}
    assert list(Trial.objects.values_list("fix", "outcome")) == [(old.pk, Outcome.SUCCEEDED)]
    run(arena, mara)
    assert [fix for _, fix in judge.runs] == ["hole", "whole"]


def test_a_round_that_is_open_is_no_work_for_a_server_that_starts(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge
) -> None:
    """It waits for its time, also across a restart."""
    actions.begin_round(arena, minutes=5, by=mara)
    Round.objects.update(server=uuid4())
    assert tasks.resume() == 0
    Round.objects.update(closes_at=timezone.now())
    assert tasks.close_due() == 1
    assert len(judge.runs) == 6


def test_teams_do_not_meet_themselves(
    a_class: Class, mara: User, lab: Lab, students: Students, judge: ArenaJudge
) -> None:
    """Their students' points are added up."""
    arena = actions.open_arena(a_class, lab, ["Red", "Blue"], by=mara)
    red, blue = arena.teams.all()
    people = students(**WORKS)
    for person, team in zip(people, (red, red, blue), strict=True):
        for kind in Kind:
            actions.enter(arena, kind, by=person, team=team.pk)
    run(arena, mara)
    assert set(outcomes(arena)) == {("Elif", "Ines"), ("Hugo", "Ines"), ("Ines", "Elif"), ("Ines", "Hugo")}
    table = queries.instructors_page(a_class, may_run=True).table
    assert table is not None
    # Red: one exploit stopped by Elif's fix. Blue: two stopped by Ines's fix, and her exploit through Hugo's.
    assert [(each.name, each.number) for each in table.teams] == [("Red", 1), ("Blue", 4)]
    assert len(judge.runs) == 4


def test_a_round_is_bounded(arena: Arena, a_class: Class, mara: User, lab: Lab, students: Students) -> None:
    """At most 15 exploits on 15 fixes, even if more were entered."""
    people = students(**{f"Student {number}": ("fix", "exploit") for number in range(12)})
    cohorts_seats = a_class.seats.count()
    enter_all(arena, people)
    for number in range(MOST_ENTRIES):
        person = User.objects.create_user(f"more-{number}", f"More {number}")
        membership = Membership.objects.create(person=person, in_class=a_class, role="student")
        if number < 3:
            a_class.seats.create(number=cohorts_seats + number + 1, membership=membership)
        entrant = arena.entrants.create(person=person)
        for kind in Kind:
            files = {"exploit.py": "x"} if kind == Kind.EXPLOIT else {"shop.py": "y"}
            entrant.entries.create(kind=kind, files=files)
    assert len(queries.pairs_to_try(arena)) == 15 * 14
    Membership.objects.filter(person__username__startswith="more-").delete()
    assert len(queries.pairs_to_try(arena)) == 12 * 11
    run(arena, mara)
    assert len(outcomes(arena)) == 12 * 11


def test_two_rounds_do_not_run_at_once(
    arena: Arena, mara: User, three: list[User], page_of_mara: Client, a_class: Class
) -> None:
    """The second is refused in words, also at the same moment; the database itself keeps it so."""
    found = at_once(lambda _: actions.begin_round(arena, by=mara), range(4))
    assert sorted(type(each).__name__ for each in found) == ["Round", *["RoundRunning"] * 3]
    with pytest.raises(RoundRunning):
        actions.begin_round(arena, by=mara)
    answer = page_of_mara.post(f"/classes/{a_class.pk}/arena/set", {"act": "run"})
    assert answer.status_code == 409
    assert "A round is open or runs at the moment." in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(arena=arena, number=2, server=leases.THIS_SERVER)


def test_what_the_judge_could_not_try_is_tried_again(
    arena: Arena, mara: User, students: Students, judge: ArenaJudge, lab: Lab
) -> None:
    """A fault of ours or a judge that broke down is neither a success nor a stop, and ends nothing but its own try."""
    elif_, hugo, ines, jonas = students(
        Elif=("boom", ""), Hugo=("fault", ""), Ines=("quotes", ""), Jonas=("", "quotes boom fault")
    )
    enter_all(arena, [elif_, hugo, ines, jonas])
    run(arena, mara)
    assert outcomes(arena) == {
        ("Jonas", "Elif"): Outcome.ERROR,
        ("Jonas", "Hugo"): Outcome.ERROR,
        ("Jonas", "Ines"): Outcome.SUCCEEDED,
    }
    judge.runs.clear()
    second = run(arena, mara)
    assert sorted(fix for _, fix in judge.runs) == ["boom", "fault"]
    found = Trial.objects.filter(of_round=second).values_list("outcome", flat=True)
    assert sorted(found) == [Outcome.ERROR, Outcome.ERROR, Outcome.SUCCEEDED]


def test_of_a_run_only_the_outcome_is_kept(
    arena: Arena, three: list[User], caplog: pytest.LogCaptureFixture, students: Students
) -> None:
    """No console, no steps, no message of a fault: neither in a table of the room, nor in the log."""
    mara = instructor_of(arena)
    enter_all(arena, students(Jonas=("fault", "")))
    run(arena, mara)
    assert Outcome.ERROR in outcomes(arena).values()
    for model in apps.get_app_config("arena").get_models():
        for row in model._base_manager.values():
            assert SECRET not in str(row)
    assert "judge.E1" in caplog.text
    assert SECRET not in caplog.text


def test_what_is_taken_back_during_a_round_has_no_result(
    arena: Arena, mara: User, students: Students, judge: ArenaJudge
) -> None:
    """The run ends, and what it found is not stored; the round goes on without the entry."""
    elif_, hugo, ines = students(Elif=("", "word"), Hugo=("word", ""), Ines=("word", ""))
    enter_all(arena, [elif_, hugo, ines])
    exploit = Entry.objects.get(kind=Kind.EXPLOIT)
    judge.meanwhile = once(lambda: actions.take_back(exploit, by=elif_))
    begun = run(arena, mara)
    assert len(judge.runs) == 1
    assert outcomes(arena) == {}
    assert begun.ended_at is not None


def test_a_student_removed_during_a_round_takes_the_fix_along(
    arena: Arena, a_class: Class, mara: User, students: Students, judge: ArenaJudge
) -> None:
    """The others are tried all the same."""
    elif_, hugo, ines = students(Elif=("", "word"), Hugo=("word", ""), Ines=("other", ""))
    enter_all(arena, [elif_, hugo, ines])
    judge.meanwhile = lambda _stop: cohorts.remove_student(a_class, hugo.pk, by=mara) if is_member(hugo) else None
    run(arena, mara)
    assert outcomes(arena) == {("Elif", "Ines"): Outcome.STOPPED}


def is_member(person: User) -> bool:
    """Tell whether somebody is in a class."""
    return Membership.objects.filter(person=person).exists()


@pytest.mark.parametrize("act", [actions.close_arena, actions.stop_round])
def test_a_round_is_ended_in_its_middle(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge, act: Callable[..., None]
) -> None:
    """What runs is stopped and not stored, and what waited is not run; what was tried before stays."""
    calls = 0

    def meanwhile(stop: StopSwitch) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            once(lambda: act(arena, by=mara))(stop)

    judge.meanwhile = meanwhile
    begun = run(arena, mara)
    assert begun.ended_at is not None
    assert len(judge.runs) == 3
    assert len(outcomes(arena)) == 2
    assert set(outcomes(arena).values()) <= {Outcome.SUCCEEDED, Outcome.STOPPED}
    arena.refresh_from_db()
    if arena.is_open:
        run(arena, mara)
        assert len(outcomes(arena)) == 6


def test_a_round_goes_on_after_a_restart(arena: Arena, mara: User, three: list[User], judge: ArenaJudge) -> None:
    """The server that starts tries what is left, and nothing twice."""
    begun = actions.begin_round(arena, by=mara)
    Round.objects.update(server=uuid4())
    trial = Trial.objects.order_by("pk")[0]
    Trial.objects.filter(pk=trial.pk).update(outcome=Outcome.STOPPED)
    assert tasks.resume() == 1
    begun.refresh_from_db()
    assert begun.ended_at is not None
    assert len(judge.runs) == 5
    assert tasks.resume() == 0


def test_a_server_that_lives_keeps_its_round(arena: Arena, mara: User, three: list[User], judge: ArenaJudge) -> None:
    """It is taken over once it has not been seen for a minute; then the slow one stores nothing any more."""
    begun = actions.begin_round(arena, by=mara)
    other = Server.objects.create(pk=uuid4(), seen_at=timezone.now())
    Round.objects.update(server=other.pk)
    assert actions.take_over(is_starting=False, is_alone=False) == []
    assert playing.play_one(begun.pk) is False
    trial = Trial.objects.select_related("of_round__arena").order_by("pk")[0]
    assert not actions.finish(trial, Outcome.SUCCEEDED)
    Server.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert actions.take_over(is_starting=False, is_alone=False) == [begun]
    assert actions.finish(trial, Outcome.SUCCEEDED)
    assert not actions.finish(trial, Outcome.STOPPED)
    assert judge.runs == []


def test_a_full_queue_is_told_in_words(
    arena: Arena, mara: User, three: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round is over, and can be run again later."""
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "_queue", lambda *_: False)
        with pytest.raises(QueueFull):
            tasks.enqueue(actions.begin_round(arena, by=mara))
    assert not Round.objects.filter(ended_at=None).exists()
    assert not Trial.objects.exists()
    assert run(arena, mara).ended_at is not None


def test_a_queue_that_fills_up_meanwhile_ends_no_round(
    arena: Arena, mara: User, three: list[User], monkeypatch: pytest.MonkeyPatch, judge: ArenaJudge
) -> None:
    """What cannot be queued is done in the same job."""
    begun = actions.begin_round(arena, by=mara)
    monkeypatch.setattr(tasks, "_queue", lambda *_: False)
    tasks.play_round.call(of_round=str(begun.pk), student="x")
    assert len(judge.runs) == 6
    assert Round.objects.get().ended_at is not None


def test_a_job_that_breaks_down_leaves_no_round_behind(
    arena: Arena, mara: User, three: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instructor can run another one."""

    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(actions, "finish", broken)
        begun = run(arena, mara)
    assert begun.ended_at is not None
    assert not Trial.objects.exists()
    run(arena, mara)
    assert len(outcomes(arena)) == 6


def test_a_lab_that_is_gone_is_not_tried(arena: Arena, mara: User, three: list[User], judge: ArenaJudge) -> None:
    """The course may change while a round waits."""
    begun = actions.begin_round(arena, by=mara)
    pack_store.put(make_pack(make_lab()))
    tasks.enqueue(begun)
    assert judge.runs == []
    assert set(outcomes(arena).values()) == {Outcome.ERROR}


def test_the_judge_works_for_an_arena_behind_learners(
    arena: Arena, mara: User, three: list[User], judge: ArenaJudge
) -> None:
    """All runs of a class's arenas are of one user, of whom the judge says that it comes last."""
    run(arena, mara)
    (user,) = judge.users
    assert user == f"background arena {arena.in_class_id}"
    assert playing.user_of(arena) == user


@pytest.mark.sample(most=1)  # in every run
def test_a_round_that_another_server_has_planned_meanwhile_is_left_to_it(
    arena: Arena, mara: User, three: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at once more under the lock of the arena."""
    actions.begin_round(arena, minutes=1, by=mara)
    Round.objects.update(closes_at=timezone.now())
    lock = Arena.objects.select_for_update

    def after_the_other(*args: object, **kwargs: object) -> object:
        Round.objects.update(planned_at=timezone.now())
        return lock(*args, **kwargs)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Arena.objects, "select_for_update", after_the_other)
    assert actions.close_due() == []
    assert (Trial.objects.count(), Round.objects.get().ended_at) == (0, None)


@pytest.mark.sample(most=1)  # in every run
def test_a_round_that_was_begun_without_time_is_not_closed_again(arena: Arena, mara: User, three: list[User]) -> None:
    """It was planned as it began, so it is not due any more."""
    actions.begin_round(arena, by=mara)
    planned = Trial.objects.count()
    assert actions.close_due() == []
    assert (Trial.objects.count(), Round.objects.get().ended_at) == (planned, None)
