"""What members read."""

import pytest

from quintain.judge import Raised


def read(box, canary, title):
    return box.call("members:read", canary.member, canary.member_password, title)


def test_own_note_is_read(box, canary):
    keeper = f"{canary.keeper}-weiss"
    assert box.call("members:read", keeper, canary.keeper_password, "safe") == canary.safe_code
    assert box.call("members:read", keeper.upper(), canary.keeper_password, "safe") == canary.safe_code


def test_titles_hold_marks_and_blanks(box, canary):
    """A title may hold dots, apostrophes, umlauts and blanks, written as in an address."""
    for title in [
        "O'Neill & Söhne, v1.5",
        "O'Neill%20&%20Söhne,%20v1.5",
        "O%27Neill%20%26%20S%C3%B6hne%2C%20v1%2E5",
        "O%27Neill%20%26%20So%CC%88hne%2C%20v1%2E5",
    ]:
        assert read(box, canary, title) == canary.first_note, title


def test_percent_sign_of_a_title_stays(box, canary):
    """What looks like an address once it is decoded is not decoded again."""
    assert read(box, canary, "rate%20%2541") == canary.second_note


def test_full_width_titles_are_found(box, canary):
    """Full-width letters find the note, typed or written with percent signs."""
    for title in ["Ａ－Ｚ%20李", "%EF%BC%A1%EF%BC%8D%EF%BC%BA%20%E6%9D%8E", "A-Z 李"]:
        assert read(box, canary, title) == canary.third_note, title
    for title in ["A", "%41", "Ａ", "%EF%BC%A1"]:
        assert read(box, canary, title) == canary.fourth_note, title


def test_unknown_title_and_odd_titles_are_refused(box, canary, rng):
    word = "".join(rng.choices("abcdefgh", k=9))
    for title in [word, ".A", "..", "x\\A", f"{canary.member}/A", f"{word}/A"]:
        with pytest.raises(Raised):
            read(box, canary, title)


def test_part_of_a_title_is_no_title(box, canary):
    """A note is found by its whole title, and by no part of it."""
    for title in ["O'Neill", "Söhne, v1.5", "Neill%20", "rate", "rate%20", "%2541", "A-Z", "-Z", "李", ""]:
        with pytest.raises(Raised):
            read(box, canary, title)
