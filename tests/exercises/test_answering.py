"""Exercises: each element is graded by itself, and nothing that is right is told before it was answered."""

import threading
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from quintain.accounts.models import User
from quintain.exercises.models import ElementAnswer
from quintain.exercises.queries import ExerciseCard, exercise_cards
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.pack import Pack
from tests.exercises.conftest import BOARD, DIAGRAM, GAUGES

pytestmark = pytest.mark.django_db

LESSON = "/topics/injection/"


def answer(
    page: Client, exercise: Exercise, fields: Mapping[str, object]
) -> Any:  # the test client's own type is not exported
    """Send a form."""
    return page.post(f"/exercises/{exercise.uuid}/answers", fields)


def show(page: Client, exercise: Exercise, element: str) -> Any:  # as above
    """Ask for the right answer of an element."""
    return page.post(f"/exercises/{exercise.uuid}/shown", {"show": element})


def exercise_card(user: User, exercise: Exercise) -> ExerciseCard:
    """Return an exercise as ``user`` sees it."""
    (card,) = exercise_cards(user, [exercise])
    return card


def states(card: ExerciseCard) -> list[str]:
    """Return how each element stands."""
    return [element.state for element in card.elements]


def test_an_open_exercise_tells_nothing(page: Client, learner: User) -> None:
    """Neither reasons, nor fields, nor gauges that have fallen stand in the page."""
    text = page.get(LESSON).content.decode()
    assert "Which threats?" in text
    for secret in ("Whoever writes it", "A door holds", "It can be blocked", "data-least", "The cellar", "It was read"):
        assert secret not in text
    for exercise in (DIAGRAM, GAUGES, BOARD):
        card = exercise_card(learner, exercise)
        assert set(states(card)) == {"open"}
        assert [(element.why, element.notes, element.missing) for element in card.elements] == [
            (None, (), 0) for _ in card.elements
        ]
    assert {gauge.level for gauge in exercise_card(learner, GAUGES).gauges} == {1}


def test_every_threat_that_fits_and_no_other_is_right(page: Client, learner: User) -> None:
    """All of them, in whatever order they come."""
    assert answer(page, DIAGRAM, {"door": ["denial", "spoofing"]}).status_code == 302
    card = exercise_card(learner, DIAGRAM)
    assert states(card) == ["open", "right"]
    assert card.elements[1].why == "Both of them meet it."
    assert card.right == 1


@pytest.mark.parametrize(
    ("chosen", "state"),
    [
        (["spoofing"], "wrong"),
        (["spoofing", "denial"], "right"),
        (["spoofing", "denial", "tampering"], "wrong"),
        (["tampering"], "wrong"),
    ],
    ids=["one too few", "all and no other", "one too many", "another"],
)
def test_who_ticks_too_much_is_as_wrong_as_who_ticks_too_little(
    page: Client, learner: User, chosen: list[str], state: str
) -> None:
    """Else ticking everything would be the way through every diagram."""
    answer(page, DIAGRAM, {"door": chosen})
    card = exercise_card(learner, DIAGRAM)
    assert states(card)[1] == state, f"{chosen} is {state}"
    assert card.right == (state == "right")


def test_a_wrong_choice_has_its_reason_and_what_is_missing_is_counted(page: Client, learner: User) -> None:
    """What was chosen is judged; what was not chosen is not named."""
    answer(page, DIAGRAM, {"door": ["spoofing", "tampering"]})
    _, door = exercise_card(learner, DIAGRAM).elements
    assert (door.state, door.missing, door.why) == ("wrong", 1, None)
    assert [(note.title, note.right, note.why) for note in door.notes] == [
        ("Spoofing", True, ""),
        ("Tampering", False, "A door holds nothing to change."),
    ]
    text = page.get(LESSON).content.decode()
    assert "A door holds nothing to change." in text
    assert "One that belongs here is missing." in text
    assert "It can be blocked" not in text
    assert 'value="tampering" checked' in text


def test_the_answer_is_shown_to_one_who_tried(page: Client, learner: User) -> None:
    """It names what was missed, with its reason, and takes the boxes away."""
    assert show(page, DIAGRAM, "door").status_code == 409
    answer(page, DIAGRAM, {"door": "tampering"})
    assert show(page, DIAGRAM, "door").status_code == 302
    assert show(page, DIAGRAM, "door").status_code == 302
    _, door = exercise_card(learner, DIAGRAM).elements
    assert (door.state, door.why) == ("shown", "Both of them meet it.")
    assert [(note.title, note.right, note.chosen, note.why) for note in door.notes] == [
        ("Spoofing", True, False, ""),
        ("Tampering", False, True, "A door holds nothing to change."),
        ("Denial", True, False, "It can be blocked."),
    ]
    assert 'name="door"' not in page.get(LESSON).content.decode()


