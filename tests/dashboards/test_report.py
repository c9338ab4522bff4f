"""The report of a class: medians of those who have proven a lab, and the same mistake of several students."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.models import Submission, Workspace
from quintain.cohorts.models import Class
from quintain.dashboards.report import report_of
from quintain.packs.model.lab import Lab
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill

__all__ = ["a_class", "mara", "operator", "page_of_mara", "sign_in"]

pytestmark = pytest.mark.django_db

STUCK = ((10, "still-open", 1),)
DONE = ((9, "still-open", 1), (4, "proven", 6))


def recognise(person: User, title: str) -> None:
    """Let the judge have recognised a person's last attempt as a known wrong fix."""
    Submission.objects.filter(workspace__user=person).update(recognised={"title": title})


def test_several_with_the_same_wrong_fix_are_told_with_its_question(a_class: Class, lab: Lab) -> None:
    """One alone is not, nor somebody who has proven the lab since."""
    one, two, other, done = fill(
        a_class,
        lab,
        (Story("Elif", 20, 15, 14, STUCK), Story("Hugo", 20, 15, 14, STUCK), Story("Ada", 20, 15, 14, STUCK),
         Story("Minh", 20, 15, 14, DONE)),
    )  # fmt: skip
    for person in (one, two, done):
        recognise(person, "Doubled quotes")
    recognise(other, "Another")
    (mistake,) = report_of(a_class).mistakes
    assert (mistake.title, mistake.students, mistake.question) == ("Doubled quotes", ("Elif", "Hugo"), "Who ends it?")


def test_numbers_of_a_lab_are_those_of_who_has_proven_it(a_class: Class, lab: Lab) -> None:
    """A lab that only some have begun is hard if nobody has proven it; one that nobody has begun is named apart."""
    stuck, done = fill(a_class, lab, (Story("Elif", 20, 15, 14, STUCK), Story("Minh", 30, 25, 20, DONE)))
    report = report_of(a_class)
    shop, store = report.labs
    assert (shop.begun, shop.proven, shop.attempts, shop.is_hard) == (2, 1, 2, False)
    assert shop.minutes is not None
    assert 25 <= shop.minutes <= 27
    assert report.untouched == (store,)
    assert [(line.name, line.proven, line.attempts) for line in report.students] == [("Elif", 0, 1), ("Minh", 1, 2)]
    Workspace.objects.filter(user=done).update(proven_at=None)
    assert [line.lab.slug for line in report_of(a_class).hard] == ["shop"]
    assert stuck.pk == report.students[0].person


def test_a_night_is_no_work(a_class: Class, lab: Lab) -> None:
    """A phase that is left open counts an hour at most."""
    (person,) = fill(a_class, lab, (Story("Elif", 20, 15, 14, STUCK),))
    Workspace.objects.filter(user=person).update(
        created_at=timezone.now() - timedelta(days=2), found_at=None, broken_at=None
    )
    assert report_of(a_class).students[0].minutes <= 180


def test_a_day_has_its_own_labs(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Of another day there are none; a day that is no number is the whole course."""
    fill(a_class, lab, (Story("Elif", 20, 15, 14, STUCK),))
    assert [len(report_of(a_class, day).labs) for day in (0, 1, 2)] == [2, 0, 2]
    for day in ("2", "x", "-1", "99999", ""):
        assert page_of_mara.get(f"/classes/{a_class.pk}/report/?day={day}").status_code == 200


def test_the_page_is_for_instructors_and_escapes_names(
    a_class: Class, lab: Lab, page_of_mara: Client, sign_in: SignIn
) -> None:
    """A name is text; students are told that there is nothing."""
    (person,) = fill(a_class, lab, (Story("Elif", 20, 15, 14, STUCK),))
    User.objects.filter(pk=person.pk).update(display_name="<img src=x>")
    address = f"/classes/{a_class.pk}/report/"
    text = page_of_mara.get(address).content.decode()
    assert "&lt;img src=x&gt;" in text
    assert "<img src=x>" not in text
    assert sign_in(person).get(address).status_code == 404


def test_a_class_without_students_has_an_empty_report(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Nothing is divided by nothing."""
    assert "Nobody has a seat yet." in page_of_mara.get(f"/classes/{a_class.pk}/report/").content.decode()
