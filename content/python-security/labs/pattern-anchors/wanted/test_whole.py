"""A check is about the whole text."""


def test_nothing_may_follow_a_name(box, rng):
    """A name with something behind it, or something else between its words, is no name."""
    word = "".join(rng.choices("abcdefgh", k=7)).title()
    for tail in ["\n", " ", "7", "-", "--x", "  x", "<b>", "\0", "\r", "'", "_x", "/x", "\tx", "\nx"]:
        assert box.call("desk:is_name", word + tail) is False, tail
    for head in [" ", "\n", "7", "-"]:
        assert box.call("desk:is_name", head + word) is False, head


def test_long_names_are_checked_at_once(box, rng):
    """A long text that is almost a name is answered as quickly as a short one."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for piece in [word, f"{word} ", f"{word}-{word}'"]:
        assert box.call("desk:is_name", piece * 3000 + "7") is False


def test_nothing_may_stand_around_a_code(box, rng):
    """A code with something around it is no code, and neither is one in other letters or digits."""
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
        "\n" + code[1:],
        "P<" + code[2:],
    ]:
        assert box.call("desk:is_code", text) is False, text


def test_page_begins_with_our_address(box, rng):
    """A page begins with one of the two addresses, slash included, letter by letter."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for url in [
        f"{word}\nhttps://depot.example/",
        " https://depot.example/",
        f"x{word}https://track.depot.example/",
        f"https://depot.example.{word}/",
        "https://depot.example",
        "https://depot.\nexample/",
        "https://depot\t.example/",
        f"https:///{word}",
        "httpsx://depot.example/",
        "HTTPS://depot.example/",
        f"https://Depot.example/{word}",
        f"https://track.DEPOT.example/{word}",
        f"https://depot.example:443/{word}",
        f"https://{word}@depot.example/",
        "https:///depot.example/",
        "https:depot.example/",
        "https://depot.example.",
        "https://depot.exampl/",
        "https://epot.example/",
        "//depot.example/",
        "s://depot.example/",
        "https:x//depot.example/",
        "xhttps://depot.example/",
    ]:
        assert box.call("desk:is_page", url) is False, url
