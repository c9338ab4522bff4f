"""A run judges each attempt once and beside its verdict, whatever stops it on the way."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.accounts.people.personal_data import erase_person
from quintain.attempts.models import Submission, Workspace
from quintain.catalog import pack_store
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.rejudging import actions, judging, queries, tasks
from quintain.rejudging.errors import AlreadyJudging, CannotGoOn, CannotStop, NothingToJudge
from quintain.rejudging.models import Item, Run, State
from tests.dashboards.filling import make_class, make_instructor
from tests.rejudging import judges
from tests.rejudging.conftest import Attempt

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def ask(lab: Lab, a_class: Class | None = None, *, is_of_all: bool = False, by: User | None = None) -> Run:
    """Ask for a run, as the command line does."""
    (run,) = tasks.ask([lab], a_class, is_of_all=is_of_all, by=by)
    return run


def fresh(run: Run) -> Run:
    """Return a run as it is now."""
    return Run.objects.get(pk=run.pk)


def results(run: Run) -> list[tuple[str, str]]:
    """Return before and now of each attempt."""
    return [(item.submission.result, item.result) for item in Item.objects.filter(run=run)]


def test_what_is_judged_again_is_stored_beside_the_verdict(attempt: Attempt, lab: Lab) -> None:
    """The attempt, its verdict and what its learner has proven stay as they were; the seed is the old one."""
    attempt("Ada", "good")
    weak = attempt("Bo", "weak")
    before = Submission.objects.filter(pk=weak.pk).values().get()
    run = ask(lab)
    assert (fresh(run).state, tasks.pick_up()) == (State.WAITING, 1)
    assert (fresh(run).state, results(run)) == (State.FINISHED, [("proven", "proven"), ("proven", "still-open")])
    assert Submission.objects.filter(pk=weak.pk).values().get() == before
    assert Workspace.objects.filter(proven_at=None).count() == 0
    item = Item.objects.get(submission=weak)
    assert item.differences == [
        {"id": "exploits/union", "title": "UNION reads another table", "before": "repelled", "now": "landed"}
    ]
    assert (item.attacks, item.attacks_stopped, item.sentence) == (2, 1, "It lands.")
    assert judges.SEEN == [(judging.USER, 42)] * 2
    assert fresh(run).lab_digest == lab.digest
    assert tasks.pick_up() == tasks.resume() == 0


def test_counts_tell_each_kind_of_change(attempt: Attempt, lab: Lab) -> None:
    """With attempts that were not proven, if these are asked for."""
    for name, text, result in (
        ("Ada", "good", "proven"),
        ("Bo", "weak", "proven"),
        ("Cy", "strict", "broken"),
        ("Di", "open", "broken"),
        ("Ed", "boom", "proven"),
        ("Fa", "error", "proven"),
    ):
        attempt(name, text, result)
    run = ask(lab, is_of_all=True)
    tasks.pick_up()
    counts = queries.line_of(fresh(run)).counts
    assert counts == queries.Counts(judged=6, same=1, held_to_broken=1, broken_to_held=1, otherwise=1, errors=2)
    faults = [item.fault["id"].partition(".")[0] for item in Item.objects.filter(result="error")]
    assert faults == ["rejudging", "judge"]
    proven_alone = ask(lab)
    assert proven_alone.total == 4


def test_attempts_of_a_class_are_those_of_its_students(attempt: Attempt, lab: Lab, a_class: Class) -> None:
    """Not of another class, nor tries of a browser, nor runs of tests."""
    other = make_class(make_instructor("otto", "Otto"), title="Another")
    attempt("Ada", "good")
    attempt("Bo", "good", in_class=other)
    Submission.objects.filter(pk=attempt("Cy", "good").pk).update(is_check=True)
    run = ask(lab, a_class)
    tasks.pick_up()
    assert (run.total, len(results(run))) == (1, 1)
    assert ask(lab).total == 2


def test_one_run_of_a_lab_and_a_class_is_under_way_at_a_time(attempt: Attempt, lab: Lab, a_class: Class) -> None:
    """The database itself says so, of the server as well."""
    attempt("Ada", "good")
    for scope in (a_class, None):
        run = ask(lab, scope)
        with pytest.raises(AlreadyJudging):
            ask(lab, scope)
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.create(in_class=scope, lab=lab.uuid, total=1, last_sequence=1)
        Run.objects.create(in_class=scope, lab=uuid4(), total=1, last_sequence=1)
        actions.stop(run, by=None)
        ask(lab, scope)
        with pytest.raises(AlreadyJudging):
            tasks.let_go_on(run, by=None)


def test_a_stopped_run_goes_on_where_it_was(attempt: Attempt, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was being judged when it was stopped is not stored, and nothing is judged twice otherwise."""
    for name in ("Ada", "Bo", "Cy"):
        attempt(name, "good")
    run = ask(lab)
    held = actions.claim(run.pk, lab)
    assert held
    first = actions.next_attempt(held)
    assert first
    assert actions.keep(held, first, judging._judged(first, lab))
    second = actions.next_attempt(held)
    assert second
    actions.stop(run, by=None)
    assert not actions.keep(held, second, judging._judged(second, lab))
    assert (tasks.pick_up(), tasks.resume(), len(results(run))) == (0, 0, 1)
    with pytest.raises(CannotStop):
        actions.stop(run, by=None)
    monkeypatch.setattr(judging, "LONGEST_SECONDS", -1.0)
    tasks.let_go_on(run, by=None)
    with pytest.raises(CannotGoOn):
        tasks.let_go_on(run, by=None)
    monkeypatch.undo()
    judges.SEEN.clear()
    tasks.pick_up()
    assert (fresh(run).state, len(results(run)), len(judges.SEEN)) == (State.FINISHED, 3, 2)


