"""What is left of a note."""

from string import ascii_letters, punctuation

BLANKS = [" ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u200c"]


def text(rng, length):
    middle = rng.choices(ascii_letters + punctuation + " \n\t\u00a0\u200cäß漢", k=length)
    return rng.choice(ascii_letters) + "".join(middle) + rng.choice(ascii_letters)


def test_nothing_to_cut(box, rng):
    note = text(rng, 30)
    assert box.call("contacts:tidy", note) == note


def test_empty_note(box):
    assert box.call("contacts:tidy", "") == ""


def test_nothing_but_blanks(box, rng):
    assert box.call("contacts:tidy", "".join(rng.choices(BLANKS, k=20))) == ""


def test_each_blank_is_cut_at_both_ends(box, rng):
    for blank in BLANKS:
        note = text(rng, 12)
        assert box.call("contacts:tidy", blank + note) == note, repr(blank)
        assert box.call("contacts:tidy", note + blank) == note, repr(blank)


def test_mixed_blanks_are_cut(box, rng):
    note = text(rng, 20)
    before, after = "".join(rng.choices(BLANKS, k=9)), "".join(rng.choices(BLANKS, k=9))
    assert box.call("contacts:tidy", before + note + after) == note


def test_blanks_in_turn_are_cut(box, rng):
    note = text(rng, 20)
    assert box.call("contacts:tidy", "\u200c \u200c " * 3 + note + " \u200c" * 4) == note


def test_punctuation_stays(box, rng):
    for mark in punctuation:
        note = f"{mark}{text(rng, 3)}{mark}"
        assert box.call("contacts:tidy", f" {note} ") == note
        assert box.call("contacts:title", f"a {mark} b\tc") == f"a {mark} b\tc"


def test_other_invisible_characters_stay(box, rng):
    note = f"\u200b{text(rng, 5)}\u200d"
    assert box.call("contacts:tidy", note) == note


def test_one_character(box, rng):
    letter = rng.choice(ascii_letters)
    assert box.call("contacts:tidy", f"\n{letter}\u200c") == letter


def test_long_note_stays_whole(box, rng):
    note = text(rng, rng.randint(30_000, 40_000))
    assert box.call("contacts:tidy", f"  {note}\n") == note


def test_blanks_inside_stay(box, rng):
    """A table drawn with blanks: hundreds in a row are honest."""
    for few in [BLANKS[:1], BLANKS]:
        inside = "".join(rng.choices(few, k=rng.randint(2000, 3000)))
        note = f"{text(rng, 5)}{inside}{text(rng, 5)}"
        assert box.call("contacts:tidy", f"\n{note} \u200c") == note


def test_title_is_the_first_line(box, rng):
    line = "".join(rng.choices(ascii_letters + " ", k=20)).strip()
    assert box.call("contacts:title", f"\n \u200c{line}\n{text(rng, 10)}") == line


def test_long_title_is_cut(box, rng):
    line = "".join(rng.choices(ascii_letters, k=rng.randint(41, 90)))
    assert box.call("contacts:title", line) == line[:39] + "…"
    assert box.call("contacts:title", line[:40]) == line[:40]
