"""Texts that reach a terminal, XML or a log hold letters only."""

import pytest

from quintain.exports.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë O'Brien\n\tx", "Zoë O'Brien\n\tx"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\rb\x00\x7f\x85", "a\\x0db\\x00\\x7f\\x85"),
        ("\ud800", "\\ud800"),
        ("\u202ea", "\\u202ea"),
        ("\ufeff\ufffe", "\\ufeff\\ufffe"),
        ("\u2028", "\\u2028"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_is_not_seen_is_escaped(text: str, shown: str) -> None:
    """Letters of all languages, newlines and tabs stay."""
    assert visible(text) == shown
