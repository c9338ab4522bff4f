"""Cards for spaced repetition: a file that Anki imports, with HTML that is safe and one line a card."""

import csv
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.packs.model.pack import Pack
from quintain.packs.model.question import Option
from quintain.quizzes.cards import Card, cards_for, text_of
from tests.classroom import LESSON, QUESTION, make_pack

pytestmark = pytest.mark.django_db


def test_the_file_has_a_head_and_a_line_for_each_card(page: Client) -> None:
    """Tabs between the columns; the question in front, the right answer and its reason behind."""
    answer = page.get("/cards.txt")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sec-1-cards.txt"'
    lines = answer.content.decode().split("\n")
    assert lines[:6] == [
        "#separator:tab", "#html:true", "#deck:Course", "#notetype:Basic", "#guid column:1", "#tags column:4",
    ]  # fmt: skip
    table = list(csv.reader(lines[6:-1], delimiter="\t"))
    assert {len(row) for row in table} == {4}
    (row,) = (row for row in table if row[0] == str(QUESTION.uuid))
    assert row[1:] == [
        "Who <em>waits</em>?<ol><li>Nobody.</li><li>All.</li></ol>",
        "<b>All.</b><br>Nobody else takes a step.",
        "injection injection",
    ]
    assert any(row[3] == "glossary" for row in table)
    assert any("CWE-89" in row[1] and row[3] == "weakness" for row in table)
    assert len({row[0] for row in table}) == len(table)


def test_a_card_stays_one_line_of_four_columns(learner: User) -> None:
    """Whatever a question holds: newlines, tabs, quotes, a number sign at the beginning, markup."""
    nasty = replace(
        QUESTION,
        prompt='#deck:Other\n\t"x" <script>y</script>',
        options=(Option("A", "B"), Option("C\nD", "E\tF", right=True)),
    )
    (row,) = csv.reader(
        text_of("De\nck", iter([Card(UUID(int=1), nasty.prompt, "b\n#html:false", "t")])).split("\n")[6:-1],
        delimiter="\t",
    )
    assert len(row) == 4
    pack = make_pack()
    lesson = replace(LESSON, questions=(nasty,))
    module = pack.tracks[0].modules[1]
    modules = (replace(module, topics=(replace(module.topics[0], lesson=lesson),)),)
    pack_store.put(replace(pack, tracks=(replace(pack.tracks[0], modules=modules),)))
    card = next(card for card in cards_for(learner) if card.uuid == nasty.uuid)
    assert "<script>" not in card.front
    text = text_of("Deck", iter([card]))
    assert len(text.split("\n")) == 8
    assert not text.split("\n")[6].startswith("#")


def test_a_card_keeps_its_identity(learner: User, course: Pack) -> None:
    """So a second import renews it, and makes no other."""
    first, second = ([card.uuid for card in cards_for(learner)] for _ in range(2))
    assert first == second
