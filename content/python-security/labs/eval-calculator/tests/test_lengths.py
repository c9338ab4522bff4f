"""What a length comes to."""

from decimal import Decimal

import pytest

from quintain.judge import Raised


def metres(rng, most=2000):
    return Decimal(rng.randint(1, most)) / 1000


def millimetres(value):
    return int((value * 1000).to_integral_value())


def length(box, text):
    return box.call("measures:millimetres", text)


def test_plain_numbers(box, rng):
    value = metres(rng)
    for text in [str(value), f" {value}", f"  {value}   ", f"({value})", f"(( {value} ))"]:
        assert length(box, text) == millimetres(value), text
    thousandths = rng.randint(100, 999)
    assert length(box, f".{thousandths}") == thousandths
    assert length(box, "3") == 3000
    assert length(box, "100") == 100_000


def test_four_kinds_of_sums(box, rng):
    a, b, c = metres(rng), metres(rng), metres(rng)
    n = rng.randint(2, 9)
    for text, value in [
        (f"{a}+{b}", a + b),
        (f"{a + b} - {b}", a),
        (f"{a} * {n}", a * n),
        (f"{n}*{a}+{b}*{n}", n * a + b * n),
        (f"{n} * ({a} + {b})", n * (a + b)),
        (f"{a * n} / {n}", a),
        (f"({a} + {b}) * {n} - ({c} + {b} - {c})", (a + b) * n - b),
        (f"-{a} + {a + b}", b),
        (f"{a} - -{b}", a + b),
        (f"{a + b + c} - {b} - {c}", a),
        (f"{a * 8} / 4 / 2", a),
    ]:
        assert length(box, text) == millimetres(value), text


def test_sizes_have_names(box, canary, rng):
    door, sill = Decimal(f"1.{canary.door}7"), Decimal(f"0.{canary.sill}3")
    shelf, classroom = Decimal(f"0.{canary.shelf}1"), Decimal(f"2.{canary.classroom}1")
    n, a = rng.randint(2, 9), metres(rng)
    for text, value in [
        ("door", door),
        (f"{n} * (door + {a})", n * (door + a)),
        ("door + sill", door + sill),
        (f"{n}*open_shelf", n * shelf),
        ("classroom_door - door/2", classroom - door / 2),
        (f"import_frame + {a}", Decimal("1.25") + a),
        (f"sash__left*{n}", Decimal("0.64") * n),
        ("post_2 * 2", Decimal("4.8")),
        ("Türblatt+0.1", Decimal("0.96")),
        (f"{canary.odd} + {canary.odd}", Decimal("2.24")),
    ]:
        assert length(box, text) == millimetres(value), text


def test_diagonals(box, rng):
    """Squares, cubes and square roots: the brace of a frame is the root of a sum of squares."""
    k = rng.randint(1, 400)
    a, b, c = (Decimal(k * side) / 1000 for side in (3, 4, 5))
    assert length(box, f"({a}**2 + {b}**2)**0.5") == millimetres(c)
    assert length(box, f"({a} ** 2 + {b} ** 2) ** (1/2)") == millimetres(c)
    n = rng.randint(2, 4)
    assert length(box, f"{n}**3") == n**3 * 1000
    assert length(box, f"{n} * 0.5**-2") == n * 4000
    assert length(box, f"2 * {n}**2") == 2 * n**2 * 1000


def test_powers_come_first(box, rng):
    """A power comes before a minus sign, and of two powers the right one comes first, as in Python."""
    n = rng.randint(2, 9)
    assert length(box, f"-{n}**2 + {n * n + 1}") == 1000
    assert length(box, f"(-{n})**2") == n * n * 1000
    assert length(box, "2**3**2 / 100") == 5120
    assert length(box, f"{2 * n} * 2**-1") == n * 1000


def test_long_sums(box, rng):
    """Whoever adds up a staircase writes some 400 characters, and brackets thirty deep are legal."""
    steps = [metres(rng, 900) for _ in range(50)]
    text = " + ".join(f"{step:.3f}" for step in steps)
    assert length(box, text) == millimetres(sum(steps))
    value = metres(rng)
    assert length(box, "(" * 30 + str(value) + ")" * 30) == millimetres(value)


def test_no_length_at_all(box, canary, rng):
    word = "".join(rng.choices("klmnopqrst", k=9))
    for text in ["", " ", "2 +", "* 2", ")", "(1", "1 + (2", "1 2", "door door", "2 door", "1.2.3", "1,5", "1/0", word]:
        with pytest.raises(Raised):
            length(box, text)


def test_long_text_that_is_no_length(box, rng):
    """Four hundred characters that are no sum are refused at once."""
    digit = rng.choice("123456789")
    for text in [digit * 399 + "!", "door " * 80, "door" * 100, "(" * 400, f"{digit}+" * 200, " " * 399 + "#"]:
        with pytest.raises(Raised):
            length(box, text)


def test_too_short_and_too_long(box, rng):
    for text in [
        "0",
        "-1",
        "0 * door",
        "door - 9",
        "100.5",
        f"{rng.randint(101, 999)}",
        "door * 99",
        "9 ** 9",
        "10**40",
    ]:
        with pytest.raises(Raised):
            length(box, text)
