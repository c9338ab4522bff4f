"""What is read from either database becomes the same value, or is told as something that does not fit."""

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.server.moving.values import Column, JsonText, Kind, Misfit, Value, converter, digestible

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def convert(kind: Kind, value: object, **facts: Any) -> Value:
    """Return a value as a move reads it."""
    nul = facts.pop("replaces_nul", False)
    return converter(Column("x", kind, **facts), replaces_nul=nul)(value)


@pytest.mark.parametrize(
    ("kind", "of_sqlite", "of_postgresql"),
    [
        (Kind.UUID, "0" * 31 + "a", uuid.UUID(int=10)),
        (Kind.MOMENT, "2026-03-01 12:00:00.000001", datetime(2026, 3, 1, 12, 0, 0, 1, UTC)),
        (Kind.MOMENT, "2026-03-01 12:00:00", datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))),
        (Kind.BOOLEAN, 1, True),
        (Kind.ADDRESS, "2001:db8::1", ip_address("2001:DB8:0::1")),
        (Kind.BYTES, b"\0\xff", memoryview(b"\0\xff")),
        (Kind.FLOAT, 3, 3.0),
        (Kind.JSON, JsonText('{"b": 1.0, "a": [1e2]}'), JsonText('{"a":[100],"b":1}')),
    ],
)
def test_both_databases_spell_it_in_their_own_way(kind: Kind, of_sqlite: object, of_postgresql: object) -> None:
    """And it is one value to a move."""
    one, two = convert(kind, of_sqlite), convert(kind, of_postgresql)
    assert (one, type(one)) == (two, type(two))


@pytest.mark.parametrize(
    ("kind", "value", "facts", "why"),
    [
        (Kind.TEXT, "a\0b", {}, "holds a NUL character"),
        (Kind.TEXT, "\udcff", {}, "is not UTF-8"),
        (Kind.TEXT, "abcd", {"most": 3}, "is longer than 3 characters"),
        (Kind.TEXT, None, {}, "is NULL"),
        (Kind.TEXT, 7, {}, "is no text"),
        (Kind.INTEGER, 2**31, {"low": 0, "high": 2**31 - 1}, "is not between 0 and 2147483647"),
        (Kind.INTEGER, "7", {"low": 0, "high": 9}, "is no integer"),
        (Kind.BOOLEAN, 2, {}, "is neither true nor false"),
        (Kind.FLOAT, float("inf"), {}, "is no finite number"),
        (Kind.UUID, "7", {}, "is no UUID"),
        (Kind.MOMENT, "yesterday", {}, "is no time"),
        (Kind.DAY, "2026-02-30", {}, "is no day"),
        (Kind.ADDRESS, "here", {}, "is no IP address"),
        (Kind.JSON, JsonText('["\\u0000"]'), {}, "holds a NUL character"),
        (Kind.JSON, JsonText('["\\ud800"]'), {}, "holds half a character"),
        (Kind.JSON, JsonText("[NaN]"), {}, "holds NaN, which is no JSON"),
        (Kind.JSON, JsonText("[1e999]"), {}, "holds a number that is too large"),
        (Kind.JSON, JsonText("[" * 100_000), {}, "nests too deep"),
        (Kind.JSON, JsonText("{"), {}, "is no JSON"),
        (Kind.JSON, b"{}", {}, "is no JSON"),
        (Kind.BYTES, "text", {}, "is no sequence of bytes"),
    ],
)
def test_what_does_not_fit_is_told(kind: Kind, value: object, facts: dict[str, Any], why: str) -> None:
    """SQLite takes any value in any column; PostgreSQL does not."""
    with pytest.raises(Misfit) as told:
        convert(kind, value, **facts)
    assert str(told.value) == why


def test_nul_is_replaced_where_that_is_asked_for() -> None:
    """In text, and in names and strings of JSON; six letters that look like it stay."""
    assert convert(Kind.TEXT, "a\0b", replaces_nul=True) == "a\N{REPLACEMENT CHARACTER}b"
    text = convert(Kind.JSON, JsonText('{"\\u0000": ["\\u0000", 1]}'), replaces_nul=True)
    assert text == '{"\N{REPLACEMENT CHARACTER}":["\N{REPLACEMENT CHARACTER}",1]}'
    assert convert(Kind.JSON, JsonText(r'["\\u0000"]')) == r'["\\u0000"]'


@given(JSON)
def test_json_means_the_same_after_a_move(value: object) -> None:
    """And moving it once more changes nothing."""
    text = json.dumps(value)
    try:
        moved = convert(Kind.JSON, JsonText(text))
    except Misfit as misfit:
        assert str(misfit) in {"holds a NUL character", "holds half a character"}  # noqa: PT017  either is right
        return
    assert isinstance(moved, str)
    assert json.loads(moved) == value
    assert convert(Kind.JSON, JsonText(moved)) == moved


def test_rows_that_differ_have_other_bytes() -> None:
    """No two values are taken for one another by their digest."""
    rows: list[tuple[Value, ...]] = [(1,), (True,), ("1",), (1.0,), (None,), ("",), (), ("a", "b"), ("a,b",), ("a\n",)]
    assert len({digestible(row) for row in rows}) == len(rows)
