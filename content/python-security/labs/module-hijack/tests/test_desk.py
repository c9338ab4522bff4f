"""What the desk does with honest parcels."""

import json


def some_word(rng):
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=9))


def receive(box, parcel, name, content):
    return box.run("desk.py", "receive", parcel, name, stdin=content)


def test_records_are_printed_tidied(box, canary, rng):
    """`check` prints the records, one value a line."""
    records = {"collector": f"Zoë O'{some_word(rng)}", "sheets": [rng.randrange(1000), {'bog "B"': some_word(rng)}]}
    assert receive(box, "Spring 12.b", "records.json", json.dumps(records)).code == 0
    run = box.run("desk.py", "check", "Spring 12.b")
    assert run.code == 0, run.err
    assert json.loads(run.out) == records
    assert len(run.out.splitlines()) >= 8


def test_records_that_are_no_json_are_an_error(box, rng):
    """`check` says what is wrong with broken records, with status 1."""
    parcel = some_word(rng)
    receive(box, parcel, "records.json", '{"collector": ' + some_word(rng))
    run = box.run("desk.py", "check", parcel)
    assert run.code == 1
    assert run.err
    assert run.out == b""


def test_sheets_are_counted_by_species(box, canary, rng):
    """`tally` counts, with the names of species as the house writes them."""
    first, second = sorted([some_word(rng), some_word(rng)])
    a, b, c = (rng.randrange(1, 90) for _ in range(3))
    rows = [f"salix {second},{a}", f'" SALIX  {first} ",{b}', f"Salix {second},{c}", f'"×hippe, {first}",7']
    parcel = f"Anna's {some_word(rng)} (1911)"
    assert receive(box, parcel, "sheets.csv", "species,sheets\n" + "\n".join(rows) + "\n").code == 0
    run = box.run("desk.py", "tally", parcel)
    assert run.code == 0, run.err
    assert run.out.decode() == f"{b} Salix {first}\n{a + c} Salix {second}\n7 ×hippe, {first}\n"


def test_files_of_any_name_are_kept_and_do_no_harm(box, canary, rng):
    """A collector names files freely, Python files too; all are kept letter by letter, and the parcel is checked."""
    parcel = some_word(rng)
    sheets = f"species,sheets\nsalix {canary.second},{len(parcel)}\n"
    files = {
        "records.json": json.dumps({"by": parcel}),
        "sheets.csv": sheets,
        f"Zoë's {some_word(rng)} – 50 %.txt": some_word(rng),
        f"{some_word(rng)}.py": f"HEIGHT = {rng.randrange(99)}\n",
        "statistics.py": f"# how {some_word(rng)} was measured\nMEAN = 2\n",
        "json.txt": some_word(rng),
        ".notes.tar.gz": some_word(rng),
        f"-{some_word(rng)}": some_word(rng),
    }
    for name, content in files.items():
        received = receive(box, parcel, name, content)
        assert received.code == 0, (name, received.err)
        assert received.out.decode() == f"received {name}\n"
    assert json.loads(box.run("desk.py", "check", parcel).out) == {"by": parcel}
    assert box.run("desk.py", "tally", parcel).out.decode() == f"9 Salix {canary.second}\n"
    for name, content in files.items():
        assert box.read(f"incoming/{parcel}/{name}") == content.encode(), name


def test_parcel_from_a_memory_stick_is_like_any_other(box, canary):
    """A parcel that the porter has copied in is checked and counted."""
    run = box.run("desk.py", "check", canary.first)
    assert json.loads(run.out) == {"collector": canary.second, "sheets": 3}
    assert box.run("desk.py", "tally", canary.first).out.decode() == f"3 Salix {canary.second}\n"


def test_what_is_missing_is_an_error(box, canary, rng):
    """A parcel or file that is not there is told, with status 1."""
    empty, absent = some_word(rng), some_word(rng)
    receive(box, empty, "letter.txt", "dear all")
    for parcel in (empty, absent):
        for order in ("check", "tally"):
            run = box.run("desk.py", order, parcel)
            assert run.code == 1, (order, parcel)
            assert run.err
            assert run.out == b""


def test_names_stay_in_the_parcel_and_nothing_is_overwritten(box, canary, rng):
    """A name with a slash is refused, and so is a second file of the same name."""
    parcel = some_word(rng)
    assert receive(box, parcel, "letter.txt", "first").code == 0
    for place, name in [
        (parcel, "../x"),
        (parcel, ".."),
        ("..", "x"),
        ("a/b", "x"),
        (parcel, ""),
        ("", "x"),
        (parcel, f"../{canary.first}/x"),
        (f"../incoming/{parcel}", "x"),
        (f"{parcel}/", "x"),
        (parcel, "/lab/x"),
    ]:
        run = receive(box, place, name, "x")
        assert run.code == 1, (place, name)
        assert run.err
    assert receive(box, parcel, "letter.txt", "second").code == 1
    assert box.read(f"incoming/{parcel}/letter.txt") == b"first"
    for order in ("check", "tally"):
        for place in ("..", f"../incoming/{canary.first}", f"{canary.first}/", f"./{canary.first}", some_word(rng)):
            assert box.run("desk.py", order, place).code == 1, place


def test_wrong_command_lines_are_explained(box, canary):
    """Whatever is no order gets the help text, with status 2."""
    for arguments in [[], ["check"], ["tally", canary.first, "x"], ["receive", canary.first], ["burn", canary.first]]:
        run = box.run("desk.py", *arguments)
        assert run.code == 2, arguments
        assert b"desk.py check PARCEL" in run.err
