"""An apostrophe on a list is a character like any other."""

from helpers import rows


def test_a_tool_with_apostrophes(box, canary):
    name = f"Carpenter's {canary.word}'"
    assert rows(box.call("depot:look_up", "north", [name])) == [[16, name, 410]]
    both = rows(box.call("depot:look_up", "north", [name, f'Ärmelhobel "{canary.word}"']))
    assert [number for number, _, _ in both] == [13, 16]


def test_names_of_quotes_alone(box, rng):
    for name in ["'", "''", "\"'", "\\'", "') --", "'/*", "' OR '1'='1", f"{rng.randint(2, 9)}'"]:
        assert rows(box.call("depot:look_up", "south", [name])) == [], name
