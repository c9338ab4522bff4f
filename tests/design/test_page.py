"""The page of the look: who may see it, and that its parts are whole."""

import re
from pathlib import Path

import pytest
from django.test import Client

from quintain.design.specimens import TOKENS

pytestmark = pytest.mark.django_db

STYLES = Path(__file__).resolve().parents[2] / "frontend" / "styles"


def test_signed_in_people_see_it(page: Client) -> None:
    """It needs no lab and no work of anybody."""
    answer = page.get("/design/")
    assert answer.status_code == 200
    assert "We know this fix: doubled quotes" in answer.content.decode()


def test_strangers_do_not_see_it(client: Client) -> None:
    """They are sent to where one signs in."""
    answer = client.get("/design/")
    assert answer.status_code == 302


def test_nothing_can_be_sent_to_it(page: Client) -> None:
    """Without script its forms lead to a page that says so, and change nothing."""
    assert page.post("/design/", {"phase": "fix"}).status_code == 405


def test_no_id_stands_there_twice(page: Client) -> None:
    """Parts that are shown several times have ids of their own."""
    html = re.sub(r"<template.*?</template>", "", page.get("/design/").content.decode(), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_colour_of_the_style_sheet_is_shown() -> None:
    """A new token gets its place and its meaning."""
    written = re.findall(r"--([\w-]+): (?:light-dark|oklch)\(", (STYLES / "tokens.css").read_text())
    assert [token.name for token in TOKENS if token.name not in written] == []
    assert [name for name in written if name not in {token.name for token in TOKENS}] == []
