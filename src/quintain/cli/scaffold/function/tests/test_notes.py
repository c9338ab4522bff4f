"""What every fix must keep: notes stay readable, the diary stays the owner's."""

import pytest

from quintain.judge import Raised


def test_note(box, canary):
    assert box.call("notes:read", f"{canary.first}.txt") == canary.note


def test_name_with_dots(box, canary):
    assert box.call("notes:read", f"{canary.first}..final.txt") == f"the end of {canary.note}"


def test_note_in_a_folder(box, canary):
    assert box.call("notes:read", f"{canary.second}/plan.txt") == f"a plan for {canary.note}"


def test_note_with_the_words_of_an_attack(box, canary):
    """A fix may not look for words: where the diary lies tells nothing about who asks."""
    assert box.call("notes:read", "notes-private/diary.txt") == f"a diary of {canary.note}"


def test_owner_reads_the_diary(box, canary):
    assert box.call("notes:read_diary", canary.key) == canary.diary


def test_wrong_key_is_refused(box, canary, rng):
    with pytest.raises(Raised):
        box.call("notes:read_diary", "".join(rng.choices("abc123", k=16)))
