"""The texts that keep the shipped code busy get an answer, and the right one."""

from string import ascii_lowercase, digits


def test_long_words_that_are_no_address(box, rng):
    name = "".join(rng.choices(ascii_lowercase + digits, k=60))
    pairs = ".".join("".join(rng.choices(ascii_lowercase, k=2)) for _ in range(20))
    for address in [
        name,
        f"{name}!@{name}.org",
        f"{name}@{name}",
        f"{name}@{name}.4",
        f"{name}@{pairs},",
        f"{pairs}..{pairs}@{name}.org",
        f"{pairs}@{pairs}@{pairs}.org",
        f"{name}@{pairs}.org\n",
    ]:
        assert box.call("contacts:is_email", address) is False, address


def test_long_runs_of_blanks(box, rng):
    """Blanks by the thousand are blanks: inside a note they stay, around it they go, and a day may be far apart."""
    run = " " * rng.randint(90_000, 99_000)
    turns = " \u200c" * rng.randint(40_000, 49_000)
    word = "".join(rng.choices(ascii_lowercase, k=8))
    for inside in [run, turns]:
        note = f"{word}{inside}{word}"
        assert box.call("contacts:tidy", note) == note
        assert box.call("contacts:tidy", f"{inside}{word}{inside}") == word
    year, month, day = rng.randint(1000, 9999), rng.randint(1, 12), rng.randint(1, 28)
    for text, is_day in [
        (f"{year}{run}{month}/{day}", True),
        (f"{year}-{month}{run}.{run}{day}", True),
        (f"{year}{run}x", False),
        (f"{year}-{month}{run}", False),
        (f"{year}{run}--{month}-{day}", False),
    ]:
        assert box.call("contacts:is_day", text) is is_day
