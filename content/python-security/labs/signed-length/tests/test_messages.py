"""What meters send, and what the office reads."""

from helpers import JO, SHOWN, claimed, envelope, field, night, read, word


def test_fields_are_read(box, rng):
    """Reading, note and battery arrive as they were sent, in any order."""
    values = {tag: word(rng, rng.randrange(1, 40)) for tag in rng.sample(sorted(SHOWN), k=3)}
    shown = night(box, JO, b"".join(field(tag, value) for tag, value in values.items()))
    assert shown == [{SHOWN[tag]: value.decode() for tag, value in values.items()}]


def test_several_messages(box, rng):
    """A meter may send several messages in one night, and each of them is read."""
    notes = [word(rng) for _ in range(5)]
    shown = night(box, JO, *(field(b"N", note) + field(b"R", b"000001") for note in notes))
    assert shown == [{"note": note.decode(), "reading": "000001"} for note in notes]


def test_everyone_gets_their_own(box, canary, rng):
    """The messages of all meters are read from one batch, and each account shows those of its own meter."""
    mine, other = word(rng), word(rng)
    box.call("office:send", canary.imke_key, field(b"N", other))
    night(box, JO, field(b"N", mine))
    assert box.call("office:account", JO)[-1] == {"note": mine.decode()}
    assert box.call("office:account", canary.imke_key)[-1] == {"note": other.decode()}
    assert box.call("office:account", canary.sam_key)[-1] == {
        "reading": "041877",
        "note": f"Please ring twice: {canary.sam_note}",
        "battery": "91",
    }
    assert canary.lena_note in box.call("office:account", canary.lena_key)[-1]["note"]


def test_length_of_values(box, rng):
    """A value may be empty, and has at most 1,024 bytes; a message may have many of them."""
    for size in [0, 1, 255, 256, 257, 1023, 1024, rng.randrange(300, 900)]:
        note = word(rng, size)
        assert night(box, JO, field(b"N", note) + field(b"B", b"")) == [{"note": note.decode(), "battery": ""}]
    long = [word(rng, 1024) for _ in range(30)]
    shown = night(box, JO, b"".join(field(b"N", note) for note in long) + field(b"R", b"7"))
    assert shown == [{"note": long[-1].decode(), "reading": "7"}]


def test_message_without_fields(box):
    """A message without fields is read, too."""
    assert night(box, JO, b"") == [{}]


def test_unknown_tags_are_skipped(box, rng):
    """Fields with other tags are skipped, whatever is in them."""
    for tag in [b"X", b"r", b"\x00", b"\xff", b"-"]:
        skipped = field(tag, word(rng, rng.randrange(1025))) + field(tag, field(b"N", b"no note"))
        reading = word(rng, 6)
        assert night(box, JO, skipped + field(b"R", reading) + skipped) == [{"reading": reading.decode()}]


def test_any_bytes(box, rng):
    """Values may contain any bytes; letters of all scripts arrive."""
    note = "Zähler im Keller – 5 °C, łódź, 水 " + word(rng).decode()
    assert night(box, JO, field(b"N", note.encode())) == [{"note": note}]
    value = bytes(rng.randrange(256) for _ in range(40)) + b"\xff\xff\xff\xffN\x00"
    assert read(box, envelope(1002, field(b"N", value))) == [(1002, {"note": value})]


def test_too_long_values_are_refused(box, canary, rng):
    """A value that is too long, or longer than its message, is refused with its message; all others are read."""
    for message in [
        field(b"N", word(rng, 1025)),
        field(b"X", word(rng, 1025)),
        field(b"R", b"1") + field(b"N", word(rng, rng.randrange(1026, 9_000))),
        claimed(b"N", 9, b"12345678"),
        claimed(b"X", 9, b"12345678"),
        field(b"R", b"1") + claimed(b"N", rng.randrange(40, 1_000), b"x"),
        claimed(b"N", rng.randrange(1_025, 2**31), word(rng, 2_000)),
    ]:
        good = word(rng)
        assert night(box, JO, message, field(b"N", good)) == [None, {"note": good.decode()}]
        assert canary.lena_note in box.call("office:account", canary.lena_key)[-1]["note"]


def test_padding(box, canary, rng):
    """Up to four bytes behind the last field of a message are padding, and are ignored."""
    for padding in [b"\x00", b"N", b"R\x04", b"\xff\xff\xff", b"N\x00\x00\x00", word(rng, rng.randrange(1, 5))]:
        reading, good = word(rng, 6), word(rng)
        box.call("office:send", canary.imke_key, padding)
        shown = night(box, JO, field(b"R", reading) + padding, field(b"N", good))
        assert shown == [{"reading": reading.decode()}, {"note": good.decode()}]
        assert box.call("office:account", canary.imke_key)[-1] == {}


def test_batch_of_many(box, rng):
    """A batch has the messages of many meters, in order."""
    sent = [(rng.randrange(2**32), word(rng, rng.randrange(60))) for _ in range(300)]
    batch = b"".join(envelope(meter, field(b"N", note)) for meter, note in sent)
    assert read(box, batch) == [(meter, {"note": note}) for meter, note in sent]
    assert read(box, b"") == []


def test_incomplete_envelope(box, rng):
    """An envelope that is not complete at the end of the batch is ignored."""
    note = word(rng, 20)
    whole = envelope(1001, field(b"N", note))
    for size in range(1, 6):
        assert read(box, whole + envelope(1002, b"")[:size]) == [(1001, {"note": note})]
