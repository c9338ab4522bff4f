"""A cell that was changed, moved or taken out is refused."""

from contextlib import suppress

from helpers import COLUMNS, join, put, row, save, searched, word

from quintain.judge import Raised, Repelled

NO_CELLS = [None, "", b"", 0, 1, 0.5, b"\0"]


def is_refused(box, person, column, cell):
    """Tell whether a cell in this place is refused; put back what was there."""
    own = row(box, person.number)[column]
    put(box, person, column, cell)
    try:
        box.call("practice:mine", person.code)
    except Raised:
        return True
    finally:
        put(box, person, column, own)
    return False


def test_changed_cells_are_refused(box, rng):
    """A cell in which something was changed, or of which something is missing, is refused with an exception."""
    person, note = join(box, word(rng).title()), word(rng, 40)
    save(box, person, "", note)
    for column in COLUMNS:
        cell = row(box, person.number)[column]
        assert isinstance(cell, (str, bytes))
        whole = cell.encode() if isinstance(cell, str) else cell
        for at in [0, 7, *rng.sample(range(8, len(whole) * 4 // 5), 6)]:
            other = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            assert is_refused(box, person, column, other if isinstance(cell, bytes) else other.decode("latin-1"))
        for other in [cell[1:], cell[16:], cell[:16], cell[: len(cell) // 2], cell[:0]]:
            assert is_refused(box, person, column, other), column
        for other in [word(rng), word(rng, 64).encode(), "patient", b"manager"]:
            assert is_refused(box, person, column, other), column
    assert box.call("practice:mine", person.code)["note"] == note


def test_moved_cells_are_refused(box, rng):
    """A cell in another column, or in the same column of another row, is refused with an exception."""
    text = word(rng, 20)
    people = [join(box, "Ann Ito") for _ in range(2)]
    for person in people:
        save(box, person, text, text)
    first, second = (row(box, person.number) for person in people)
    for column in COLUMNS:
        assert is_refused(box, people[0], column, second[column]), column
        for other in COLUMNS:
            if other != column:
                assert is_refused(box, people[0], column, first[other]), f"{other} in {column}"
    assert box.call("practice:mine", people[0].code)["note"] == text


def test_missing_cells_are_refused(box, canary, rng):
    """NULL, an empty cell or a number in place of a cell is refused with an exception, and is no empty condition either."""
    person, note = join(box, word(rng).title()), word(rng, 40)
    save(box, person, "tennis elbow", note)
    for other in NO_CELLS:
        for column in COLUMNS:
            assert is_refused(box, person, column, other), f"{other!r} in {column}"
        assert isinstance(searched(box, canary, person, "", other), Repelled), f"{other!r} in a search"
    assert box.call("practice:mine", person.code)["note"] == note


def test_others_are_not_disturbed(box, rng):
    """While one cell of a patient is refused, all other people are read as before."""
    person, other, note = join(box, word(rng).title()), join(box, word(rng).title()), word(rng)
    save(box, other, "tennis elbow", note)
    own = row(box, person.number)["note"]
    put(box, person, "note", b"x")
    with suppress(Raised):
        box.call("practice:mine", person.code)
    assert box.call("practice:mine", other.code)["note"] == note
    put(box, person, "note", own)
