"""Who may have which name."""

import pytest

from quintain.judge import Raised


def word(rng, k=9):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=k))


def test_new_member_signs_up_and_in(box, rng):
    name, password = word(rng), word(rng)
    assert box.call("members:register", name, password) == name
    assert box.call("members:sign_in", name, password) == name
    assert name in box.call("members:names")


def test_capitals_do_not_matter(box, rng):
    name, password = word(rng), word(rng)
    assert box.call("members:register", name.title(), password) == name
    assert box.call("members:sign_in", name.upper(), password) == name


def test_names_of_many_kinds(box, rng):
    """Umlauts, apostrophes, hyphens, digits and other scripts are welcome."""
    for name, kept in [
        ("Zoë", "zoë"),
        ("O'Neill", "o'neill"),
        ("Müller-Lüdenscheidt", "müller-lüdenscheidt"),
        ("李小龙", "李小龙"),
        ("Łukasz", "łukasz"),
        ("Ирина", "ирина"),
        ("R2D2", "r2d2"),
        ("snake_case", "snake_case"),
    ]:
        end = word(rng)
        assert box.call("members:register", name + end, "pw" + end) == kept + end
        assert box.call("members:sign_in", name + end, "pw" + end) == kept + end


def test_full_width_letters_are_welcome(box, rng):
    """A name typed in full-width letters is the same name in plain ones."""
    end, password = word(rng), word(rng)
    assert box.call("members:register", f"Ｍａｒｉａ{end}", password) == f"maria{end}"
    assert box.call("members:sign_in", f"maria{end}", password) == f"maria{end}"
    assert box.call("members:sign_in", f"ＭＡＲＩＡ{end}", password) == f"maria{end}"


def test_longest_and_shortest_names(box, rng):
    for name in [word(rng, 2), word(rng, 40)]:
        assert box.call("members:register", name, "pw") == name
    for name in [word(rng, 1), word(rng, 41), ""]:
        with pytest.raises(Raised):
            box.call("members:register", name, "pw")


def test_marks_are_no_part_of_a_name(box, rng):
    for mark in "/\\.;:@<>&% \n\t\0":
        with pytest.raises(Raised):
            box.call("members:register", f"{word(rng)}{mark}{word(rng)}", "pw")


def test_taken_name_is_taken(box, canary, rng):
    name, password = word(rng), word(rng)
    box.call("members:register", name, password)
    for again in [name, name.upper(), f"{canary.keeper}-WEISS"]:
        with pytest.raises(Raised):
            box.call("members:register", again, "another")
    assert box.call("members:sign_in", name, password) == name


def test_part_of_a_taken_name_is_free(box, rng):
    """A name that begins or ends like another, or holds another, is a name of its own."""
    name = word(rng)
    for each in [name, name + "x", "x" + name, name[:-1], name[1:]]:
        assert box.call("members:register", each, "pw" + each) == each
    for each in [name, name + "x", "x" + name, name[:-1], name[1:]]:
        assert box.call("members:sign_in", each, "pw" + each) == each


def test_password_counts_as_it_is_typed(box, rng):
    """No letter of a password is exchanged for another."""
    name, end = word(rng), word(rng)
    password = f"Ｐａß½％41%41 {end}"
    box.call("members:register", name, password)
    assert box.call("members:sign_in", name, password) == name
    for wrong in [
        f"Paß½％41%41 {end}",
        f"Ｐａß1⁄2％41%41 {end}",
        f"Ｐａß½％41A {end}",
        password.casefold(),
        password + " ",
        "",
    ]:
        with pytest.raises(Raised):
            box.call("members:sign_in", name, wrong)


def test_stranger_stays_out(box, canary, rng):
    for name, password in [(word(rng), "pw"), (canary.member, canary.keeper_password), (f"{canary.keeper}-weiss", "")]:
        with pytest.raises(Raised):
            box.call("members:sign_in", name, password)
        with pytest.raises(Raised):
            box.call("members:read", name, password, "safe")


def test_long_names_are_refused_at_once(box, rng):
    """A name of thousands of letters is refused as quickly as a short one."""
    for end in ["", ".", "%"]:
        with pytest.raises(Raised):
            box.call("members:register", word(rng, 3000) + end, "pw")
