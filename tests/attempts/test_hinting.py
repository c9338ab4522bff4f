"""Hints open one by one, gentlest first, and are counted."""

import pytest
from django.test import Client

from quintain.attempts.errors import NoHintLeft
from quintain.attempts.hints.order import hints_of
from quintain.attempts.models import HintUse
from quintain.packs.model.lab import Lab
from quintain.packs.model.source import Section
from tests.classroom import make_lab


def pieces(markdown: str) -> list[str]:
    """Cut one step's hints."""
    lab = make_lab()
    object.__setattr__(lab, "hints", (Section("fix", "Fix", markdown),))
    return [hint.markdown for hint in hints_of(lab, "fix")]


def test_each_item_and_each_paragraph_is_a_hint() -> None:
    """Authors write a list or paragraphs, as they like."""
    assert [(hint.number, hint.markdown) for hint in hints_of(make_lab(), "find")] == [
        (1, 'Look for `f"`.'),
        (2, "There are two."),
    ]
    assert [(hint.number, hint.markdown) for hint in hints_of(make_lab(), "fix")] == [
        (1, "Hand the value over\nby itself."),
    ]


def test_a_step_of_another_name_belongs_to_both_phases() -> None:
    """Only the step that bears the other phase's name is left out."""
    lab = make_lab()
    object.__setattr__(lab, "hints", (Section("look", "Look", "a"), Section("fix", "Fix", "b")))
    assert [hint.markdown for hint in hints_of(lab, "find")] == ["a"]
    assert [hint.markdown for hint in hints_of(lab, "fix")] == ["a", "b"]


def test_an_item_keeps_its_continuation_and_its_code() -> None:
    """What belongs to an item is indented below it."""
    assert pieces("1. One\n   goes on.\n\n   ```python\n   x = 1\n   ```\n2. Two") == [
        "One\ngoes on.\n\n```python\nx = 1\n```",
        "Two",
    ]


def test_nested_lists_stay_within_their_hint() -> None:
    """Only the outer list is cut."""
    assert pieces("* a\n  * b\n  * c\n* d") == ["a\n* b\n* c", "d"]


def test_no_hints_are_no_hints() -> None:
    """Neither an empty section nor blank lines hold one, and a phase has none that are another's."""
    for empty in ("", "\n\n  \n"):
        assert pieces(empty) == []
    lab = make_lab()
    object.__setattr__(lab, "hints", (Section("find", "Find", "Look."),))
    assert [hint.step for hint in hints_of(lab, "find")] == ["find"]
    assert list(hints_of(lab, "fix")) == []


@pytest.mark.django_db
def test_a_lab_without_hints_offers_none(page: Client, lab: Lab) -> None:
    """The page has no button, does not say that all are open, and asking for one all the same is refused in words."""
    object.__setattr__(lab, "hints", ())
    text = page.get("/labs/shop/fix/").content.decode()
    assert "hint (" not in text
    assert "hints are open" not in text
    refused = page.post("/labs/shop/hints", {"phase": "fix"}, headers={"accept": "application/json"})
    assert (refused.status_code, HintUse.objects.count()) == (409, 0)
    assert refused.json()["error"] == NoHintLeft().sentence


@pytest.mark.django_db
def test_hints_open_in_order_and_then_end(page: Client, lab: Lab) -> None:
    """The third question gets an answer as well: there is none left."""
    shown = []
    for _ in range(2):
        answer = page.post("/labs/shop/hints", {"phase": "find"})
        assert (answer.status_code, answer["Location"]) == (302, "/labs/shop/find/")
        shown.append([hint.number for hint in page.get("/labs/shop/find/").context["page"].hints.open])
    assert shown == [[1], [1, 2]]
    assert page.post("/labs/shop/hints", {"phase": "find"}).status_code == 409
    assert HintUse.objects.count() == 2


@pytest.mark.django_db
def test_each_phase_has_its_own_hints(page: Client, lab: Lab) -> None:
    """Who fixes need not open the hints for finding first."""
    page.post("/labs/shop/hints", {"phase": "fix"})
    assert HintUse.objects.get().step == "fix"
    hints = page.get("/labs/shop/fix/").context["page"].hints
    assert (len(hints.open), hints.total, hints.left) == (1, 1, 0)
    assert page.get("/labs/shop/find/").context["page"].hints.open == ()


@pytest.mark.django_db
def test_a_script_gets_the_list_alone(page: Client, lab: Lab) -> None:
    """The page exchanges it where it is."""
    answer = page.post("/labs/shop/hints", {"phase": "find"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Look for" in answer.content.decode()


@pytest.mark.django_db
def test_after_the_last_hint_the_page_says_how_to_go_on(page: Client, lab: Lab) -> None:
    """Not before it; with the part that replaces the list, too."""
    assert 'id="way-on"' not in page.get("/labs/shop/fix/").content.decode()
    part = page.post("/labs/shop/hints", {"phase": "fix"}, headers={"HX-Request": "true"}).content.decode()
    for shown in (part, page.get("/labs/shop/fix/").content.decode()):
        assert 'id="way-on"' in shown
        assert "All hints are open" in shown
