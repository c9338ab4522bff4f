"""What the shipped code gets wrong: marks in a search, and searches that keep it busy."""

from string import ascii_lowercase


def test_marks_in_a_search_stand_for_themselves(box, canary):
    """A search for a plus, for brackets or for a full stop finds just these."""
    mixture = f"Lettuce: {canary.lettuce} + Winter, a mixture [old stock]"
    assert box.call("seeds:search", mixture) == [mixture]
    assert box.call("seeds:search", "*+*") == [mixture]
    assert box.call("seeds:search", "*[*]") == [mixture]
    assert box.call("seeds:search", "*[old stock]") == [mixture]
    assert box.call("seeds:search", "*No. 2") == [f"Pea: {canary.pea}'s Earliest of All, saved No. 2"]
    early = f"Bean, dwarf: Early {canary.bean} (1893), very hardy"
    assert box.call("seeds:search", early) == [early]
    assert box.call("seeds:search", "*)*") == [early]


def test_marks_that_stand_nowhere_find_nothing(box):
    for text in ["(", "*|*", "a|", "*\\*", "\\", "^*", "*$", "*{2}*", "[a-z]*", ".*", "*\\w*", "(?s)*", "+", "[", "*["]:
        assert box.call("seeds:search", text) == [], text


def test_some_stars_get_an_answer(box, rng):
    """A wish with five stars gets an answer in a moment."""
    letter, other = rng.sample(ascii_lowercase, k=2)
    assert box.call("seeds:fits", f"*{letter}" * 5 + other, letter * 80) is False


def test_wishes_with_many_wildcards_get_an_answer(box, rng):
    """A wish with many wildcards gets an answer, and the right one."""
    letter, other = rng.sample(ascii_lowercase, k=2)
    label = letter * 99
    for wish, fits in [
        (f"*{letter}" * 49, True),
        (f"*{letter}" * 49 + other, False),
        ("*?" * 49 + "?", True),
        ("*?" * 49 + other, False),
        ("*" * 99 + letter, True),
        ("*" * 99 + other, False),
        ("?*" * 50, True),
        (f"{letter}*" * 49 + other, False),
    ]:
        assert box.call("seeds:fits", wish, label) is fits, wish
    assert box.call("seeds:fits", "?*" * 50, letter * 49) is False


def test_searches_with_many_wildcards_get_an_answer(box, canary):
    """A search with many wildcards gets an answer, and the right one."""
    assert box.call("seeds:search", "*?" * 10 + "*hardy") == [f"Bean, dwarf: Early {canary.bean} (1893), very hardy"]
    assert box.call("seeds:search", "*" * 60 + "!") == []
