"""Links are no letters and no folders, and drafts are in nobody's way."""

from quintain.judge import PathSwap

TRIES = 3


def draft_of(box, name):
    """Give the name of what a reply changes beside the letter, as the judge sees it go by; None if there is nothing."""
    swap = PathSwap("nothing", "nowhere", before="change")
    for lap in box.race("press.py", "reply", name, swap=swap, stdin="a first reply"):
        last_part = lap.call.partition("(")[2].removesuffix(")").rpartition("/")[2]
        if lap.number and last_part not in {"spool", *name.split("/")}:
            return last_part
    return None


def test_letter_may_be_called_like_a_draft(box, canary):
    """A letter that is called as a draft was can be answered, and is in the way of no reply."""
    name = f"{canary.person}/{canary.letter}.txt"
    for _ in range(TRIES):
        draft = draft_of(box, name)
        if draft is None:
            return
        alike = f"{canary.person}/{draft}"
        box.write(f"spool/{alike}", "a letter")
        done = box.run("press.py", "reply", name, stdin="a second reply")
        assert done.code == 0, done.err
        assert box.read(f"spool/{name}") == b"a second reply"
        assert box.read(f"spool/{alike}") == b"a letter"
        done = box.run("press.py", "reply", alike, stdin="a third reply")
        assert done.code == 0, done.err
        assert box.read(f"spool/{alike}") == b"a third reply"


def test_folder_takes_no_reply(box, canary):
    """A reply to a folder is an error, and leaves no draft behind."""
    before = sorted(box.files())
    ended = box.run("press.py", "reply", f"{canary.person}/archive", stdin="x")
    assert ended.code == 1
    assert ended.out == b""
    assert ended.err.startswith(b"press.py: ")
    assert sorted(box.files()) == before


def test_link_is_no_letter(box, canary):
    """A link is an error, wherever it leads."""
    for name in (f"{canary.other}/{canary.letter}.txt", f"{canary.person}/{canary.letter}"):
        printed = box.run("press.py", "print", name)
        assert printed.code == 1, name
        assert printed.out == b"", name
        assert printed.err, name


def test_link_is_no_folder(box, canary):
    """A link in the place of a person's folder is an error, wherever it leads."""
    name, true_name = f"{canary.letter}/{canary.letter}.txt", f"{canary.letter} & co/{canary.letter}.txt"
    assert box.run("press.py", "print", true_name).out == canary.second_text.encode()
    for ended in (box.run("press.py", "print", name), box.run("press.py", "reply", name, stdin="x")):
        assert ended.code == 1
        assert ended.out == b""
        assert ended.err
    assert box.read(f"spool/{true_name}") == canary.second_text.encode()