def test_a_wrong_answer_may_be_tried_again(page: Client, learner: User) -> None:
    """The newest counts, and all are kept."""
    answer(page, GAUGES, {"leak": "whole"})
    assert exercise_card(learner, GAUGES).elements[0].notes[0].why == "Unchanged."
    answer(page, GAUGES, {"leak": "secret"})
    assert states(exercise_card(learner, GAUGES)) == ["right", "open", "open"]
    assert list(ElementAnswer.objects.order_by("id").values_list("chosen", "right")) == [
        (["whole"], False),
        (["secret"], True),
    ]


def test_a_gauge_falls_by_each_incident_that_broke_it(page: Client, learner: User) -> None:
    """Half when one of two is found, and to nothing with the last; a wrong guess moves none."""
    answer(page, GAUGES, {"leak": "secret", "forgery": "secret"})
    assert [(gauge.level, gauge.word) for gauge in exercise_card(learner, GAUGES).gauges] == [
        (0.5, "damaged"),
        (1, "holds"),
    ]
    answer(page, GAUGES, {"peek": "secret"})
    secrecy, _ = exercise_card(learner, GAUGES).gauges
    assert (secrecy.level, secrecy.word, secrecy.found, secrecy.degrees) == (0, "broken", 2, -80)


def test_a_place_within_the_field_is_right(page: Client, learner: User) -> None:
    """A step more or less is a matter of opinion."""
    for step in ("2", "3"):
        answer(page, BOARD, {"flood.likelihood": step, "flood.impact": "2"})
        assert states(exercise_card(learner, BOARD)) == ["right"]


def test_a_place_beside_the_field_says_which_axis_and_why(page: Client, learner: User) -> None:
    """The field is drawn once a place is graded."""
    answer(page, BOARD, {"flood.likelihood": "3", "flood.impact": "1"})
    (flood,) = exercise_card(learner, BOARD).elements
    assert flood.state == "wrong"
    assert [(note.title, note.right, note.why) for note in flood.notes] == [
        ("Likelihood: sure", True, ""),
        ("Impact: small; right is large.", False, "The cellar holds the backups."),
    ]
    assert [row.field for row in flood.rows] == [(2, 3), (2, 2)]
    assert 'data-least="2" data-most="3"' in page.get(LESSON).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"doors": "spoofing"},
        {"door": "spoofing", "flood.impact": "2"},
        {"door": ""},
        {"door": "Spoofing"},
        {"door": ["spoofing", "spoofing"]},
        {"door": ["spoofing", "\1"]},
        {"door": "spoofing " * 9999},
        {"door": "spoofing", "leak": "secret"},
        {"log": "tampering", "door": "x"},
        {"__proto__": "spoofing"},
    ],
)
def test_what_a_diagram_does_not_offer_is_refused_as_a_whole(page: Client, fields: Mapping[str, object]) -> None:
    """Nothing of the form is kept."""
    refused = answer(page, DIAGRAM, fields)
    assert refused.status_code == 400
    assert "The exercise offers no such answer." in refused.content.decode()
    assert not ElementAnswer.objects.exists()


@pytest.mark.parametrize("fields", [{"leak": ["secret", "whole"]}, {"leak": "tampering"}])
def test_gauges_take_one_choice(page: Client, fields: Mapping[str, object]) -> None:
    """Who ticks all hits nothing."""
    assert answer(page, GAUGES, fields).status_code == 400
    assert not ElementAnswer.objects.exists()


@pytest.mark.parametrize("step", ["0", "4", "-1", "2.0", "٢", "²", "02", " 2", "9" * 5000])
def test_a_step_beyond_the_board_is_refused(page: Client, step: str) -> None:
    """Digits of other scripts are none."""
    assert answer(page, BOARD, {"flood.likelihood": step, "flood.impact": "2"}).status_code == 400
    assert not ElementAnswer.objects.exists()


def test_half_a_place_is_refused_by_name(page: Client) -> None:
    """It says which element lacks an axis."""
    refused = answer(page, BOARD, {"flood.impact": "2"})
    assert refused.status_code == 400
    assert "“A flood” is placed on one axis only." in refused.content.decode()


def test_an_empty_form_is_refused(page: Client) -> None:
    """The answer says that none was chosen."""
    refused = answer(page, DIAGRAM, {})
    assert refused.status_code == 400
    assert "No answer was chosen." in refused.content.decode()


