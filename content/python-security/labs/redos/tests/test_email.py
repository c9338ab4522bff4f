"""Which addresses pass and which do not."""

from string import ascii_lowercase, digits, punctuation

LETTERS = ascii_lowercase + digits


def word(rng, least=1, most=9):
    return "".join(rng.choices(LETTERS, k=rng.randint(least, most)))


def host(rng):
    return f"{word(rng)}.{word(rng)}.{''.join(rng.choices(ascii_lowercase, k=rng.randint(2, 6)))}"


def short_host(rng):
    """For addresses that fail: every letter more doubles the work of the shipped code."""
    return f"{word(rng, 1, 3)}.{word(rng, 1, 3)}.org"


def test_plain_address_passes(box, rng):
    for _ in range(5):
        address = f"{word(rng)}@{host(rng)}"
        assert box.call("contacts:is_email", address) is True, address


def test_words_may_be_joined(box, rng):
    for joint in "._+-":
        address = f"{word(rng)}{joint}{word(rng)}{joint}{word(rng)}@{host(rng)}"
        assert box.call("contacts:is_email", address) is True, address


def test_host_may_have_hyphens(box, rng):
    address = f"{word(rng)}@{word(rng)}-{word(rng)}.{word(rng)}.{rng.choice(['org', 'museum', 'io'])}"
    assert box.call("contacts:is_email", address) is True, address


def test_one_letter_words_pass(box, rng):
    name = "".join(rng.choices(LETTERS, k=5))
    assert box.call("contacts:is_email", f"{'.'.join(name)}@{name[0]}.{name[1]}.org") is True


def test_every_letter_and_digit_passes(box, rng):
    everything = rng.sample(LETTERS, k=len(LETTERS))
    assert box.call("contacts:is_email", f"{''.join(everything)}@{''.join(reversed(everything))}.org") is True


def test_capitals_pass(box, rng):
    address = f"{word(rng)}.X{word(rng)}@{host(rng)}".upper()
    assert box.call("contacts:is_email", address) is True, address


def test_longest_address_passes(box, rng):
    """64 characters before the @, and 254 in all: as long as mail allows."""
    name = "".join(rng.choices(LETTERS, k=64))
    hosts = ".".join("".join(rng.choices(LETTERS, k=44)) for _ in range(4))
    address = f"{name}@{hosts}.{'x' * (254 - 64 - len(hosts) - 2)}"
    assert len(address) == 254
    assert box.call("contacts:is_email", address) is True


def test_long_run_of_one_letter_passes(box, rng):
    letter = rng.choice(LETTERS)
    assert box.call("contacts:is_email", f"{letter * rng.randint(40, 64)}@{letter * rng.randint(40, 60)}.org") is True


def test_many_short_words_pass(box, rng):
    name = rng.choice("._+-").join(word(rng, 2, 2) for _ in range(20))
    hosts = ".".join(word(rng, 2, 2) for _ in range(40))
    assert box.call("contacts:is_email", f"{name}@{hosts}.net") is True


def test_missing_part_fails(box, rng):
    name, at = word(rng, 1, 4), short_host(rng)
    for address in ["", "@", name, f"{name}@", f"@{at}", f"{name}.{at}", f"{name}@{name}", f"{name}@{name}."]:
        assert box.call("contacts:is_email", address) is False, address


def test_two_joints_in_a_row_fail(box, rng):
    for joints in ["..", ".-", "+_"]:
        address = f"{word(rng, 2, 4)}{joints}{word(rng, 2, 4)}@{short_host(rng)}"
        assert box.call("contacts:is_email", address) is False, address


def test_two_dots_in_the_host_fail(box, rng):
    assert box.call("contacts:is_email", f"{word(rng, 1, 4)}@{word(rng, 2, 4)}..{word(rng, 2, 4)}.org") is False


def test_first_character_is_no_joint(box, rng):
    for address in [f".{word(rng, 1, 4)}@{short_host(rng)}", f"{word(rng, 1, 4)}@-{short_host(rng)}"]:
        assert box.call("contacts:is_email", address) is False, address


def test_strange_character_fails(box, rng):
    for strange in " !,;:()<>\"'/\\@\t":
        address = f"{word(rng, 1, 5)}{strange}{word(rng, 1, 5)}@{short_host(rng)}"
        assert box.call("contacts:is_email", address) is False, address


def test_host_ends_in_letters(box, rng):
    for end in ["c", "2", "0rg", "4u"]:
        address = f"{word(rng, 1, 5)}@{word(rng, 1, 5)}.{end}"
        assert box.call("contacts:is_email", address) is False, address


def test_line_end_fails(box, rng):
    assert box.call("contacts:is_email", f"{word(rng, 1, 4)}@{short_host(rng)}\n") is False


def test_long_wrong_address_fails(box, rng):
    for _ in range(3):
        name, hosts = (".".join(rng.choices(LETTERS, k=rng.randint(25, 32))) for _ in range(2))
        for address in [
            name,
            f"{name}@{hosts}.4",
            f"{name}@{hosts}.",
            f"{name}@{hosts}.org,",
            f"{name}.!@{hosts}.org",
            f"{name}..{name}@{hosts}.org",
            f"{name}@{hosts}@{hosts}.org",
            f"{name}@{hosts}.org\n",
        ]:
            assert box.call("contacts:is_email", address) is False, address


def test_other_characters_fail(box, rng):
    """No other character stands in an address, nor between its words."""
    left, right = word(rng, 1, 4), word(rng, 1, 4)
    for mark in sorted(set(punctuation) - set("._+-@")) + [" ", "\t", "ä", "ß", "٣"]:
        for address in [
            f"{left}{mark}{right}@{right}.org",
            f"{left}.{right}{mark}@{right}.org",
            f"{left}@{right}{mark}{left}.org",
            f"{left}@{right}.{left}{mark}.org",
            f"{left}@{right}.o{mark}g",
        ]:
            assert box.call("contacts:is_email", address) is False, address
    for mark in "_+":
        assert box.call("contacts:is_email", f"{left}@{right}{mark}{left}.org") is False, mark
