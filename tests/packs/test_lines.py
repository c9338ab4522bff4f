"""The line of every key of a TOML text."""

import datetime as dt
from typing import Any

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.packs.lines import Keys, LineIndex

TEXT = '''\
# [no.table]
title = "a"
"odd \\"key\\"" = 1
many.dots . here = """
[not.a.table]
x = 1
"""
list = [
  "one",   # ]
  { deep = [1,
     2] },
]

[[rows]]
name = 'x = 1'
[rows.inside]
key = 2024-01-01 07:32:00
[[rows]]
[[rows.more]]
a = 1
[[rows.more]]
a = 2
'''


def test_every_kind_of_key_has_its_line() -> None:
    """Tables, rows, dotted and quoted keys, lists and inline tables are found where they stand."""
    index = LineIndex(TEXT)
    expected: dict[Keys, int] = {
        ("title",): 2,
        ('odd "key"',): 3,
        ("many",): 4,
        ("many", "dots", "here"): 4,
        ("list",): 8,
        ("list", 0): 9,
        ("list", 1, "deep"): 10,
        ("list", 1, "deep", 1): 11,
        ("rows",): 14,
        ("rows", 0): 14,
        ("rows", 0, "name"): 15,
        ("rows", 0, "inside"): 16,
        ("rows", 0, "inside", "key"): 17,
        ("rows", 1): 18,
        ("rows", 1, "more", 0, "a"): 20,
        ("rows", 1, "more", 1): 21,
        ("rows", 1, "more", 1, "a"): 22,
    }
    assert {keys: index.line(keys) for keys in expected} == expected


def test_missing_key_takes_the_line_of_the_table_around_it() -> None:
    """Where a key is missing, its table is where an author has to write it."""
    index = LineIndex(TEXT)
    assert index.line(("rows", 1, "more", 1, "b")) == 21
    assert index.line(("nothing", 3)) == 1


def paths_of(value: object, keys: Keys = ()) -> list[Keys]:
    found: list[Keys] = [keys] if keys else []
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        found += paths_of(child, (*keys, name))
    return found


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=12)
SCALARS = st.one_of(st.booleans(), st.integers(-(2**40), 2**40), TEXTS, st.dates().map(dt.date.isoformat), st.dates())
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_whatever_toml_is_written_every_path_is_found(table: dict[str, Any]) -> None:
    """No valid TOML makes the scanner fail or overlook a key, whatever its keys and texts hold."""
    text = tomlkit.dumps(table)
    index = LineIndex(text)
    lines = text.count("\n") + 1
    for keys in paths_of(tomlkit.parse(text).unwrap()):
        assert keys in index, (keys, text)
        assert 1 <= index.line(keys) <= lines
