"""What is counted and what is numbered holds when requests come at the same moment, on every database."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.locking import in_transaction
from quintain.accounts.models import User
from quintain.accounts.people.personal_data import delete_rows, tables
from quintain.attempts import actions, tasks
from quintain.attempts.actions import Typed
from quintain.attempts.find.marking import Mark
from quintain.attempts.models import Copy, HintUse, Kind, Server, State, Submission, Workspace
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.jobs import SUBMISSIONS_PER_MINUTE, hand_in
from quintain.attempts.workspace.copies import MOST_COPIES
from quintain.attempts.workspace.saving import Outcome
from quintain.judge.verdict import Fault
from quintain.packs.model.lab import Lab
from quintain.web.refusals import Refused
from tests.at_once import at_once
from tests.attempts.handing_in import save_file

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.sample(most=8, of="file"), pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

type Work = Callable[[], object]
FAULT = Fault("x.1", "the judge", "It stopped.", "Submit again.")


def kinds(outcomes: list[object]) -> Counter[str]:
    """Count what came of each."""
    return Counter(type(each).__name__ for each in outcomes)


@pytest.fixture
def queued(settings: Settings, course: object) -> None:
    """Have jobs wait, as no thread takes them."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def test_six_clicks_at_once_submit_once(learner: User, lab: Lab, queued: None) -> None:
    """The others are told that the judge is at it; the workspace is there once, too."""
    outcomes = at_once(lambda _: actions.submit(learner, lab, Kind.VERDICT), range(6))
    assert kinds(list(outcomes)) == {"Submission": 1, "AlreadyJudging": 5}
    assert Workspace.objects.count() == Submission.objects.count() == 1


def test_twenty_of_thirty_submissions_to_as_many_labs_are_taken(learner: User, lab: Lab, queued: None) -> None:
    """The limit is that of the person."""
    places = [Workspace.objects.create(user=learner, lab=uuid4()) for _ in range(30)]

    def send(place: Workspace) -> Submission:
        with transaction.atomic():
            return hand_in(place, lab, Kind.VERDICT, {})

    outcomes = at_once(send, places)
    assert kinds(list(outcomes)) == {"Submission": SUBMISSIONS_PER_MINUTE, "TooManyTries": 10}
    assert len(set(Submission.objects.values_list("sequence", flat=True))) == SUBMISSIONS_PER_MINUTE


def test_tabs_that_save_at_once_lose_nothing(learner: User, lab: Lab) -> None:
    """One is stored, and the others meet a conflict."""
    outcomes = at_once(lambda number: save_file(learner, lab, "shop.py", f"# {number}", 0), range(8))
    assert kinds(list(outcomes)) == {"Saved": 1, "SaveConflict": 7}
    assert Workspace.objects.get().revision == 1


def test_resets_at_once_are_one(learner: User, lab: Lab) -> None:
    """One brings back the original and keeps a copy; the others find nothing to do."""
    save_file(learner, lab, "shop.py", "# mine", 0)
    outcomes = at_once(lambda _: actions.reset(learner, lab), range(6))
    assert kinds(list(outcomes)) == {"NoneType": 6}
    workspace = Workspace.objects.get()
    assert (workspace.revision, workspace.replaced, workspace.exchanges) == (2, 2, 1)
    assert [copy.files for copy in Copy.objects.all()] == [{"shop.py": "# mine"}]


def test_forty_copies_are_kept_of_sixty_that_come_at_once(learner: User, lab: Lab) -> None:
    """Texts of tabs that are gone, each in conflict with what is stored."""
    save_file(learner, lab, "shop.py", "# stored", 0)

    def deliver(number: int) -> Outcome:
        document = actions.fix_file(learner, lab, "shop.py")
        return actions.deliver(document, Typed(f"# {number}", 0, uuid4(), 1)).outcome

    assert Counter(at_once(deliver, range(60))) == {Outcome.COPIED: 60}
    assert Copy.objects.count() == MOST_COPIES


def test_hints_that_are_asked_for_at_once_open_in_order(learner: User, lab: Lab) -> None:
    """Each is opened once; who asks for more than there are is told."""
    outcomes = at_once(lambda _: actions.reveal_hint(learner, lab, "find"), range(5))
    assert kinds(list(outcomes)) == {"Hint": 2, "NoHintLeft": 3}
    assert sorted(HintUse.objects.values_list("number", flat=True)) == [1, 2]


def test_checks_of_marks_at_once_are_counted(learner: User, lab: Lab) -> None:
    """Twenty within a minute, whatever comes."""
    assert lab.find is not None
    find, mark = lab.find, Mark("shop.py", 1, 1, "CWE-89")
    outcomes = at_once(lambda _: actions.check_marks(learner, lab, find, [mark]), range(26))
    assert kinds(list(outcomes)) == {"Marked": 20, "TooManyChecks": 6}


