"""What the printing room prints, and where it puts replies."""

LONG = 120


def show(box, name):
    return box.run("press.py", "print", name)


def reply(box, name, text):
    return box.run("press.py", "reply", name, stdin=text)


def letters(canary):
    """All honest letters: every character that a person may use in a name."""
    person, other = canary.person, canary.other
    return {
        f"{person}/{canary.letter}.txt": canary.first_text,
        f"{person}/{canary.letter} (2), final – Zoë's.txt": canary.second_text,
        f"{person}/-{canary.letter}": canary.first_text,
        f"{person}/.{canary.letter}.new": canary.second_text,
        f"{person}/..{canary.letter}..": canary.first_text,
        f"{other} & {person}/{canary.letter}$(x);*?.txt": canary.second_text,
        f".{other}./{canary.letter}": canary.first_text,
        f"{other}/{'l' * LONG}.txt": canary.second_text,
    }


def test_letter_is_printed(box, canary):
    printed = show(box, f"{canary.person}/{canary.letter}.txt")
    assert printed.code == 0
    assert printed.out == canary.first_text.encode()


def test_every_honest_name_is_printed(box, canary):
    for name, text in letters(canary).items():
        printed = show(box, name)
        assert printed.code == 0, name
        assert printed.out == text.encode(), name


def test_reply_takes_the_place_of_a_letter(box, canary, rng):
    name = f"{canary.person}/{canary.letter}.txt"
    for size in (9, 4000, 1):
        text = rng.randbytes(size)
        done = reply(box, name, text)
        assert done.code == 0, done.err
        assert done.out == f"replied to {name}\n".encode()
        assert show(box, name).out == text


def test_every_honest_name_takes_a_reply(box, canary, rng):
    for name in letters(canary):
        text = rng.randbytes(30)
        assert reply(box, name, text).code == 0, name
        assert show(box, name).out == text, name


def test_reply_may_be_a_new_letter(box, canary, rng):
    name = f"{canary.other}/" + "".join(rng.choices("abcxyz", k=9))
    assert reply(box, name, "Dear all,\n").code == 0
    assert show(box, name).out == b"Dear all,\n"
    assert reply(box, name, "").code == 0
    assert box.read(f"spool/{name}") == b""


def test_reply_leaves_nothing_else_behind(box, canary):
    before = box.files()
    assert reply(box, f"{canary.person}/{canary.letter}.txt", "short").code == 0
    assert sorted(box.files()) == sorted(before)
    for name, text in letters(canary).items():
        if name != f"{canary.person}/{canary.letter}.txt":
            assert box.read(f"spool/{name}") == text.encode(), name
    assert box.read(f"private/{canary.letter}.txt") == canary.ledger.encode()


def test_reply_is_another_file(box, canary):
    """Another name of the old letter still shows the old letter: the new one has not been written over it."""
    assert reply(box, f"{canary.other}/twice.txt", "short").code == 0
    assert box.read(f"spool/{canary.other}/twice.txt") == b"short"
    assert box.read("second-name.txt") == canary.first_text.encode()


def test_long_reply_stays_whole(box, canary, rng):
    text = b"".join(b"%06d the string is cut, the seal is pressed\n" % line for line in range(2000))
    name = f"{canary.person}/" + "".join(rng.choices("abcxyz", k=9))
    assert reply(box, name, text).code == 0
    assert show(box, name).out == text


def test_what_is_missing_is_an_error(box, canary, rng):
    missing, sheet = ("".join(rng.choices("abcxyz", k=9)) + end for end in ("-m", "-s"))
    box.write(f"spool/{sheet}", "a sheet of paper where a folder should be")
    before = sorted(box.files())
    for ended in [
        show(box, f"{canary.person}/{missing}"),
        show(box, f"{missing}/{canary.letter}.txt"),
        show(box, f"{sheet}/{canary.letter}.txt"),
        show(box, f"{canary.person}/archive"),
        reply(box, f"{missing}/{canary.letter}.txt", "x"),
        reply(box, f"{sheet}/{canary.letter}.txt", "x"),
    ]:
        assert ended.code == 1
        assert ended.err.startswith(b"press.py: ")
        assert ended.out == b""
    assert sorted(box.files()) == before


def test_names_that_lead_elsewhere_are_refused(box, canary):
    before = sorted(box.files())
    for name in [
        "",
        canary.person,
        f"../{canary.letter}.txt",
        f"../private/{canary.letter}.txt",
        f"{canary.person}/../../private/{canary.letter}.txt",
        f"{canary.person}/archive/old.txt",
        f"{canary.person}/..",
        f"./{canary.letter}.txt",
        "/etc/passwd",
        f"{canary.person}/",
    ]:
        for ended in (show(box, name), reply(box, name, "x")):
            assert ended.code == 1, name
            assert ended.err.startswith(b"press.py: "), name
            assert ended.out == b"", name
        assert sorted(box.files()) == before, name
    assert box.read(f"private/{canary.letter}.txt") == canary.ledger.encode()


def test_wrong_command_lines_are_explained(box, canary):
    for arguments in [
        [],
        ["print"],
        ["reply"],
        ["burn", f"{canary.person}/{canary.letter}.txt"],
        ["print", "a/b", "c"],
    ]:
        run = box.run("press.py", *arguments)
        assert run.code == 2, arguments
        assert b"press.py reply PERSON/LETTER" in run.err
