"""What the desk does, and what the journal keeps of it."""

import pytest

from quintain.judge import Raised


def word(rng):
    return "".join(rng.choices("abcdefgh", k=8))


def test_key_after_approval(box, canary, rng):
    """The desk hands the key over once the warden has approved, for this request alone."""
    first, second = (box.call("desk:ask", word(rng), word(rng)) for _ in range(2))
    box.call("desk:approve", canary.warden_pin, second, word(rng))
    assert box.call("desk:collect", second) == canary.key_code
    with pytest.raises(Raised):
        box.call("desk:collect", first)


def test_wrong_pin_is_written_down(box, canary, rng):
    """A wrong PIN opens nothing, and stands in the journal."""
    number, note = box.call("desk:ask", word(rng), ""), word(rng)
    with pytest.raises(Raised):
        box.call("desk:approve", word(rng), number, note)
    with pytest.raises(Raised):
        box.call("desk:collect", number)
    assert box.call("journal:events")[-1] == {"name": "somebody", "event": "REFUSED", "number": number, "note": note}


def test_names_and_notes_come_back(box, rng):
    """Names and notes are read back as they were written, letter by letter."""
    for name, note in [
        ("Zoë O'Neill", "back at six, or later"),
        ("Müller-Lüdenscheidt, Karl", 'two oars & the "Seagull"'),
        ("李 小龙", "50% off: the small boat, 12:30"),
        ("J. R. Ito (crew: 4)", "see https://club.example/?boat=4&day=2 #7"),
        ("Ирина Б.", r"C:\boats\new <the blue one>"),
        ("van der Berg", "{name} %s %d | a+b=c; $5 – naïve"),
        ("  Jo", "  two spaces before, and two after  "),
        ("Zoe\u0308 ½ ﬁ", "ﬁne, ½ an hour, ①"),
        (r"C:\Ann\00000a", r"typed: \n \x1b \u000a \00000a %0A &#10;"),
        ("Ann", ""),
    ]:
        name = f"{name} {word(rng)}"
        number = box.call("desk:ask", name, note)
        assert box.call("journal:events")[-1] == {"name": name, "event": "ASKED", "number": number, "note": note}


def test_long_note_stays_whole(box, rng):
    """A name may be long, and a note as long as a letter."""
    name, note = word(rng) * 40, " ".join(word(rng) for _ in range(400))
    box.call("desk:ask", name, note)
    kept = box.call("journal:events")[-1]
    assert (kept["name"], kept["note"]) == (name, note)


def test_note_as_long_as_a_book_hides_nothing(box, canary, rng):
    """Whatever somebody has sent, the events before and after it are still read."""
    first = box.call("desk:ask", word(rng), "an hour")
    note = word(rng) * 30_000
    long = box.call("desk:ask", word(rng), note)
    box.call("desk:approve", canary.warden_pin, first, "fine")
    kept = box.call("journal:events")
    assert [(event["event"], event["number"]) for event in kept] == [
        ("ASKED", first),
        ("ASKED", long),
        ("APPROVED", first),
    ]
    assert kept[1]["note"] == note
    assert box.call("desk:collect", first) == canary.key_code


def test_long_journal_is_shown_whole(box, rng):
    """The board shows all events, and not only the last ones."""
    name = word(rng)
    numbers = [box.call("desk:ask", name, "an hour") for _ in range(120)]
    assert box.call("desk:board") == [f"{number} asked by {name}" for number in numbers]


def test_one_line_in_the_file(box, canary, rng):
    """Each event is one more line of journal.log, with the person's name in it."""
    name = word(rng)
    for number in range(1, 6):
        request = box.call("desk:ask", f"{name}{number}", "an hour")
        lines = box.read("journal.log").decode().splitlines()
        assert len(lines) == number
        assert f"{name}{number}" in lines[-1]
        assert str(request) in lines[-1]


def test_board_in_the_hall(box, canary, rng):
    """The board shows what has happened, in order."""
    name = word(rng)
    number = box.call("desk:ask", name, "an hour")
    box.call("desk:approve", canary.warden_pin, number, "fine")
    box.call("desk:collect", number)
    shown = [f"{number} asked by {name}", f"{number} approved by warden", f"{number} handed by desk"]
    assert box.call("desk:board") == shown


def test_other_events_are_refused(box, rng):
    """An event that is none of the four is refused, and leaves no line."""
    number = box.call("desk:ask", word(rng), word(rng))
    before = box.read("journal.log")
    for event in ["", "ASK", "ASKEDX", "XASKED", "asked", "OPENED", f"ASKED {number} x\nHANDED"]:
        with pytest.raises(Raised):
            box.call("journal:record", word(rng), event, number, word(rng))
    assert box.read("journal.log") == before
