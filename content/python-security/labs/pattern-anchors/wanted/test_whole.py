"""A check is about the whole text."""


def test_nothing_may_follow_a_name(box, rng):
    """A name with something behind it is no name."""
    word = "".join(rng.choices("abcdefgh", k=7)).title()
    for tail in ["\n", " ", "7", "-", "--x", "  x", "<b>", "\0", "\r", "'"]:
        assert box.call("desk:is_name", word + tail) is False, tail
    for head in [" ", "\n", "7", "-"]:
        assert box.call("desk:is_name", head + word) is False, head


def test_nothing_may_stand_around_a_code(box, rng):
    """A code with something around it is no code, and neither is one in other digits."""
    code = f"PX{rng.randrange(10**8, 10**9)}"
    for text in [
        code + "\n",
        "\n" + code,
        " " + code,
        "PX-" + code[3:],
        code + "\0",
        code + "\r\n",
        code[:-1] + "\u0663",
        code[:-1] + "\u00b2",
        "\uff30" + code[1:],
    ]:
        assert box.call("desk:is_code", text) is False, text


def test_nothing_may_stand_before_a_page(box, rng):
    """An address with a line before it is none of ours."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for url in [f"{word}\nhttps://depot.example/", " https://depot.example/", f"x{word}https://track.depot.example/"]:
        assert box.call("desk:is_page", url) is False, url
