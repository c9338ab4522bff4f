"""Questions: an answer says why it is right or wrong, and nothing more until asked."""

import uuid

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.catalog.queries import find_topic
from quintain.quizzes.models import Answer
from quintain.quizzes.queries import QuestionCard, question_cards
from tests.classroom import QUESTION

pytestmark = pytest.mark.django_db

URL = f"/questions/{QUESTION.uuid}/answers"
EXPLAIN = f"/questions/{QUESTION.uuid}/explanations"


def card(user: User) -> QuestionCard:
    """Return the question as ``user`` sees it."""
    found = find_topic("injection")
    assert found
    return question_cards(user, [(found[1], QUESTION)])[0]


def test_an_open_question_tells_nothing(page: Client, learner: User) -> None:
    """Neither the page nor the data behind it knows which option is right."""
    shown = card(learner)
    assert (shown.state, [(option.right, option.why) for option in shown.options]) == ("open", [(None, None)] * 2)
    assert "Nobody else takes a step" not in page.get("/topics/injection/").content.decode()


def test_a_wrong_answer_gets_its_own_reason_only(page: Client, learner: User) -> None:
    """The others stay open."""
    assert page.post(URL, {"option": "0"}).status_code == 302
    shown = card(learner)
    assert shown.state == "wrong"
    assert [(option.chosen, option.right, option.why) for option in shown.options] == [
        (True, False, "The lock is held."),
        (False, None, None),
    ]


def test_a_right_answer_says_why(page: Client, learner: User) -> None:
    """The newest answer counts."""
    page.post(URL, {"option": "0"})
    page.post(URL, {"option": "1"})
    shown = card(learner)
    assert (shown.state, shown.options[1].right, shown.options[0].why) == ("right", True, None)
    assert list(Answer.objects.order_by("id").values_list("option", "right")) == [(0, False), (1, True)]


def test_a_double_click_is_one_answer(page: Client) -> None:
    """The same choice twice in a row is kept once."""
    page.post(URL, {"option": "0"})
    page.post(URL, {"option": "0"})
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("option", ["", "-1", "2", "x", "1.0", "٣", "9" * 5000, "²"])
def test_what_is_no_option_is_refused(page: Client, option: str) -> None:
    """The answer says that none was chosen."""
    answer = page.post(URL, {"option": option})
    assert answer.status_code == 400
    assert "No answer was chosen." in answer.content.decode()
    assert not Answer.objects.exists()


def test_reasons_for_all_come_after_an_answer(page: Client, learner: User) -> None:
    """Who has not tried is asked to try."""
    assert page.post(EXPLAIN).status_code == 409
    page.post(URL, {"option": "0"})
    assert page.post(EXPLAIN).status_code == 302
    assert all(option.why for option in card(learner).options)


def test_a_script_gets_the_question_alone(page: Client, learner: User) -> None:
    """Htmx exchanges it within the lesson."""
    answer = page.post(URL, {"option": "0"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "The lock is held." in text


def test_an_unknown_question_is_not_found(page: Client, learner: User) -> None:
    """Also if it looks like one."""
    assert page.post(f"/questions/{uuid.uuid4()}/answers", {"option": "0"}).status_code == 404
    assert page.post("/questions/7/answers", {"option": "0"}).status_code == 404


def test_neighbours_answer_for_themselves(page: Client, neighbour: User) -> None:
    """Nobody sees another's choice."""
    page.post(URL, {"option": "1"})
    assert card(neighbour).state == "open"
