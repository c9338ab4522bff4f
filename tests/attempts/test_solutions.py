"""After the last hint, a learner who works alone may look at a sound fix; the lab then counts as seen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.permissions import may
from quintain.attempts import actions
from quintain.attempts.errors import HintsLeft, ProvenAlready, SolutionsClosed
from quintain.attempts.models import SolutionsAllowed, Submission, Workspace
from quintain.attempts.permissions import SEE_SOLUTION, WORK_ON_LAB
from quintain.attempts.progress.class_progress import all_work
from quintain.attempts.solutions.shown import is_code_of
from quintain.catalog import pack_store, progress
from quintain.catalog.progress import LabState
from quintain.catalog.sequence import next_step, record_of
from quintain.certificates.earning import record_of as certificate_record_of
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import fix_of, open_hints, try_text
from tests.classroom import make_lab
from tests.people import make_person

pytestmark = pytest.mark.django_db


def state(user: User, lab: Lab) -> LabState:
    """Return how far a learner is in a lab."""
    return progress.reader().states(user, [lab])[lab.uuid]


def make_class_of(user: User) -> Class:
    """Put a learner on a seat of a class, and out of what they were before."""
    user.memberships.all().delete()
    facts = cohorts.NewClass("Ours", "python-security", date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    made = cohorts.make_class(facts, by=None)
    membership = Membership.objects.create(person=user, in_class=made, role=Role.STUDENT)
    made.seats.filter(number=1).update(membership=membership)
    return made


def test_a_solution_is_offered_after_the_last_hint_and_shown_once_it_is_confirmed(
    page: Client, learner: User, lab: Lab
) -> None:
    """Without script: a link, a page that asks, and the debrief with one fix; the lab then counts as seen."""
    address = reverse("solution", args=[lab.slug])
    assert f'href="{address}"' not in page.get("/labs/shop/fix/").content.decode()
    assert page.get(address)["Location"] == "/labs/shop/fix/"
    open_hints(learner, lab)
    assert f'href="{address}"' in page.get("/labs/shop/fix/").content.decode()
    assert b"Look at a sound fix?" in page.get(address).content
    assert state(learner, lab).word != "seen"  # who only reads the question has seen nothing
    assert page.post(address)["Location"] == "/labs/shop/debrief/"
    shown = page.get("/labs/shop/debrief/").content.decode()
    assert fix_of(lab).title in shown
    assert "Why it worked" in shown
    assert "It holds." not in shown
    assert state(learner, lab).word == "seen"
    assert "seen a sound fix" in page.get("/labs/shop/fix/").content.decode()


def test_hints_come_first(learner: User, lab: Lab) -> None:
    """Whoever sends the form at once is told to open the next hint, and nothing is noted."""
    with pytest.raises(HintsLeft):
        actions.see_solution(learner, lab)
    assert not Workspace.objects.filter(solution_seen_at__isnull=False).exists()


def test_a_second_look_changes_nothing(learner: User, lab: Lab) -> None:
    """The time of the first one stays."""
    open_hints(learner, lab)
    actions.see_solution(learner, lab)
    first = Workspace.objects.get().solution_seen_at
    actions.see_solution(learner, lab)
    assert Workspace.objects.get().solution_seen_at == first


def test_own_code_proves_a_lab_whose_solution_was_seen(page: Client, learner: User, lab: Lab) -> None:
    """It is then proven, marked as seen, and not open to be seen again."""
    open_hints(learner, lab)
    actions.see_solution(learner, lab)
    assert try_text(learner, lab, "proven = 1\n").result == "proven"
    found = state(learner, lab)
    assert (found.word, found.seen_at is not None) == ("proven", True)
    assert "after a solution was seen" in page.get("/labs/shop/debrief/").content.decode()
    with pytest.raises(ProvenAlready):
        actions.see_solution(learner, lab)


def test_the_fix_that_was_shown_is_no_proof(learner: User, lab: Lab) -> None:
    """Not with other comments and spaces either; before it was shown, the same code is the learner's own."""
    text = fix_of(lab).files["shop.py"]
    open_hints(learner, lab)
    actions.see_solution(learner, lab)
    for copied in (text, f"# my own\n\n{text}\n"):
        assert try_text(learner, lab, copied).result == "proven"
        assert state(learner, lab).word == "seen"
        assert certificate_record_of(learner.pk) is None
    Workspace.objects.update(solution_seen_at=None)
    Submission.objects.all().delete()
    assert try_text(learner, lab, text).result == "proven"
    assert state(learner, lab).word == "proven"
    assert certificate_record_of(learner.pk) is not None


