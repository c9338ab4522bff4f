"""What every fix must keep: notes stay readable, the diary stays the owner's."""


def test_note(box, canary):
    assert box.run("notes.py", "read", f"{canary.first}.txt").out.decode().strip() == canary.note


def test_name_with_dots(box, canary):
    assert box.run("notes.py", "read", f"{canary.first}..final.txt").out.decode().strip() == f"the end of {canary.note}"


def test_note_in_a_folder(box, canary):
    assert box.run("notes.py", "read", f"{canary.second}/plan.txt").out.decode().strip() == f"a plan for {canary.note}"


def test_note_with_the_words_of_an_attack(box, canary):
    """A fix may not look for words: where the diary lies tells nothing about who asks."""
    assert box.run("notes.py", "read", "notes-private/diary.txt").out.decode().strip() == f"a diary of {canary.note}"


def test_owner_reads_the_diary(box, canary):
    assert box.run("notes.py", "diary", canary.key).out.decode().strip() == canary.diary


def test_wrong_key_is_refused(box, canary, rng):
    done = box.run("notes.py", "diary", "".join(rng.choices("abc123", k=16)))
    assert done.code == 1
    assert canary.diary.encode() not in done.out
