"""What does not fit is refused, and the next badge is as good as ever."""

from string import ascii_letters

import pytest

from quintain.judge import Raised


def refused(box, *args, **options):
    with pytest.raises(Raised):
        box.call("badge:make", *args, **options)
    name = "after"
    assert box.call("badge:make", name) == {"name": name, "admin": False, "floor": 1}


def test_sixteen_bytes_are_one_too_many(box, canary, rng):
    """Sixteen bytes leave no room for the byte that ends them."""
    name = "".join(rng.choices(ascii_letters, k=16))
    for sent in [name, name.encode(), "ü" * 8, "😀" * 4, name[:15] + "\n", name[:15].encode() + b"\n", " " * 16]:
        refused(box, sent)
        refused(box, sent, canary.admin_code)


def test_long_names_are_refused(box, rng):
    """Longer names are refused, never cut."""
    for length in [17, 20, 64, 5000]:
        refused(box, "".join(rng.choices(ascii_letters, k=length)))


def test_bytes_are_utf8(box, canary, rng):
    """Bytes that are not UTF-8 are no name, and neither is half of a surrogate pair."""
    name = "".join(rng.choices(ascii_letters, k=5))
    for sent in [
        name.encode() + b"\xff",
        b"\xc3" + name.encode(),
        name.encode("utf-16"),
        "Zoë".encode("latin-1"),
        name + "\ud800",
    ]:
        refused(box, sent)
        refused(box, sent, canary.admin_code)


def test_names_are_str_or_bytes(box, canary, rng):
    """A value of another type is no name, even if it can be written as one."""
    for sent in [None, True, rng.randrange(4096), 0.5, ["Anna"], ("Anna",), {"Anna": 1}, [65, 66]]:
        refused(box, sent)
        refused(box, sent, canary.admin_code)


def test_no_zero_byte(box, rng):
    """A zero byte would end the name early."""
    name = "".join(rng.choices(ascii_letters, k=5))
    for sent in [f"{name}\0", f"{name}\0{name}", f"{name}\0".encode()]:
        refused(box, sent)


def test_floors_of_the_house_only(box, canary, rng):
    """Only floors of the house, even for administrators."""
    for floor in [2**32 + rng.randint(1, 8), -(2**32) + rng.randint(1, 8), 2**40, -3, 13]:
        refused(box, "visitor", floor=floor)
        refused(box, "visitor", canary.admin_code, floor=floor)


def test_floors_are_whole_numbers(box, canary, rng):
    """What is no int is no floor, even if it equals one or C would take it for one."""
    floor = rng.randint(1, 8)
    for sent in [float(floor), floor + 0.5, str(floor), str(floor).encode(), [floor], None]:
        refused(box, "visitor", floor=sent)
        refused(box, "visitor", canary.admin_code, floor=sent)
