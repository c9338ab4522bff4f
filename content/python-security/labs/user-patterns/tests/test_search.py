"""What a visitor finds."""

import pytest

from quintain.judge import Raised


def beans(canary):
    return [
        f"Bean, climbing: Black {canary.bean}, sown in May",
        f"Bean, dwarf: Early {canary.bean} (1893), very hardy",
    ]


def test_whole_label(box, canary):
    for label in beans(canary):
        assert box.call("seeds:search", label.partition(" (")[0] + "*") == [label]
    assert box.call("seeds:search", beans(canary)[0]) == beans(canary)[:1]


def test_search_must_fit_as_a_whole(box, canary):
    for part in [canary.bean, "Bean", f"*{canary.bean}", f"{canary.bean}*", "Bean*Ma", "ean*", ""]:
        assert box.call("seeds:search", part) == [], part


def test_stars(box, canary):
    """A star stands for any characters or none."""
    climbing, dwarf = beans(canary)
    for text, found in [
        ("Bean*", [climbing, dwarf]),
        (f"*{canary.bean}*", [climbing, dwarf]),
        ("Bean*May", [climbing]),
        (f"*climb*{canary.bean}*sown*", [climbing]),
        ("Bean*dwarf*hardy*", [dwarf]),
        (f"*Bean, climbing: *Black {canary.bean}*, sown in May*", [climbing]),
        ("*hardy*dwarf*", []),
    ]:
        assert box.call("seeds:search", text) == found, text


def test_star_alone_finds_the_whole_shelf(box, canary):
    found = box.call("seeds:search", "*")
    assert len(found) == 10
    assert found[:2] == beans(canary)


def test_question_marks(box, canary):
    """A question mark stands for one character, whatever it is."""
    climbing, dwarf = beans(canary)
    assert box.call("seeds:search", f"Bean? climbing? Black {canary.bean[:-1]}???sown in ?ay") == [climbing]
    assert box.call("seeds:search", f"*{canary.bean[:3]}?{canary.bean[4:]}*") == [climbing, dwarf]
    assert box.call("seeds:search", "Bean, climbing?") == []
    assert box.call("seeds:search", "?" * len(climbing)) == [
        label for label in box.call("seeds:search", "*") if len(label) == len(climbing)
    ]


def test_parts_do_not_overlap(box):
    """What the start has taken, the end cannot take again."""
    assert box.call("seeds:search", "Radish: French Breakfast, quick, from the n*e north") == []
    assert box.call("seeds:search", "Radish: French Breakfast, quick, from the*the north") == []


def test_letters_of_both_sizes(box, canary):
    assert box.call("seeds:search", f"BEAN*{canary.bean.upper()}*may") == beans(canary)[:1]
    assert box.call("seeds:search", f"*GRÜNER {canary.lettuce}*") == [
        f"Lettuce: Grüner {canary.lettuce}, from under the snow"
    ]


def test_year_in_brackets(box, canary):
    assert box.call("seeds:search", "*(1893)*") == beans(canary)[1:]


def test_apostrophe_comma_and_full_stop(box, canary):
    assert box.call("seeds:search", f"pea: {canary.pea}'s*, saved No. 2") == [
        f"Pea: {canary.pea}'s Earliest of All, saved No. 2"
    ]


def test_stroke_is_a_character(box):
    assert box.call("seeds:search", "open/*") == []
    assert box.call("seeds:search", "*/*") == []


def test_held_labels_need_the_key(box, canary):
    assert box.call("seeds:search_held", canary.key, f"*{canary.bean}*") == [
        f"Rye: Old {canary.bean} Field, until it has been counted"
    ]
    assert len(box.call("seeds:search_held", canary.key, "*")) == 2
    for key in ["", canary.key[:-1], "*", "schlüssel"]:
        with pytest.raises(Raised):
            box.call("seeds:search_held", key, "*")


def test_held_labels_are_not_found(box, canary):
    assert box.call("seeds:search", f"*{canary.held}*") == []
    assert box.call("seeds:search", "Rye*") == []


def test_hundred_characters_are_the_limit(box, canary):
    label = f"Tomato: Little {canary.tomato}, for pots and windows"
    assert box.call("seeds:search", f"{label[:15]}*{label[15:]}") == [label]
    assert box.call("seeds:search", "x" * 100) == []
    with pytest.raises(Raised) as refusal:
        box.call("seeds:search", "x" * 101)
    assert "ValueError" in refusal.value.names


def test_search_of_the_keeper_stays_the_keepers(box, canary):
    """What the keeper has searched is not found by a visitor afterwards."""
    for text in ("Barley*", "*forty grains*"):
        assert len(box.call("seeds:search_held", canary.key, text)) == 1
        assert box.call("seeds:search", text) == []
