"""What a search finds."""

ODD = 'Lost: £5 & "50 %" off; 2*3=6, [a] {b} (c) <d>, $HOME `date` \\n ~ # ! ? ^ @ + _ | end of'


def word(rng):
    return "".join(rng.choices("abcdefghijklm", k=8))


def search(box, text):
    run = box.run("gazette.py", "search", text)
    assert run.code == 0, run.err
    *lines, last = run.out.decode().splitlines()
    assert last == f"{len(lines)} lines"
    return lines


def test_search_goes_through_all_issues(box, canary, rng):
    """Lines of all issues that hold the text, in alphabetical order."""
    band, day = word(rng), f"19{rng.randrange(10, 99)}-05-12"
    box.write(f"issues/{day}.txt", f"b The {band} plays.\nnothing\na Again the {band}.\n")
    box.write("issues/1911-01-02.txt", f"d No {band[:5]}.\nc A {band}, and rain.\n")
    assert search(box, band) == [f"a Again the {band}.", f"b The {band} plays.", f"c A {band}, and rain."]
    assert search(box, f"The {band} p") == [f"b The {band} plays."]


def test_capitals_do_not_matter(box, canary, rng):
    ship = word(rng)
    box.write("issues/1911-01-02.txt", f"The {ship.capitalize()} has come in.\n")
    for text in [ship, ship.upper(), f"the {ship} HAS"]:
        assert search(box, text) == [f"The {ship.capitalize()} has come in."], text


def test_what_no_issue_holds_is_not_found(box, rng):
    run = box.run("gazette.py", "search", word(rng) + word(rng))
    assert run.code == 0
    assert run.out == b"0 lines\n"


def test_every_character_is_searched_as_it_is(box, rng):
    """A text is no pattern and no command: all its characters are looked for."""
    end = word(rng)
    odd = f"{ODD} {end}"
    box.write("issues/1911-01-02.txt", f"{odd}\nAn honest line, and the name Zoë  {end}.\n")
    for text in [
        '£5 & "50 %" off; 2',
        "2*3=6, [a] {b} (c) <d>, $",
        "$HOME `date` \\n ~ # ! ? ^ @ + _ |",
        '"',
        "; ",
        odd,
    ]:
        assert odd in search(box, text), text
    for text in ["2.3", "Lo*", "$(c)", "\\", "&&", "&amp;"]:
        assert search(box, text + end) == [], text
    assert search(box, f"Zoë  {end}") == [f"An honest line, and the name Zoë  {end}."]
    assert search(box, f"Zoë {end}") == []


def test_issues_stay_as_they_are(box, canary):
    before = box.read("issues/1923-05-12.txt")
    search(box, canary.ship)
    assert box.read("issues/1923-05-12.txt") == before
    assert canary.ship.encode() in before
    assert box.read("donors.txt") == f"{canary.donors}\n".encode()
