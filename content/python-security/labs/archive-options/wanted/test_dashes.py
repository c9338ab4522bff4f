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
        packed = box.run("pack.py", "pack", "parcel.tar", name)
        if packed.code == 0:
            assert packed.out == b"packed 1\n"
            assert box.run("pack.py", "show", "parcel.tar", name).out == text.encode()
        else:
            assert packed.code == 1
            assert packed.err
        assert box.read(f"inbox/{name}") == text.encode()


def test_backslash_stands_for_itself(box, canary):
    """A name with a backslash is not another spelling of another name."""
    box.run("pack.py", "pack", "parcel.tar", f"{canary.first}.txt")
    for name in [rf"{canary.first}\056txt", rf"\{ord(canary.first[0]):03o}{canary.first[1:]}.txt"]:
        for arguments in [("pack", "other.tar", name), ("show", "parcel.tar", name)]:
            run = box.run("pack.py", *arguments)
            assert run.code == 1, arguments
            assert canary.first_text.encode() not in run.out