@pytest.mark.parametrize("text", ["def (", "'''", "\0", "(" * 5000, "x = " + "-" * 50_000 + "1", "é\n\tx\n  y"])
def test_code_that_is_no_python_is_compared_as_text(text: str) -> None:
    """Neither is it refused, nor does it end the process."""
    lab = make_lab()
    assert not is_code_of(fix_of(lab), lab, {"shop.py": text})


def test_a_seen_lab_is_not_the_next_step_and_not_proven(learner: User, lab: Lab) -> None:
    """The course goes on; the class's table says what happened."""
    before = next_step(record_of(learner))
    open_hints(learner, lab)
    actions.see_solution(learner, lab)
    after = next_step(record_of(learner))
    assert after is None or after.uuid != lab.uuid
    assert before is not None
    (work,) = all_work([learner.pk])[learner.pk]
    assert (work.phase, work.state.word, work.state.proven_at) == ("seen", "seen", None)
    assert all(span.end is not None for span in work.spans)


def test_students_of_a_class_see_none_until_the_class_allows_it(page: Client, learner: User, lab: Lab) -> None:
    """The link, the page that asks and the form follow the class's switch."""
    open_hints(learner, lab)
    made = make_class_of(learner)
    address = reverse("solution", args=[lab.slug])
    assert f'href="{address}"' not in page.get("/labs/shop/fix/").content.decode()
    assert (page.get(address).status_code, page.post(address).status_code) == (403, 403)
    with pytest.raises(SolutionsClosed):
        actions.see_solution(User.objects.get(pk=learner.pk), lab)
    SolutionsAllowed.objects.create(in_class=made)
    assert f'href="{address}"' in page.get("/labs/shop/fix/").content.decode()
    assert page.post(address).status_code == 302
    assert Workspace.objects.get().solution_seen_at is not None


@pytest.mark.parametrize("hindrance", ["a closed module", "no seat", "an archived class"])
def test_who_may_not_work_in_the_lab_sees_no_solution(learner: User, lab: Lab, hindrance: str) -> None:
    """Though the class allows solutions, and all hints were open before."""
    made = make_class_of(learner)
    SolutionsAllowed.objects.create(in_class=made)
    open_hints(learner, lab)
    assert may(User.objects.get(pk=learner.pk), SEE_SOLUTION, lab), "with a seat, and the module open, it may be seen"
    match hindrance:
        case "a closed module":
            made.closed_modules = [module.id for module in pack_store.modules()]
            made.save()
        case "no seat":
            made.seats.update(membership=None)
        case _:
            made.archived_at = timezone.now()
            made.save()
    person = User.objects.get(pk=learner.pk)
    assert not may(person, WORK_ON_LAB, lab)
    with pytest.raises(SolutionsClosed):
        actions.see_solution(person, lab)
    assert Workspace.objects.get().solution_seen_at is None, "nothing was seen"


def test_an_instructor_allows_it_for_a_class_and_takes_it_back(client: Client, learner: User, lab: Lab) -> None:
    """By a button on the page of modules; each change is in the audit log, and no student may make it."""
    made = make_class_of(learner)
    teacher = make_person("teacher", "Teacher", Role.INSTRUCTOR)
    Membership.objects.create(person=teacher, in_class=made, role=Role.INSTRUCTOR)
    client.force_login(teacher, backend="quintain.accounts.backends.PersonBackend")
    address, modules = reverse("let-see-solutions", args=[made.pk]), reverse("open-modules", args=[made.pk])
    for act, allowed, button in (("allow", True, "keep"), ("allow", True, "keep"), ("keep", False, "allow")):
        assert client.post(address, {"act": act})["Location"] == modules
        assert SolutionsAllowed.objects.filter(in_class=made).exists() is allowed
        assert f'value="{button}"' in client.get(modules).content.decode()
    noted = AuditEntry.objects.filter(in_class=made.pk, action="change-class", actor=teacher.pk)
    assert [entry.details["solutions_allowed"] for entry in noted.order_by("at")] == [True, True, False]
    assert client.post(address, {"act": "other"}).status_code == 400
    with pytest.raises(PermissionDenied):
        actions.let_see_solutions(made, is_allowed=True, by=learner)