def test_a_run_survives_its_server(attempt: Attempt, lab: Lab) -> None:
    """Another one goes on with what is left, and the first one, which was only slow, stores nothing any more."""
    for name in ("Ada", "Bo"):
        attempt(name, "good")
    run = ask(lab)
    held = actions.claim(run.pk, lab)
    assert held
    first = actions.next_attempt(held)
    assert first
    assert actions.keep(held, first, judging._judged(first, lab))
    Run.objects.filter(pk=run.pk).update(server=uuid4())
    assert actions.claim(run.pk, lab) is None
    second = actions.next_attempt(held)
    assert second
    assert not actions.keep(held, second, judging._judged(second, lab))
    judges.SEEN.clear()
    assert tasks.resume() == 1
    assert (fresh(run).state, len(results(run)), len(judges.SEEN)) == (State.FINISHED, 2, 1)


def test_a_lab_that_changes_meanwhile_ends_the_run(attempt: Attempt, lab: Lab, course: Pack) -> None:
    """Its report is about one state of the lab. So does one that has gone."""
    attempt("Ada", "good")
    for labs, reason in (({**course.labs, "shop": replace(lab, digest="newer")}, "lab-changed"), ({}, "lab-gone")):
        run = ask(lab)
        assert actions.claim(run.pk, lab)
        pack_store.put(replace(course, labs=labs))
        assert tasks.resume() == 1
        assert (fresh(run).state, fresh(run).reason, results(run)) == (State.ENDED, reason, [])
        pack_store.put(course)


def test_what_is_handed_in_after_a_run_was_asked_for_is_not_in_it(attempt: Attempt, lab: Lab) -> None:
    """A run judges as many as it has said, and ends though a class works on; the next run judges the others as well."""
    attempt("Ada", "good")
    run = ask(lab)
    attempt("Bo", "weak")
    tasks.pick_up()
    assert (fresh(run).state, fresh(run).total, results(run)) == (State.FINISHED, 1, [("proven", "proven")])
    assert ask(lab).total == 2


def test_an_attempt_that_is_erased_meanwhile_is_left_out(attempt: Attempt, lab: Lab) -> None:
    """Also while it is being judged; what was said of it before goes with its person."""
    gone, kept = attempt("Ada", "good"), attempt("Bo", "good")
    run = ask(lab)
    held = actions.claim(run.pk, lab)
    assert held
    first = actions.next_attempt(held)
    assert first == gone
    erase_person(gone.workspace.user, by=None)
    assert actions.keep(held, gone, judging._judged(gone, lab))
    tasks.resume()
    assert [item.submission for item in Item.objects.filter(run=run)] == [kept]
    erase_person(kept.workspace.user, by=None)
    assert (fresh(run).state, Item.objects.count()) == (State.FINISHED, 0)


def test_a_queue_that_is_full_lets_the_run_wait(attempt: Attempt, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: the server looks again in a few seconds."""

    def full(**_arguments: str) -> None:
        raise OSError

    attempt("Ada", "good")
    run = ask(lab)
    with monkeypatch.context() as within:
        within.setattr(type(tasks.rejudge_attempts), "enqueue", lambda _task, **arguments: full(**arguments))
        tasks.pick_up()
        assert (fresh(run).state, fresh(run).server) == (State.WAITING, None)
    assert (tasks.pick_up(), fresh(run).state) == (1, State.FINISHED)


def test_only_who_runs_a_class_or_the_server_may(attempt: Attempt, lab: Lab, a_class: Class, operator: User) -> None:
    """An instructor for the own class alone; an operator for all."""
    student = attempt("Ada", "good").workspace.user
    other = make_instructor("otto", "Otto")
    for person in (student, other):
        for scope in (a_class, None):
            with pytest.raises(PermissionDenied):
                ask(lab, scope, by=person)
    run = ask(lab, a_class, by=operator)
    with pytest.raises(PermissionDenied):
        actions.stop(run, by=other)


def test_where_there_is_nothing_to_judge_no_run_is_made(attempt: Attempt, lab: Lab, course: Pack) -> None:
    """Of several labs, all begin or none."""
    attempt("Ada", "good")
    empty = replace(lab, slug="empty", uuid=uuid4())
    with pytest.raises(NothingToJudge):
        tasks.ask([lab, empty], None, is_of_all=False, by=None)
    assert not Run.objects.exists()


def test_settings_name_the_room_once(settings: Settings) -> None:
    """And its job is one that judges elsewhere do."""
    assert settings.INSTALLED_APPS.count("quintain.rejudging") == 1
    assert tasks.rejudge_attempts.module_path == "quintain.rejudging.tasks.rejudge_attempts"
