"""What members, customers and guests count on."""

import re

import pytest
from helpers import LETTERS, join, tokens, word

from quintain.judge import Raised


def test_link_sets_a_new_password(box, rng):
    """A link sets the password of the member who has asked for it, and it works once."""
    member, other, password = join(box, rng), join(box, rng), word(rng)
    [first] = tokens(box, member)
    [second] = tokens(box, other)
    box.call("theatre:set_password", first, password)
    assert box.call("theatre:sign_in", member.name, password) == member.diary
    assert box.call("theatre:sign_in", other.name, other.password) == other.diary
    with pytest.raises(Raised):
        box.call("theatre:set_password", first, word(rng))
    box.call("theatre:set_password", second, password)
    assert box.call("theatre:sign_in", other.name, password) == other.diary


def test_token_fits_into_a_link(box, rng):
    """A token has 16 to 200 characters, all of which may be in a link as they are."""
    for token in tokens(box, join(box, rng), 20):
        assert re.fullmatch(r"[A-Za-z0-9_.~-]{16,200}", token), token


def test_voucher_is_redeemed_once(box, rng):
    """A voucher is worth what was paid, and works once. People type it in small letters, with or without hyphens."""
    for change in (str, str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")):
        amount = rng.randrange(10, 10_000)
        [code] = box.call("theatre:buy", amount)
        assert box.call("theatre:redeem", change(code)) == amount
        with pytest.raises(Raised):
            box.call("theatre:redeem", code)


def test_voucher_can_be_typed(box, rng):
    """A voucher has only the 28 letters and digits, in groups of at most six, and at most 40 characters in all."""
    for code in box.call("theatre:buy", 10, 50):
        assert re.fullmatch(rf"[{LETTERS}]{{1,6}}(-[{LETTERS}]{{1,6}})*", code), code
        assert len(code) <= 40, code


def test_invitation_lets_one_guest_in(box, canary, rng):
    """Each invitation is for one guest, and all invitations of a list work."""
    invitations = box.call("theatre:invite", canary.director_pin, 5)
    rng.shuffle(invitations)
    for code in invitations:
        assert box.call("theatre:enter", code) == "Welcome to the preview."
        with pytest.raises(Raised):
            box.call("theatre:enter", code)


def test_many_vouchers(box, rng):
    """A company buys 2,000 vouchers. All are different, and the first and the last one work."""
    amount = rng.randrange(10, 10_000)
    sold = box.call("theatre:buy", amount, 2000)
    assert len(set(sold)) == 2000
    assert [box.call("theatre:redeem", code) for code in (sold[0], sold[-1])] == [amount, amount]


def test_raffle_can_be_repeated(box, canary, rng):
    """With the same number and the same names, everybody draws the same three winners."""
    names = [word(rng) for _ in range(12)]
    numbers = rng.sample(range(10**6), k=8)
    winners = [box.call("theatre:raffle", canary.director_pin, number, names) for number in numbers]
    box.call("theatre:buy", 10, 3)
    assert [box.call("theatre:raffle", canary.director_pin, number, names) for number in numbers] == winners
    assert len(set(map(tuple, winners))) > 1
    assert all(len(set(drawn) & set(names)) == 3 for drawn in winners)
