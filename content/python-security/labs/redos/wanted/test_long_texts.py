"""Long texts that do not fit get the same answers as short ones, and get them soon."""

from string import ascii_lowercase, digits


def test_long_wrong_address_is_refused(box, rng):
    letters = rng.choices(ascii_lowercase + digits, k=60)
    name = "".join(letters)
    pairs = ".".join("".join(rng.choices(ascii_lowercase, k=2)) for _ in range(20))
    for address in [
        name,
        f"{name}!@{name}.org",
        f"{name}@{name}",
        f"{name}@{name}.4",
        f"{name}@{pairs},",
        f"{pairs}..{pairs}@{name}.org",
        f"{pairs}@{pairs}@{pairs}.org",
        f"{letters[0] * 60}@{letters[1] * 60}!org",
        f"{name}@{pairs}.org\n",
    ]:
        assert box.call("contacts:is_email", address) is False, address


def test_long_wrong_day_is_refused(box, rng):
    year, blanks = rng.randint(1000, 9999), " " * rng.randint(3000, 4000)
    for text in [f"{year}{blanks}", f"{year}-7{blanks}x", f"{year}{blanks}--{blanks}7-7", f"{year}{blanks}7{blanks}100"]:
        assert box.call("contacts:is_day", text) is False


def test_many_blanks_inside_a_note_stay(box, rng):
    inside = "".join(rng.choices([" ", "\t", "\n", "\u00a0", "\u200c"], k=rng.randint(50_000, 60_000)))
    note = f"{rng.choice(ascii_lowercase)}{inside}{rng.choice(ascii_lowercase)}"
    assert box.call("contacts:tidy", f"\n{note} \u200c") == note
