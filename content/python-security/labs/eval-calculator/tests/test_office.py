"""What the office makes of a line."""

import pytest

from quintain.judge import Raised


def test_a_line_for_the_saw(box, rng):
    n, mm = rng.randint(2, 9), rng.randint(200, 900)
    assert box.call("measures:cut", f"import_frame + 0.{mm}", f"{n * 4} / 2") == f"{n * 2} x {1250 + mm} mm"


def test_a_line_is_priced(box, rng):
    n, cents = rng.randint(2, 99), rng.randint(100, 900)
    priced = box.call("office:price", "2 * post_2", f"{n} + 1", cents)
    assert priced == {"saw": f"{n + 1} x 4800 mm", "cents": 4800 * (n + 1) * cents // 1000}


def test_a_wrong_line_is_named(box, rng):
    n = rng.randint(2, 99)
    assert box.call("office:price", "2 * window", f"{n}", 100) == {"wrong": f"{n} x 2 * window"}
    assert box.call("office:price", "door", f"{n} pieces", 100) == {"wrong": f"{n} pieces x door"}


def test_the_books_open_for_the_office_alone(box, canary):
    assert box.call("office:books", canary.office_word) == canary.ledger
    for word in ["", "office", canary.office_word.upper()]:
        with pytest.raises(Raised):
            box.call("office:books", word)
