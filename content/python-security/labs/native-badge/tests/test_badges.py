"""What stands on a badge, and which doors it opens."""

from string import ascii_letters, digits

import pytest

from quintain.judge import Raised

LETTERS = ascii_letters + digits


def word(rng, least=2, most=15):
    return "".join(rng.choices(LETTERS, k=rng.randint(least, most)))


def badge(name, *, admin=False, floor=1):
    return {"name": name, "admin": admin, "floor": floor}


def test_plain_names_stand_on_the_badge(box, rng):
    """Names of any length up to fifteen letters."""
    for length in range(1, 16):
        name = word(rng, length, length)
        assert box.call("badge:make", name) == badge(name)


def test_names_of_every_kind(box, rng):
    """Blanks, quotes and dashes belong to names."""
    for joint in " -'.,_\"/%":
        name = f"{word(rng, 1, 7)}{joint}{word(rng, 1, 7)}"
        assert box.call("badge:make", name) == badge(name)


def test_any_character_but_the_zero_byte(box, rng):
    """Spaces at both ends, newlines and characters that nobody sees belong to names, too."""
    for odd in ["\n", "\t", "\x1b", "\x7f", "\u200d", "\u202e", "e\u0301", "\ufb01", "\ufffd", "\ufeff"]:
        for name in [
            f"{word(rng, 1, 5)}{odd}{word(rng, 1, 5)}",
            f"{word(rng, 1, 5)}{odd}",
            f"{odd}{word(rng, 1, 5)}",
            f" {odd} {word(rng, 1, 5)} ",
        ]:
            assert box.call("badge:make", name) == badge(name)
            assert box.call("badge:make", name.encode()) == badge(name)


def test_names_of_the_world(box, rng):
    """Letters of two, three and four bytes, as long as all fit."""
    for letters, most in [("äöüßéñøЖя", 7), ("漢字名前佐藤", 5), ("😀🎈🌍", 3)]:
        name = "".join(rng.choices(letters, k=rng.randint(1, most)))
        assert box.call("badge:make", name) == badge(name)


def test_full_fifteen_bytes(box, rng):
    """Fifteen bytes fit, whatever they are made of."""
    for name in [word(rng, 15, 15), "漢" * 5, "ü" * 7 + rng.choice(ascii_letters)]:
        assert box.call("badge:make", name) == badge(name)


def test_card_reader_sends_bytes(box, rng):
    """The card reader sends UTF-8 bytes."""
    for name in [word(rng), word(rng, 15, 15), "Zoë-" + word(rng, 1, 9)]:
        assert box.call("badge:make", name.encode()) == badge(name)


def test_floors_above_and_below(box, rng):
    """Everyone goes to the floors from -2 to 12, but for the vault's."""
    for floor in [*range(-2, 9), 10, 11, 12]:
        name = word(rng)
        assert box.call("badge:make", name, floor=floor) == badge(name, floor=floor)


def test_vault_floor_is_the_administrators(box, canary, rng):
    """Floor 9 belongs to the administrators."""
    name = word(rng)
    with pytest.raises(Raised):
        box.call("badge:make", name, floor=9)
    assert box.call("badge:make", name, canary.admin_code, floor=9) == badge(name, admin=True, floor=9)


def test_code_makes_an_administrator(box, canary, rng):
    """The code makes an administrator, and nothing else does."""
    name = word(rng, 15, 15)
    assert box.call("badge:make", name, canary.admin_code) == badge(name, admin=True)
    for code in ["", word(rng), canary.admin_code + "x", canary.admin_code[:-1], "ü"]:
        assert box.call("badge:make", name, code) == badge(name), code


def test_badges_share_nothing(box, canary, rng):
    """A badge keeps nothing of the one before."""
    first, second = word(rng, 12, 15), word(rng, 1, 4)
    assert box.call("badge:make", first, canary.admin_code, floor=9)["admin"] is True
    assert box.call("badge:make", second) == badge(second)


def test_reserved_names(box, canary, rng):
    """Reserved names are the administrators', as text and as bytes; names that only resemble them are free."""
    for name in ["reception", "security-office"]:
        for sent in [name, name.encode()]:
            with pytest.raises(Raised):
                box.call("badge:make", sent)
        assert box.call("badge:make", name, canary.admin_code) == badge(name, admin=True)
    for name in ["reception-" + word(rng, 1, 5), "security", "Reception"]:
        assert box.call("badge:make", name) == badge(name)


def test_vault_opens_to_administrators_only(box, canary, rng):
    """The vault opens to administrators only."""
    assert canary.vault in box.call("door:open_vault", word(rng), canary.admin_code)
    with pytest.raises(Raised):
        box.call("door:open_vault", word(rng))


def test_what_is_refused_is_not_printed(box, rng):
    """A card that a visitor may not have is never in the printer, not even after an error."""
    name = word(rng)
    assert box.call("badge:make", name, floor=3) == badge(name, floor=3)
    for sent, floor in [(name, 9), (name.encode(), 9), ("reception", 1), (b"security-office", 1), ("reception", 9)]:
        with pytest.raises(Raised):
            box.call("badge:make", sent, floor=floor)
        card = box.call("door:take_card")
        assert card["floor"] != 9
        assert card["name"] not in {b"reception", b"security-office"}
