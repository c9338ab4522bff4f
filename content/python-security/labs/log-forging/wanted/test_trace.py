"""Nobody gets out of the journal by writing oddly."""


def word(rng):
    return "".join(rng.choices("abcdefgh", k=8))


def test_odd_texts_leave_one_trace(box, rng):
    """Whoever asks with an odd name stands in the journal too: one event, one line, and a name one can search for."""
    for count, odd in enumerate(
        ["\n", "\x1b[2K", "\u2028", "\x00", "\r", "\u202e", ": APPROVED 101 x", "\t", "\x85", "\u2066", "\ud800"], 1
    ):
        name = word(rng)
        number = box.call("desk:ask", name + odd, odd)
        found = box.call("journal:events")
        assert len(found) == count, ascii(odd)
        assert (found[-1]["event"], found[-1]["number"]) == ("ASKED", number), ascii(odd)
        assert name in found[-1]["name"], ascii(odd)
        lines = box.read("journal.log").decode().splitlines()
        assert len(lines) == count, ascii(odd)
        assert name in lines[-1], ascii(odd)
