"""What the office packs, and what it can show again."""


def plain(canary):
    return f"{canary.first}.txt"


def pack(box, *names):
    return box.run("pack.py", "pack", "parcel.tar", *names)


def show(box, name):
    return box.run("pack.py", "show", "parcel.tar", name)


def names_and_texts(canary):
    """All honest files of the inbox: every character that a visitor may use in a name."""
    return {
        f"{canary.first}.txt": canary.first_text,
        f"{canary.second}": canary.second_text,
        f".{canary.third}": canary.third_text,
        f"{canary.first} - report (final), 2 + 3.txt": canary.first_text,
        f"Zoë's {canary.second} – 50%.csv": canary.second_text,
        f"{canary.third}--directory=x -C y.txt": canary.third_text,
        f"{canary.first};&$(x)|<>*?[a]~#!{{}}^=@:.txt": canary.second_text,
        f' {canary.second}"quoted" ': canary.third_text,
        f"+{canary.third}": canary.first_text,
        f"@{canary.first}.{canary.second}.tar.gz": canary.second_text,
    }


def test_file_goes_in_and_comes_out(box, canary):
    packed = pack(box, plain(canary))
    assert packed.code == 0
    assert packed.out == b"packed 1\n"
    shown = show(box, plain(canary))
    assert shown.code == 0
    assert shown.out == canary.first_text.encode()


def test_every_honest_name_goes_in_and_comes_out(box, canary, rng):
    files = dict(rng.sample(list(names_and_texts(canary).items()), k=10))
    packed = pack(box, *files)
    assert packed.code == 0, packed.err
    assert packed.out == f"packed {len(files)}\n".encode()
    for name, text in files.items():
        shown = show(box, name)
        assert shown.code == 0, name
        assert shown.out == text.encode(), name


def test_long_file_stays_whole(box, canary):
    assert pack(box, f"{canary.second}.log").code == 0
    shown = show(box, f"{canary.second}.log")
    assert shown.code == 0
    lines = shown.out.decode().splitlines()
    assert lines[0] == f"begin {canary.third_text}"
    assert lines[-1] == f"end {canary.first_text}"
    assert len(lines) == 12


def test_only_what_is_named_is_packed(box, canary):
    assert pack(box, plain(canary)).code == 0
    parcel = box.read("parcel.tar")
    assert canary.first_text.encode() in parcel
    assert canary.second_text.encode() not in parcel
    assert canary.ledger.encode() not in parcel
    assert show(box, canary.second).code == 1


def test_inbox_stays_as_it_is(box, canary):
    assert pack(box, *names_and_texts(canary)).code == 0
    for name, text in names_and_texts(canary).items():
        assert box.read(f"inbox/{name}") == text.encode(), name
    assert box.read("ledger.txt") == canary.ledger.encode()


def test_parcel_can_have_any_name(box, canary, rng):
    parcel = "".join(rng.choices("abcxyz", k=6)) + " week 12.tar"
    assert box.run("pack.py", "pack", parcel, plain(canary)).code == 0
    assert box.run("pack.py", "show", parcel, plain(canary)).out == canary.first_text.encode()


def test_missing_file_is_an_error(box, canary, rng):
    missing = "".join(rng.choices("abcxyz", k=9)) + ".txt"
    packed = pack(box, plain(canary), missing)
    assert packed.code == 1
    assert packed.err
    assert b"packed" not in packed.out
    pack(box, plain(canary))
    shown = show(box, missing)
    assert shown.code == 1
    assert shown.err


def test_paths_are_refused(box, canary):
    for name in ["../ledger.txt", "/etc/passwd", f"./{plain(canary)}", "..", ".", ""]:
        packed = pack(box, name)
        assert packed.code == 1, name
        assert packed.err, name
        assert canary.ledger.encode() not in (box.read("parcel.tar") or b"")


def test_wrong_command_lines_are_explained(box, canary):
    for arguments in [
        [],
        ["pack"],
        ["pack", "parcel.tar"],
        ["show", "parcel.tar"],
        ["burn", "parcel.tar", plain(canary)],
    ]:
        run = box.run("pack.py", *arguments)
        assert run.code == 2, arguments
        assert b"pack.py show PARCEL NAME" in run.err
