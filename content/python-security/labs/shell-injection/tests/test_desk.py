"""What the desk counts, and what it notes."""


def word(rng):
    return "".join(rng.choices("abcdefghijklm", k=8))


def slips(box):
    return box.read("slips.txt").decode().splitlines()


def test_words_are_counted(box, rng):
    number = rng.randrange(20, 60)
    issue = f"19{rng.randrange(10, 99)}-{word(rng)}"
    box.write(f"issues/{issue}.txt", " ".join(word(rng) for _ in range(number)) + "\nand two\n")
    run = box.run("gazette.py", "words", issue)
    assert run.code == 0
    assert run.out == f"{number + 2} words\n".encode()


def test_missing_issue_is_an_error(box, rng):
    """An issue is missing if none has exactly this name; a star stands for itself."""
    for issue in [word(rng), "*", "1923*", "1923-05-1?", "[1]923-05-12", "1923-05-12.txt", "1923-05-1", "923-05-12"]:
        run = box.run("gazette.py", "words", issue)
        assert run.code == 1, issue
        assert run.err
        assert run.out == b"", issue


def test_path_is_no_issue(box, canary):
    for issue in ["../donors", "/etc/passwd", "../issues/1923-05-12", ".hidden"]:
        for arguments in [("words", issue), ("order", issue, canary.reader)]:
            run = box.run("gazette.py", *arguments)
            assert run.code == 1, arguments
            assert run.err
    assert len(slips(box)) == 2


def test_slip_says_who_wants_what(box, canary, rng):
    issue = f"1923-{word(rng)}"
    run = box.run("gazette.py", "order", issue, word(rng))
    assert run.code == 0
    assert run.out == b"slip 3\n"
    for number, reader in enumerate(
        [word(rng), f"Smith & Sons (Ltd.); {word(rng)}'s <desk>", f"Zoë  von {word(rng)}-Müller, 2nd | #7 * ~ ? [x]"], 4
    ):
        run = box.run("gazette.py", "order", issue, reader)
        assert run.code == 0
        assert run.out == f"slip {number}\n".encode()
        assert slips(box)[-1] == f"{issue}: {reader}"
    assert slips(box)[0] == f"1923-05-12: {canary.reader}"
    assert len(slips(box)) == 6


def test_wrong_command_lines_are_explained(box):
    for arguments in [
        [],
        ["search"],
        ["search", ""],
        ["words"],
        ["order", "1923-05-12"],
        ["burn", "1923-05-12"],
        ["order", "1923-05-12", ""],
        ["order", "", "a reader"],
    ]:
        run = box.run("gazette.py", *arguments)
        assert run.code == 2, arguments
        assert b"gazette.py search TEXT" in run.err
