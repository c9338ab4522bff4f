"""Quotes, dashes and dollars are characters like any other."""


def word(rng):
    return "".join(rng.choices("abcdefghijklm", k=8))


def test_search_with_an_apostrophe(box, rng):
    band = word(rng)
    line = f"St Mary's \"{band}\" won't play; it's 'off', said O'Hara $(twice)."
    box.write("issues/1911-01-02.txt", line + "\n")
    for text in ["St Mary's", f"Mary's \"{band}\" won't", "'off', said O'Hara $", "'", line]:
        run = box.run("gazette.py", "search", text)
        assert run.code == 0, text
        assert line in run.out.decode().splitlines(), text


def test_search_for_a_text_with_a_dash_in_front(box, rng):
    """Frost of -12 degrees is a text, and --version is one too."""
    degrees = rng.randrange(200, 900)
    box.write("issues/1911-01-02.txt", f"Frost of -{degrees} degrees.\nA pen name: --version {degrees}\n")
    for text, line in [
        (f"-{degrees} d", f"Frost of -{degrees} degrees."),
        ("--version", f"A pen name: --version {degrees}"),
        (f"-- {degrees}", ""),
    ]:
        run = box.run("gazette.py", "search", text)
        assert run.code == 0, text
        assert run.out.decode().splitlines() == ([line, "1 lines"] if line else ["0 lines"]), text


def test_issue_with_marks_in_its_name(box, rng):
    for name in ["Mayor's Day & Fair", '"Extra"; (final)', "50% off $HOME", "-n -e #1"]:
        number = rng.randrange(5, 30)
        issue = f"{name} {word(rng)}"
        box.write(f"issues/{issue}.txt", "word " * number)
        run = box.run("gazette.py", "words", issue)
        assert run.code == 0, issue
        assert run.out == f"{number} words\n".encode(), issue


def test_slip_holds_every_character_of_a_name(box, rng):
    for reader in [
        f'Ann "{word(rng)}" O\'Neill',
        "$HOME ${x} $(y) $5",
        "`z`",
        "C:\\new\\table\\",
        "-n",
        "\\c",
        "100% %s",
    ]:
        issue = f'Mayor\'s "Fair" {word(rng)}'
        run = box.run("gazette.py", "order", issue, reader)
        assert run.code == 0, reader
        assert box.read("slips.txt").decode().splitlines()[-1] == f"{issue}: {reader}", reader
