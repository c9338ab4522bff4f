"""Visitors at the door."""

WRONG = "Wrong code."


def test_the_code_opens_the_locker(box, canary):
    """The right code opens the locker."""
    assert box.call("lockers:open_locker", "7", f"0{canary.code}") == canary.ring
    assert box.call("lockers:open_locker", "12", f"{canary.other_code}4") == canary.other_thing


def test_every_code_that_is_not_the_code_gets_the_same_answer(box, canary, rng):
    """One wrong digit is enough, wherever it stands, and letters are no code."""
    code = f"0{canary.code}"
    place = rng.randrange(1, 7)
    other = str((int(code[place]) + rng.randrange(1, 10)) % 10)
    swapped = code[1] + code[0] + code[2:]
    for typed in (
        code[:place] + other + code[place + 1 :],
        swapped,
        "9" + code[1:3],
        f"{canary.other_code}4",
        "12a",
        "äö",
    ):
        assert box.call("lockers:open_locker", "7", typed) == WRONG


def test_a_code_with_more_digits_is_not_the_code(box, canary, rng):
    """A code with an additional digit is wrong."""
    assert box.call("lockers:open_locker", "7", f"0{canary.code}{rng.randrange(10)}") == WRONG


def test_a_code_is_digits_and_not_a_number(box, canary):
    """A space, a sign or an additional zero makes a code wrong."""
    for typed in (canary.code, f"00{canary.code}", f" 0{canary.code}", f"+{canary.code}"):
        assert box.call("lockers:open_locker", "7", typed) == WRONG


def test_a_number_that_no_locker_has_is_told(box, rng):
    """An unknown number gets `No such locker.`"""
    for number in (str(rng.randrange(100, 999)), f"7{rng.randrange(10)}", "127", "", "1"):
        assert box.call("lockers:open_locker", number, "") == "No such locker."
