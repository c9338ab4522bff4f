"""How many pieces a sum comes to."""

import pytest

from quintain.judge import Raised


def pieces(box, text):
    return box.call("measures:pieces", text)


def test_sums_of_whole_numbers(box, rng):
    a, b, c = rng.randint(2, 30), rng.randint(2, 30), rng.randint(2, 30)
    for text, number in [
        (f"{a}", a),
        (f" {a} ", a),
        (f"{a}*{b} + 1", a * b + 1),
        (f"{a} * ({b} + {c})", a * (b + c)),
        (f"{a + b} - {b}", a),
        (f"-{a} + {a + c}", c),
        (f"{a * b} / {b}", a),
        (f"{a}**2 + {b}", a**2 + b),
        ("10000", 10_000),
    ]:
        answer = pieces(box, text)
        assert type(answer) is int, text
        assert answer == number, text


def test_no_number_of_pieces(box, rng):
    for text in [
        "",
        "three",
        "2 *",
        "1 2",
        "(",
        "0",
        f"-{rng.randint(1, 9)}",
        "10001",
        "5/0",
        "2 ** 30",
        "0.5",
        "1 / 2",
    ]:
        with pytest.raises(Raised):
            pieces(box, text)
