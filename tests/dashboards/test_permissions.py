"""To anybody but the instructors of a class, and operators, there is no such class."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from quintain.accounts.audit import Action
from quintain.accounts.models import AuditEntry, Role, User
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.dashboards.conftest import SignIn
from tests.dashboards.filling import STORIES, fill, make_class, make_instructor
from tests.people import make_person, make_student

pytestmark = pytest.mark.django_db

PAGES = (
    "wall/",
    "wall/seats",
    "projector/",
    "projector/counts",
    "students/{student}/",
    "students/{student}/labs/shop/attempts/1/",
    "results.csv",
)


@pytest.fixture
def student(a_class: Class, lab: Lab) -> User:
    """Return a student with two attempts."""
    return fill(a_class, lab, STORIES[:1])[0]


def addresses(class_id: object, student: User) -> list[str]:
    """Return the pages of a class."""
    return [f"/classes/{class_id}/{page.format(student=student.pk)}" for page in PAGES]


def test_instructors_of_the_class_and_operators_see_every_page(
    a_class: Class, student: User, mara: User, operator: User, sign_in: SignIn
) -> None:
    """Whoever runs the server may help."""
    for person in (mara, operator):
        page = sign_in(person)
        assert [page.get(address).status_code for address in addresses(a_class.pk, student)] == [200] * len(PAGES)


def test_everybody_else_learns_nothing(a_class: Class, student: User, sign_in: SignIn) -> None:
    """Neither students, nor instructors of other classes, nor authors: the answer is that of a class that is none."""
    other = make_instructor("otto", "Otto")
    make_class(other)
    cases = (student, other, make_person("aya", "Aya", Role.AUTHOR), make_student("zoe", "Zoe"))
    people = [*cases, User.objects.create_user("nobody", "Nobody")]
    nowhere = uuid4()
    for person in people:
        page = sign_in(person)
        for real, none in zip(addresses(a_class.pk, student), addresses(nowhere, student), strict=True):
            denied, missing = page.get(real), page.get(none)
            assert denied.status_code == missing.status_code == 404, (person, real)
            told = (denied.content.decode().replace(str(a_class.pk), "X"), missing.content.decode())
            assert strip_of_tokens(told[0]) == strip_of_tokens(told[1].replace(str(nowhere), "X"))
    assert not AuditEntry.objects.filter(action__in=[Action.SEE_STUDENT, Action.EXPORT_RESULTS]).exists()


def strip_of_tokens(html: str) -> list[str]:
    """Return the lines of a page without those that are new in each answer, and what tells of one's own class."""
    return [line for line in html.splitlines() if not re.search("nonce|csrf|Your class|/live/pace/|session-end", line)]


def test_people_who_are_signed_out_are_sent_to_sign_in(a_class: Class, student: User, client: Client) -> None:
    """A page tells them how; a script gets 401."""
    for address in addresses(a_class.pk, student):
        assert client.get(address).status_code == 302
        assert client.get(address, headers={"accept": "application/json"}).status_code == 401


def test_pages_are_for_reading_alone(a_class: Class, student: User, page_of_mara: Client) -> None:
    """No address of these takes anything."""
    for address in addresses(a_class.pk, student):
        assert page_of_mara.post(address).status_code == 405
        assert "no-store" in page_of_mara.get(address).headers["Cache-Control"]


def test_archived_class_stays_readable(a_class: Class, student: User, mara: User, page_of_mara: Client) -> None:
    """Nobody waits or is stuck in it any more."""
    cohorts.archive(a_class, by=mara)
    for address in addresses(a_class.pk, student):
        assert page_of_mara.get(address).status_code == 200
    assert b"archived" in page_of_mara.get(f"/classes/{a_class.pk}/wall/").content


def test_student_of_another_class_is_none_here(a_class: Class, lab: Lab, mara: User, page_of_mara: Client) -> None:
    """Not even where both classes are the same instructor's; nor is an instructor a student."""
    other = make_class(mara, title="Another")
    (theirs,) = fill(other, lab, STORIES[1:2])
    for person in (theirs.pk, mara.pk, uuid4()):
        for below in ("", "labs/shop/attempts/1/"):
            answer = page_of_mara.get(f"/classes/{a_class.pk}/students/{person}/{below}")
            assert answer.status_code == 404, below
    assert not AuditEntry.objects.filter(action=Action.SEE_STUDENT).exists()
    assert page_of_mara.get(f"/classes/{other.pk}/students/{theirs.pk}/").status_code == 200


@pytest.mark.parametrize("below", ["labs/shop/attempts/99/", f"labs/shop/attempts/{10**30}/", "labs/none/attempts/1/"])
def test_attempt_that_is_none_is_told(a_class: Class, student: User, page_of_mara: Client, below: str) -> None:
    """And not recorded, since nothing was seen."""
    assert page_of_mara.get(f"/classes/{a_class.pk}/students/{student.pk}/{below}").status_code == 404
    assert not AuditEntry.objects.filter(action=Action.SEE_STUDENT).exists()


def test_every_look_at_a_student_is_recorded(a_class: Class, student: User, mara: User, page_of_mara: Client) -> None:
    """With who looked at whom; so is the export of the results."""
    page_of_mara.get(f"/classes/{a_class.pk}/students/{student.pk}/")
    page_of_mara.get(f"/classes/{a_class.pk}/students/{student.pk}/labs/shop/attempts/2/")
    page_of_mara.get(f"/classes/{a_class.pk}/results.csv")
    entries = AuditEntry.objects.filter(action__in=[Action.SEE_STUDENT, Action.EXPORT_RESULTS]).order_by("pk")
    assert [(each.action, each.about) for each in entries] == [
        ("see-student", student.pk),
        ("see-student", student.pk),
        ("export-results", None),
    ]
    assert {(each.actor, each.in_class) for each in entries} == {(mara.pk, a_class.pk)}
    assert entries[1].details == {"lab": "shop", "attempt": 2}
