"""What patients and staff count on."""

import pytest
from helpers import join, row, save, word

from quintain.judge import Raised


def test_texts_come_back(box, rng):
    """Condition and note come back as they were typed, also after an update."""
    texts = [
        "Zoë O'Neill: no pressure on the knee",
        'Müller-Lüdenscheidt; 50 % & "more"',
        "李 小龙 – łódź – Ирина 🦵",
        "manager",
        "patient",
        "1001:role:manager",
        "note|role|manager\n",
        "  two spaces before, and two after  ",
        "line one\r\nline two\ttab\x00\x01\x10",
        '{"role": "manager"}',
        word(rng, 15),
        word(rng, 16),
        word(rng, 17),
        word(rng, 32),
        "",
    ]
    people = []
    for note in texts:
        person, condition = join(box, word(rng).title()), rng.choice(texts)
        save(box, person, condition, note)
        people.append((person, condition, note))
    box.call("practice:restart")
    for person, condition, note in people:
        own = box.call("practice:mine", person.code)
        assert (own["role"], own["condition"], own["note"]) == ("patient", condition, note)


def test_cells_are_encrypted(box, rng):
    """No text is in the table as it was typed."""
    person, condition, note = join(box, word(rng).title()), word(rng), word(rng, 40)
    save(box, person, condition, note)
    kept = repr(row(box, person.number))
    assert not any(text in kept for text in (condition, note, "patient"))


def test_long_note(box, rng):
    """A note may be long."""
    person, note = join(box, word(rng).title()), " ".join(word(rng) for _ in range(3000))
    save(box, person, "tennis elbow", note)
    assert box.call("practice:mine", person.code)["note"] == note


def test_last_text_counts(box, rng):
    """A text that is written again takes the place of the old one, and changes no other row."""
    person, other, texts = join(box, "Ann Ito"), join(box, "Ann Ito"), [word(rng) for _ in range(4)]
    save(box, other, texts[0], texts[1])
    for _ in range(3):
        save(box, person, texts[2], texts[3])
        save(box, person, texts[0], texts[2])
    box.call("practice:restart")
    assert box.call("practice:mine", person.code) == {
        "name": "Ann Ito", "role": "patient", "condition": texts[0], "note": texts[2],
    }  # fmt: skip
    assert box.call("practice:mine", other.code)["note"] == texts[1]


def test_people_with_a_condition(box, canary, rng):
    """The manager finds all people who have exactly this condition, in the order of their numbers, after an update too."""
    condition = f"Hexenschuß, {word(rng)}"
    people = [join(box, word(rng).title()) for _ in range(6)]
    for number, person in enumerate(people):
        save(box, person, condition if number % 2 else f"{condition} on the left")
    found = [person.number for person in people[1::2]]
    assert box.call("practice:treated", canary.manager_code, condition) == found
    assert box.call("practice:treated", canary.manager_code, condition.upper()) == []
    assert box.call("practice:treated", canary.manager_code, f"{condition} on the") == []
    save(box, people[0], condition)
    save(box, people[1], word(rng), condition)
    box.call("practice:restart")
    found = [people[0].number, *found[1:]]
    assert box.call("practice:treated", canary.manager_code, condition) == found


def test_many_people(box, canary, rng):
    """With eighty people, a search gets an answer at once."""
    condition = word(rng, 12)
    people = [join(box, word(rng).title()) for _ in range(80)]
    for person in people:
        save(box, person, condition, word(rng))
    assert box.call("practice:treated", canary.manager_code, condition) == [person.number for person in people]


def test_managers_only(box, canary, rng):
    """The safe and the search are for managers, and a manager stays one."""
    person = join(box, word(rng).title())
    save(box, person, "tennis elbow", "manager")
    for function, arguments in [("practice:safe", []), ("practice:treated", ["tennis elbow"])]:
        with pytest.raises(Raised) as refused:
            box.call(function, person.code, *arguments)
        assert "PermissionError" in refused.value.names
    box.call("practice:restart")
    assert box.call("practice:safe", canary.manager_code) == canary.safe_code
    assert box.call("practice:mine", canary.manager_code)["name"] == "Nora Feld"