def left_by(server: UUID | None, learner: User, lab: Lab) -> Submission:
    """Hand something in at a server."""
    submission = actions.submit(learner, lab, Kind.TESTS)
    Submission.objects.filter(pk=submission.pk).update(server=server, state=State.RUNNING)
    submission.refresh_from_db()
    return submission


def test_what_a_living_server_has_is_left_to_it(learner: User, lab: Lab, queued: None) -> None:
    """Until it has not said for a minute that it lives; and then one server takes it."""
    other = Server.objects.create(pk=uuid4(), seen_at=timezone.now())
    submission = left_by(other.pk, learner, lab)
    assert actions.rewind(is_alone=False) == []
    Server.objects.filter(pk=other.pk).update(seen_at=timezone.now() - leases.LEASE * 2)
    taken = at_once(lambda _: actions.rewind(is_starting=False, is_alone=False), range(4))
    assert sorted(len(each) for each in taken if isinstance(each, list)) == [0, 0, 0, 1]
    now = Submission.objects.get(pk=submission.pk)
    assert (now.server, now.state, now.restarts) == (leases.THIS_SERVER, State.WAITING, 1)


@pytest.mark.parametrize("server", [uuid4(), leases.THIS_SERVER], ids=["another one", "this one"])
def test_a_server_that_was_slow_stores_nothing_over_another_ones_work(
    learner: User, lab: Lab, queued: None, server: UUID
) -> None:
    """Neither its outcome nor its progress, and it begins nothing that is not its own.

    Also where the other one is a second worker of this very server, which has begun the work again.
    """
    slow = left_by(server, learner, lab)
    (taken,) = actions.rewind(is_alone=False)
    slow.checks = [{"id": "old"}]
    actions.save_progress(slow)
    assert actions.fail(slow, FAULT) is False, "an outcome of work that was begun again is not stored"
    now = Submission.objects.get(pk=taken.pk)
    assert (now.state, now.checks) == (State.WAITING, []), "neither is how far it had come"
    Submission.objects.update(server=uuid4())
    assert actions.begin(taken.pk) is None


def test_what_this_server_has_at_work_is_not_begun_anew(learner: User, lab: Lab, queued: None) -> None:
    """Only a start finds what its own earlier life has left."""
    left_by(leases.THIS_SERVER, learner, lab)
    leases.beat()
    assert tasks.resume(is_starting=False) == 0
    leases.end()
    assert not Server.objects.filter(pk=leases.THIS_SERVER).exists()


def test_the_work_of_a_person_who_is_erased_meanwhile_is_not_stored(learner: User, lab: Lab, queued: None) -> None:
    """The judge's outcome finds no row, makes none, and a run is told to stop."""
    submission = left_by(leases.THIS_SERVER, learner, lab)
    learner.delete()
    assert actions.is_to_stop(submission)
    actions.save_progress(submission)
    assert actions.fail(submission, FAULT) is False
    assert not Submission.objects.exists()


def test_whatever_one_person_does_at_once_nothing_waits_for_ever(learner: User, lab: Lab, queued: None) -> None:
    """Saves, resets, submissions, hints, marks, outcomes and stops, all in one lab: each is done or refused."""
    assert lab.find is not None
    find, mark = lab.find, Mark("shop.py", 1, 1, "CWE-89")
    submission = left_by(leases.THIS_SERVER, learner, lab)
    works: list[Work] = [
        lambda: save_file(learner, lab, "shop.py", f"# {uuid4()}", 0),
        lambda: actions.reset(learner, lab),
        lambda: actions.submit(learner, lab, Kind.VERDICT),
        lambda: actions.reveal_hint(learner, lab, "find"),
        lambda: actions.check_marks(learner, lab, find, [mark]),
        lambda: actions.fail(submission, FAULT),
        lambda: actions.save_progress(submission),
        lambda: actions.skip_break(learner, lab),
    ]
    outcomes = at_once(lambda number: works[number % len(works)](), range(48))
    unexpected = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert unexpected == []


def test_a_person_is_erased_while_they_work(learner: User, neighbour: User, lab: Lab, queued: None) -> None:
    """Nothing of theirs is left, whatever comes at the same moment and may fail; the neighbour notices nothing."""
    submission = left_by(leases.THIS_SERVER, learner, lab)
    save_file(neighbour, lab, "shop.py", "# mine", 0)

    def erase() -> object:
        return in_transaction(lambda: delete_rows(learner, tables()[0]))

    works: list[Work] = [
        erase,
        lambda: save_file(learner, lab, "shop.py", f"# {uuid4()}", 0),
        lambda: actions.reset(learner, lab),
        lambda: actions.reveal_hint(learner, lab, "find"),
        lambda: actions.fail(submission, FAULT),
    ]
    outcomes = at_once(lambda number: works[number % len(works)](), range(30))
    assert [each for each in outcomes[:: len(works)] if isinstance(each, Exception)] == []
    assert not any(table.rows_of(User(pk=learner.pk)).exists() for table in tables()[0])
    assert [workspace.user_id for workspace in Workspace.objects.all()] == [neighbour.pk]
