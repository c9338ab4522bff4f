"""Every sample of SQL has its effect in a query that concatenates, and none in one that binds."""

import random
import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads import sql

SECRET = "canary-1f0c9a7b2d3e"
TEXT_QUERY = "SELECT n, t, k FROM shown WHERE t = '{}' AND n > 0"
LIKE_QUERY = "SELECT n, t, k FROM shown WHERE k > 0 AND t LIKE '%{}%' ORDER BY n"
LIST_QUERY = "SELECT n, t, k FROM shown WHERE t IN ('none', '{}') ORDER BY n"
NUMBER_QUERY = "SELECT n, t, k FROM shown WHERE n = {} ORDER BY t"
SPOTS = [
    (sql.TEXT, TEXT_QUERY),
    (sql.TEXT, LIKE_QUERY),
    (sql.LIST, LIST_QUERY),
    (sql.NUMBER, NUMBER_QUERY),
    (sql.after("shown WHERE n = 0"), "SELECT n, t, k FROM {} ORDER BY n"),
]
seeds = st.integers(0, 2**63)


def ask(query: str, payload: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(":memory:")
    database.executescript(
        "CREATE TABLE shown (n INTEGER, t TEXT, k INTEGER);"
        "INSERT INTO shown VALUES (1, 'a', 10), (2, 'b', 20), (3, 'c', 30);"
        "CREATE TABLE safe (code TEXT);"
        f"INSERT INTO safe VALUES ('{SECRET}');"
    )
    try:
        return database.execute(query.replace("{}", payload)).fetchall()
    finally:
        database.close()


@pytest.mark.parametrize(("spot", "query"), SPOTS)
@given(seed=seeds)
def test_every_union_brings_the_secret(spot: sql.Spot, query: str, seed: int) -> None:
    """Wherever the value stands, the second SELECT is read."""
    for name, payload in sql.unions(random.Random(seed), "901, {}, 7", "code", "safe", spot=spot, many=12).items():
        assert any(SECRET in row for row in ask(query, payload)), (name, payload)


@given(seed=seeds)
def test_bound_value_brings_nothing(seed: int) -> None:
    """A sample is an attack on concatenation, and no match by itself."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE shown (t TEXT)")
    for payload in sql.unions(random.Random(seed), "{}", "code", "safe").values():
        assert database.execute("SELECT t FROM shown WHERE t = ?", (payload,)).fetchall() == []
    database.close()


@pytest.mark.parametrize(("spot", "query"), SPOTS[:4])
@given(seed=seeds)
def test_conditions_are_what_they_stand_for(spot: sql.Spot, query: str, seed: int) -> None:
    """Behind OR, a true condition brings rows and a false one brings none."""
    for condition, rows in [("n = 2", 1), ("n = 9", 0)]:
        for name, payload in sql.conditions(random.Random(seed), condition, spot=spot, many=8).items():
            assert len(ask(query, payload)) == rows, (name, payload)


@given(seed=seeds)
def test_conditions_behind_a_known_value(seed: int) -> None:
    """Behind AND, a true condition keeps the row and a false one drops it."""
    for condition, rows in [("1=1", 1), ("1=2", 0)]:
        drawn = sql.conditions(random.Random(seed), condition, spot=sql.after("b'"), operators=sql.AND, many=8)
        for name, payload in drawn.items():
            assert len(ask(TEXT_QUERY, payload)) == rows, (name, payload)


def spelt(ask_one: Callable[[str], bool], template: str) -> str:
    return sql.spell(lambda i, bound: ask_one(template.format(i=i, bound=bound)), 3)


@pytest.mark.parametrize(("spot", "query"), SPOTS[:4])
@given(seed=seeds)
def test_answers_spell_the_secret(spot: sql.Spot, query: str, seed: int) -> None:
    """Rows or no rows, and the last characters are known."""
    for name, template in sql.answers(random.Random(seed), "code", "safe", spot=spot, many=2).items():
        assert spelt(lambda text: bool(ask(query, text)), template) == SECRET[-3:], (name, template)


def test_every_question_spells_the_secret() -> None:
    """All forms, each alone."""
    for name, template in sql.questions(random.Random(1), "code", "safe", many=None).items():
        assert spelt(lambda text: ask("SELECT ({})", text) == [(1,)], template) == SECRET[-3:], name


@given(seed=seeds)
def test_orders_spell_the_secret(seed: int) -> None:
    """Upwards or downwards, whatever direction stands behind."""
    for name, template in sql.orders(random.Random(seed), "k", "code", "safe", many=2).items():
        spelling = spelt(lambda text: ask("SELECT n FROM shown ORDER BY {} asc", text)[0] == (1,), template)
        assert spelling == SECRET[-3:], (name, template)


@given(seed=seeds)
def test_limits_spell_the_secret(seed: int) -> None:
    """One row or two."""
    for name, template in sql.limits(random.Random(seed), "code", "safe", many=2).items():
        spelling = spelt(lambda text: len(ask("SELECT n FROM shown ORDER BY n {}", text)) == 2, template)
        assert spelling == SECRET[-3:], (name, template)


def test_names_sort_alike() -> None:
    """A column by any of its names puts rows in the order of its values."""
    for name, payload in sql.names(random.Random(1), "k", "shown", many=None).items():
        assert ask("SELECT n FROM shown ORDER BY {} DESC", payload)[0] in {(3,), (1,)}, name
        assert ask("SELECT n FROM shown ORDER BY {}", payload)[0] == (1,), name


def test_program_that_always_says_the_same_spells_nothing() -> None:
    """What a fix answers to every question alike is no character of a secret."""
    assert sql.spell(lambda _i, _bound: False, 2) == "00"
    assert sql.spell(lambda _i, _bound: True, 2) == "zz"
