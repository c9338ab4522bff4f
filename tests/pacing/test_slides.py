"""Slides and the class that sees them: it follows, it is asked, and nobody else learns how it answers."""

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.catalog.pack_store import modules
from quintain.cohorts.models import Class
from quintain.pacing import actions, queries
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.packs.model.question import Question
from tests.audit_log import erasable_log
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill, make_class

__all__ = ["a_class", "erasable_log", "mara", "operator", "page_of_mara", "sign_in"]
pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def students(a_class: Class, lab: Lab) -> list[User]:
    """Return Elif and Hugo."""
    return fill(a_class, lab, (Story("Elif"), Story("Hugo")))


@pytest.fixture
def asked(course: Pack) -> tuple[str, Question]:
    """Return a topic and a question of its lesson."""
    units = (unit for module in modules() for unit in module.units)
    return next((unit.id, each) for unit in units if unit.lesson for each in unit.lesson.questions)


def test_slides_lead_their_class(page_of_mara: Client, a_class: Class, mara: User, asked: tuple[str, Question]) -> None:
    """By a button, after which the slides tell where they are; the way back is to the slides."""
    address = f"/topics/{asked[0]}/slides/"
    assert "data-place-url" not in page_of_mara.get(address).content.decode()
    answer = page_of_mara.post(f"/classes/{a_class.pk}/pace/set", {"act": "lead", "next": address})
    assert answer["Location"] == address
    shown = page_of_mara.get(address).content.decode()
    assert f'data-place-url="/classes/{a_class.pk}/pace/place"' in shown
    assert 'value="lead"' not in shown


def test_a_place_on_a_slide_has_a_section(page_of_mara: Client, a_class: Class, mara: User) -> None:
    """Students go to it, and never to the slides themselves."""
    actions.lead(a_class, by=mara)
    place = {"path": "/topics/redos/", "visit": "a", "block": 3, "anchor": "backtracking", "acts": []}
    url = f"/classes/{a_class.pk}/pace/place"
    assert page_of_mara.post(url, place, content_type="application/json").status_code == 204
    assert queries.pace_of(a_class).place["anchor"] == "backtracking"
    elsewhere = place | {"path": "/topics/redos/slides/"}
    assert page_of_mara.post(url, elsewhere, content_type="application/json").status_code == 400


def test_a_class_is_asked_on_the_slide_of_the_question(
    page_of_mara: Client, a_class: Class, students: list[User], asked: tuple[str, Question]
) -> None:
    """How many chose what is shown once the question is closed: the projector would tell the right answer before."""
    topic, question = asked
    part = f'id="poll-{question.uuid}"'
    assert part in page_of_mara.get(f"/topics/{topic}/slides/").content.decode()
    form = {"question": str(question.uuid)}
    answer = page_of_mara.post(f"/classes/{a_class.pk}/polls/ask", form, headers=SCRIPT).content.decode()
    assert part in answer
    assert "0 of 2 have answered" in answer
    poll = queries.running_poll(a_class)
    assert poll
    actions.vote(poll, 1, by=students[0])
    parts = page_of_mara.get(f"/classes/{a_class.pk}/pace/slides/{topic}/").content.decode()
    assert "1 of 2 have answered" in parts
    assert 'class="shares"' not in parts
    closed = page_of_mara.post(f"/classes/{a_class.pk}/pace/set", form | {"act": "close-poll"}, headers=SCRIPT)
    assert 'class="shares"' in closed.content.decode()
    away = page_of_mara.post(f"/classes/{a_class.pk}/pace/set", form | {"act": "end-poll"}, headers=SCRIPT)
    assert "Ask the class" in away.content.decode()


def test_without_script_the_way_back_is_to_the_slides(
    page_of_mara: Client, a_class: Class, asked: tuple[str, Question]
) -> None:
    """And nowhere outside this server."""
    url = f"/classes/{a_class.pk}/polls/ask"
    form = {"question": str(asked[1].uuid)}
    assert page_of_mara.post(url, form | {"next": "/topics/x/slides/"})["Location"] == "/topics/x/slides/"
    assert page_of_mara.post(url, form | {"next": "https://evil.test/"})["Location"].startswith("/classes/")


def test_an_instructor_of_several_classes_chooses_the_one_that_is_asked(
    page_of_mara: Client, a_class: Class, mara: User, asked: tuple[str, Question]
) -> None:
    """The class that is led is asked without a choice."""
    other = make_class(mara)
    address = f"/topics/{asked[0]}/slides/"
    assert f"/classes/{other.pk}/polls/ask" in page_of_mara.get(address).content.decode()
    assert f'id="poll-{asked[1].uuid}"' not in page_of_mara.get(address).content.decode()
    actions.lead(a_class, by=mara)
    shown = page_of_mara.get(address).content.decode()
    assert f"/classes/{other.pk}/polls/ask" not in shown
    assert f'id="poll-{asked[1].uuid}"' in shown


def test_students_do_not_read_how_the_class_answers(
    a_class: Class, students: list[User], sign_in: SignIn, operator: User, asked: tuple[str, Question]
) -> None:
    """Nor do operators: a class is led by its instructors. A topic that there is not has no answers."""
    for person in (students[0], operator):
        assert sign_in(person).get(f"/classes/{a_class.pk}/pace/slides/{asked[0]}/").status_code in {403, 404}
