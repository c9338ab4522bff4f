"""A name that begins with a dash is a name."""


def test_name_of_an_option_is_a_missing_file(box, canary):
    box.run("pack.py", "pack", "parcel.tar", f"{canary.first}.txt")
    for name in ["--version", "--help", "--usage", "-?"]:
        for arguments in [("pack", "other.tar", name), ("show", "parcel.tar", name)]:
            run = box.run("pack.py", *arguments)
            assert run.code == 1, arguments
            assert run.err
            assert b"GNU" not in run.out


def test_honest_file_with_a_dash_is_packed_or_refused(box, canary):
    """The office may refuse such a name, but it never does something else with it."""
    for name, text in [(f"-{canary.first}.txt", canary.third_text), (f"--{canary.second}=1", canary.second_text)]:
        for others in [(), (f"{canary.first}.txt",), (f"{canary.second}", f"{canary.first}.txt")]:
            packed = box.run("pack.py", "pack", "parcel.tar", *others, name)
            if packed.code == 0:
                assert packed.out == f"packed {len(others) + 1}\n".encode()
                assert box.run("pack.py", "show", "parcel.tar", name).out == text.encode()
            else:
                assert packed.code == 1
                assert packed.err
                assert b"packed" not in packed.out
            assert box.read(f"inbox/{name}") == text.encode()


def test_backslash_stands_for_itself(box, canary):
    """A name with a backslash is not another spelling of another name."""
    box.write(f"inbox/{canary.second}\tend", canary.first_text)
    box.write(f"inbox/{canary.third}\\end", canary.first_text)
    names = [
        rf"{canary.first}\056txt",
        rf"{canary.first}\56txt",
        rf"\{ord(canary.first[0]):03o}{canary.first[1:]}.txt",
        rf"{canary.second}\tend",
        rf"{canary.third}\\end",
    ]
    is_missing_everywhere(box, canary, names)


def test_name_is_no_pattern_and_no_list(box, canary):
    """A name with a newline, an asterisk or a percent sign is the name of one file. Here it is a missing file."""
    names = [
        f"{canary.first}.txt\n{canary.second}",
        f"{canary.first}.txt ",
        f"{canary.first}.*",
        f"{canary.first}?txt",
        f"{canary.first}%2Etxt",
        f"{canary.first}．txt",
        f"{canary.first[1:]}.txt",
    ]
    is_missing_everywhere(box, canary, names)


def is_missing_everywhere(box, canary, names):
    """Ask for missing files, in the inbox and in a parcel, and once beside a file that is there."""
    box.run("pack.py", "pack", "parcel.tar", f"{canary.first}.txt")
    asked = [(*command, name) for name in names for command in [("pack", "other.tar"), ("show", "parcel.tar")]]
    for arguments in [*asked, ("pack", "other.tar", f"{canary.second}", names[0])]:
        run = box.run("pack.py", *arguments)
        assert run.code == 1, arguments
        assert canary.first_text.encode() not in run.out, arguments
