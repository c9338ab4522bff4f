"""Which labels fit a wish."""

from string import ascii_lowercase, punctuation

import pytest

from quintain.judge import Raised


def word(rng, k=8):
    return "".join(rng.choices(ascii_lowercase, k=k))


def test_plain_wish(box, rng):
    label = f"Oats: {word(rng)}, white"
    assert box.call("seeds:fits", label, label) is True
    assert box.call("seeds:fits", label[1:], label) is False
    assert box.call("seeds:fits", label, f"{label} ") is False
    assert box.call("seeds:fits", "", label) is False
    assert box.call("seeds:fits", "", "") is True


def test_stars_in_a_wish(box, rng):
    first, second, third = word(rng), word(rng), word(rng)
    label = f"{first} {second} {third}"
    for wish in ["*", "**", f"*{second}*", f"{first}*", f"*{third}", f"{first}*{third}", f"{label}*", f"*{label}"]:
        assert box.call("seeds:fits", wish, label) is True, wish
    for wish in [f"*{second}", f"{second}*", f"*{third}*{first}*", f"{label}*{third}", f"*{word(rng, 9)}*"]:
        assert box.call("seeds:fits", wish, label) is False, wish


def test_star_may_stand_for_nothing(box, rng):
    left, right = word(rng), word(rng)
    assert box.call("seeds:fits", f"*{left}*{right}*", left + right) is True
    assert box.call("seeds:fits", f"{left}**{right}", left + right) is True
    assert box.call("seeds:fits", "*", "") is True


def test_first_place_that_fits_is_not_the_last(box):
    """A part that stands twice in a label may be meant in its second place."""
    for wish, label in [
        ("*ab", "abab"),
        ("*ab*ab", "ababxab"),
        ("a*a?", "aaxab"),
        ("*aab", "aaab"),
        ("*a?c*", "abbabc"),
    ]:
        assert box.call("seeds:fits", wish, label) is True, wish
    for wish, label in [("ab*ab", "ab"), ("*a*a*a*", "aa"), ("a*ab*b", "aab")]:
        assert box.call("seeds:fits", wish, label) is False, wish


def test_question_marks_in_a_wish(box, rng):
    label = word(rng)
    assert box.call("seeds:fits", "?" * 8, label) is True
    assert box.call("seeds:fits", "?" * 7, label) is False
    assert box.call("seeds:fits", "?" * 9, label) is False
    assert box.call("seeds:fits", f"*{label[2]}?{label[4]}*", label) is True
    assert box.call("seeds:fits", f"?*{label[-2]}?", label) is True
    assert box.call("seeds:fits", f"{label}?*", label) is False


def test_many_stars(box, rng):
    """A wish may have as many stars as it has room for."""
    letters = rng.sample(ascii_lowercase, k=26)
    label = "".join(letters)
    assert box.call("seeds:fits", "".join(f"*{letter}" for letter in letters) + "*", label) is True
    assert box.call("seeds:fits", "*".join(letters[::2]), label[:-1]) is True
    assert box.call("seeds:fits", "*".join(letters[:12]), label) is False


def test_marks_stand_for_themselves(box, rng):
    """Full stop, plus, brackets and all other marks fit themselves and nothing else."""
    left, right = word(rng), word(rng)
    for mark in punctuation.replace("*", "").replace("?", ""):
        label = f"{left}{mark}{right}"
        assert box.call("seeds:fits", label, label) is True, mark
        assert box.call("seeds:fits", f"*{mark}*", label) is True, mark
        assert box.call("seeds:fits", label, f"{left}{right}") is False, mark
        assert box.call("seeds:fits", label, f"{left}0{right}") is False, mark


def test_brackets_in_a_wish(box, rng):
    name, year = word(rng), rng.randint(1800, 1950)
    for label in [f"{name} [old]", f"{name} [{year}-{year + 9}]", f"{name} ({year})", f"[!{name}]", f"{name} {{a,b}}"]:
        assert box.call("seeds:fits", label, label) is True, label
        assert box.call("seeds:fits", f"*{label}*", f"Oats: {label}, white") is True, label
    assert box.call("seeds:fits", f"{name} [old]", f"{name} o") is False


def test_both_sizes_of_letters_in_a_wish(box, rng):
    name = word(rng)
    assert box.call("seeds:fits", f"*{name.upper()} ÄÖÜ*", f"Oats: {name} äöü, white") is True


def test_question_mark_is_one_character_of_the_label(box, rng):
    """A letter that changes its length between small and capital is still one character, and no other letters."""
    name = word(rng)
    label = f"{name} Große Weiße"
    assert box.call("seeds:fits", f"{name} gro?e wei?e", label) is True
    assert box.call("seeds:fits", "*gro?e*wei?e", label) is True
    assert box.call("seeds:fits", "?" * len(label), label) is True
    assert box.call("seeds:fits", "?" * (len(label) + 1), label) is False
    assert box.call("seeds:fits", f"{name} gro??e *", label) is False


def test_stars_and_question_marks_of_a_label(box, rng):
    """A label may hold these marks, too; only those of the wish stand for others."""
    name = word(rng)
    assert box.call("seeds:fits", f"{name}?", f"{name}*") is True
    assert box.call("seeds:fits", f"{name}*x", f"{name}**x") is True
    assert box.call("seeds:fits", f"{name}x", f"{name}?") is False
    assert box.call("seeds:fits", f"{name}x", f"{name}*") is False


def test_long_wish(box, rng):
    name = word(rng, 98)
    assert box.call("seeds:fits", f"*{name}*", f"{word(rng, 50)}{name}{word(rng, 50)}") is True
    with pytest.raises(Raised) as refusal:
        box.call("seeds:fits", f"*{name}**", name)
    assert "ValueError" in refusal.value.names
