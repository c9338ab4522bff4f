"""What was stored of an attempt is in the language of the course, and is told in that of the reader."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from lxml import html

from quintain.accounts.models import User
from quintain.attempts.models import Marking
from quintain.catalog import pack_store
from quintain.packs.model.pack import Pack
from quintain.packs.translations import take
from tests.attempts.handing_in import try_text
from tests.packs.translations.saying import MARK, everything

pytestmark = [pytest.mark.django_db(transaction=True)]

GERMAN = {"accept-language": "de"}
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def translated(course: Pack, tmp_path: Path) -> Pack:
    """Put a course in the pack store of which each value is translated into German."""
    pack = replace(course, root=tmp_path, lessons={}, cases={}, tracks=course.tracks)
    take(pack, "de", everything(pack))
    pack_store.put(pack)
    return pack


def mark(first: int) -> dict[str, Any]:
    """Return a mark of a line as JSON."""
    return {"file": "shop.py", "first": first, "last": first, "cwe": "CWE-89"}


def test_answers_to_marks_are_told_in_the_language_of_the_reader(page: Client, translated: Pack) -> None:
    """At once, and when the page is opened again in another language."""
    why, decoy = translated.labs["shop"].find.spots[0].why, translated.labs["shop"].find.decoys[0].why  # type: ignore[union-attr]
    sent = json.dumps({"marks": [mark(13), mark(9), mark(2)]})
    answer = page.post("/labs/shop/marks", sent, content_type="application/json", headers=GERMAN).json()
    told = [html.fragment_fromstring(each["why"], create_parent=True) for each in answer["marks"]]
    assert told[0].text_content() == f"{MARK} {why.replace('*', '')}"
    assert told[1].text_content() == f"{MARK} {decoy}"
    assert not told[2].xpath(".//*[@lang]"), "our own words about a wrong mark are in the language of the page"
    assert [each["why"] for each in Marking.objects.get().marks[:2]] == [why, decoy], "stored as the author wrote it"
    for language, words in ((GERMAN, f"{MARK} {decoy}"), (ENGLISH, decoy)):
        text = page.get("/labs/shop/find/", headers=language).content.decode()
        assert words in text
        assert (MARK in text) is (language is GERMAN)


def test_a_verdict_names_attacks_and_known_fixes_in_ones_language(
    page: Client, learner: User, translated: Pack
) -> None:
    """A sentence of the judge that is in no catalog stays English, and is marked as English."""
    with override("de"):
        stored = try_text(learner, translated.labs["shop"], "open")
    address = f"/labs/shop/submissions/{stored.pk}"
    report = page.get(address, headers=GERMAN).json()
    titles = {each["title"] for each in report["checks"]}
    assert {f"{MARK} UNION reads another table", f"{MARK} Quoting of another kind"} <= titles
    assert {each["title"] for each in stored.checks} >= {"UNION reads another table", "Quoting of another kind"}
    drawn = html.document_fromstring(report["evidence"])
    (sentence,) = (each for each in drawn.xpath("//span[@lang]") if each.text_content() == stored.sentence)
    assert sentence.get("lang") == "en"
    assert f"{MARK} Doubled quotes" in report["evidence"]
    english = page.get(address, headers=ENGLISH).json()
    assert {each["title"] for each in english["checks"]} >= {"UNION reads another table", "Quoting of another kind"}
    assert MARK not in english["evidence"]