def test_a_form_of_thousands_of_fields_is_refused(page: Client) -> None:
    """Django counts before it reads."""
    refused = answer(page, DIAGRAM, {f"door{number}": "spoofing" for number in range(5000)})
    assert refused.status_code == 400
    assert not ElementAnswer.objects.exists()


def test_a_double_click_is_one_answer(page: Client) -> None:
    """The same answer twice in a row is kept once."""
    answer(page, DIAGRAM, {"door": ["spoofing", "denial"]})
    answer(page, DIAGRAM, {"door": ["denial", "spoofing"]})
    assert ElementAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_from_two_tabs_at_once_is_one_answer(learner: User) -> None:
    """The database lets one after the other look and write."""
    start = threading.Barrier(6)

    def send() -> None:
        tab = Client()
        tab.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
        start.wait()
        answer(tab, GAUGES, {"leak": "secret", "forgery": "secret"})
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ElementAnswer.objects.count() == 2


def test_a_script_gets_the_exercise_alone(page: Client, learner: User) -> None:
    """It takes the place of the old one within the lesson."""
    got = page.post(
        f"/exercises/{GAUGES.uuid}/answers", {"leak": "secret"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in got
    assert got.startswith('<section class="exercise" id="exercise-triad"')
    assert "It was read." in got


def test_without_script_the_way_leads_back_to_the_exercise(page: Client) -> None:
    """The address names its place in the lesson."""
    assert answer(page, GAUGES, {"leak": "secret"}).headers["Location"] == "/topics/injection/#exercise-triad"


@pytest.mark.parametrize("element", ["", "nothing", "leak", "log\0"])
def test_what_is_no_element_cannot_be_shown(page: Client, element: str) -> None:
    """Not even one of another exercise."""
    assert show(page, DIAGRAM, element).status_code == 400


def test_an_unknown_exercise_is_not_found(page: Client) -> None:
    """Also if it looks like one, or is an element's uuid."""
    for unknown in (uuid.uuid4(), DIAGRAM.elements[0].uuid, 7):
        assert page.post(f"/exercises/{unknown}/answers", {"door": "spoofing"}).status_code == 404
        assert page.post(f"/exercises/{unknown}/shown", {"show": "door"}).status_code == 404


def test_strangers_cannot_answer(course: Pack, client: Client, db: None) -> None:
    """Who is not signed in is sent away, and nothing is kept."""
    assert answer(client, DIAGRAM, {"door": "spoofing"}).status_code in {302, 403}
    assert not ElementAnswer.objects.exists()


def test_nothing_is_answered_by_looking(page: Client) -> None:
    """Only a form answers."""
    assert page.get(f"/exercises/{DIAGRAM.uuid}/answers", {"door": "spoofing"}).status_code == 405


def test_neighbours_answer_for_themselves(page: Client, neighbour: User) -> None:
    """Nobody sees another's answers, or what another asked to be shown."""
    answer(page, DIAGRAM, {"door": "tampering"})
    show(page, DIAGRAM, "door")
    assert states(exercise_card(neighbour, DIAGRAM)) == ["open", "open"]


def test_an_answer_that_the_author_took_away_counts_as_none(page: Client, learner: User) -> None:
    """The element is open again, and the page still stands."""
    ElementAnswer.objects.create(user=learner, element=DIAGRAM.elements[0].uuid, chosen=["repudiation"], right=True)
    ElementAnswer.objects.create(
        user=learner, element=BOARD.elements[0].uuid, chosen=["likelihood=9", "impact=1"], right=True
    )
    assert states(exercise_card(learner, DIAGRAM)) == ["open", "open"]
    assert states(exercise_card(learner, BOARD)) == ["open"]
    assert page.get(LESSON).status_code == 200


def test_an_exercise_is_done_once_every_element_was_right(page: Client) -> None:
    """The home page counts it; a later slip takes nothing away."""
    answer(page, GAUGES, {"leak": "secret", "forgery": "whole"})
    home = page.get("/").context["home"]
    assert (len(home.exercises), home.exercises_done) == (3, 0)
    answer(page, GAUGES, {"peek": "secret"})
    answer(page, GAUGES, {"peek": "whole"})
    answered = page.get("/")
    assert answered.context["home"].exercises_done == 1
    text = answered.content.decode()
    assert "1 of 3 exercises done" in text
    for exercise in (GAUGES, DIAGRAM, BOARD):
        assert f'<a href="{LESSON}#exercise-{exercise.slug}"><span>{exercise.title}</span>' in text, "leads to them"
    lesson = page.get(LESSON).content.decode()
    assert f'id="exercise-{GAUGES.slug}"' in lesson
