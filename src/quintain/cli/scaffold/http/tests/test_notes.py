"""What every fix must keep: notes stay readable, the diary stays the owner's."""


def test_note(box, canary):
    assert box.http.get("/note", params={"name": f"{canary.first}.txt"}).text == canary.note


def test_name_with_dots(box, canary):
    assert box.http.get("/note", params={"name": f"{canary.first}..final.txt"}).text == f"the end of {canary.note}"


def test_note_in_a_folder(box, canary):
    assert box.http.get("/note", params={"name": f"{canary.second}/plan.txt"}).text == f"a plan for {canary.note}"


def test_note_with_the_words_of_an_attack(box, canary):
    """A fix may not look for words: where the diary lies tells nothing about who asks."""
    assert box.http.get("/note", params={"name": "notes-private/diary.txt"}).text == f"a diary of {canary.note}"


def test_owner_reads_the_diary(box, canary):
    assert box.http.post("/diary", data={"key": canary.key}).text == canary.diary


def test_wrong_key_is_refused(box, canary, rng):
    answer = box.http.post("/diary", data={"key": "".join(rng.choices("abc123", k=16))})
    assert answer.status_code == 403
