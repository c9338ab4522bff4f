"""Slots of a page that a higher room fills."""

from collections.abc import Sequence

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quintain.web import slots


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Fill the slot ``part`` with the letters a and b, and return what it is asked for."""
    monkeypatch.setattr(slots, "_fills", {})
    asked: list[Sequence[str]] = []

    def fill(request: HttpRequest, keys: Sequence[str]) -> dict[str, SafeString]:
        asked.append(keys)
        return {key: format_html("<b>{} {}</b>", key, request.path) for key in keys if key in {"a", "b"}}

    slots.register("part", fill)
    return asked


def test_a_page_asks_once_for_all_that_it_has(asked: list[Sequence[str]]) -> None:
    """The room that fills the slot can fetch for all keys at once; for none it is not even asked."""
    request = RequestFactory().get("/page")
    assert slots.filled("part", request, ["a", "b", "c"]) == {"a": "<b>a /page</b>", "b": "<b>b /page</b>"}
    assert slots.filled("part", request, []) == {}
    assert asked == [["a", "b", "c"]]


@pytest.mark.parametrize(("key", "shown"), [("a", "<b>a /page</b>"), ("c", "")])
def test_a_template_shows_what_the_room_draws(asked: list[Sequence[str]], key: str, shown: str) -> None:
    """Markup stays markup, and a key that the room does not know leaves the slot empty."""
    template = engines["django"].from_string('{% load pagekit %}{% slot "part" key %}')
    assert template.render({"key": key}, RequestFactory().get("/page")) == shown
