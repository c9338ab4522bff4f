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
