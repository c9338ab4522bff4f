"""What a strict reader does better."""

from helpers import JO, claimed, envelope, field, night, read, word


def test_negative_lengths_are_refused(box, canary, rng):
    """A negative length is refused with its message, for every tag; all other messages are read."""
    for length in [-1, -2, -rng.randrange(3, 1_000), -rng.randrange(1_000, 2**31), -(2**31)]:
        for tag in [b"N", b"R", b"B", b"X"]:
            good = word(rng)
            sent = [field(b"R", b"1") + claimed(tag, length, word(rng)), claimed(tag, length), field(b"N", good)]
            assert night(box, JO, *sent) == [None, None, {"note": good.decode()}]
            assert canary.lena_note in box.call("office:account", canary.lena_key)[-1]["note"]


def test_incomplete_batch(box, rng):
    """If the batch ends in the middle of a message, this message is refused, and those before it are read."""
    note, reading = word(rng, 20), word(rng, 6)
    whole = envelope(1001, field(b"N", note)) + envelope(1002, field(b"R", reading))
    before = (1001, {"note": note})
    last = envelope(7, field(b"R", reading) + field(b"N", note))
    for missing in [1, 2, 4, 10, 19, 20, 24, 25, 30, len(last) - 6]:
        assert read(box, whole + last[:-missing]) == [before, (1002, {"reading": reading}), (7, None)]
    skipped = envelope(8, field(b"X", note))
    assert read(box, whole + skipped[: -rng.randrange(1, 20)]) == [before, (1002, {"reading": reading}), (8, None)]
