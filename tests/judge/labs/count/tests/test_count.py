"""How many bytes a file has."""


def test_size_is_counted(box, canary):
    ran = box.run("count.py", f"{canary.name}.txt")
    assert ran.code == 0
    assert ran.out == f"{len(canary.text) + 5}\n".encode()
    assert box.run("count.py", "vault.txt").out == f"{len(canary.secret)}\n".encode()


def test_several_files(box, canary):
    ran = box.run("count.py", f"{canary.name}.txt", f"{canary.name}_{canary.name}-1.txt", stdin=b"unread", env={"A": "b"})
    assert ran.out.split() == [str(len(canary.text) + 5).encode(), b"3"]
    assert box.run("count.py", f"{canary.name},--50%={canary.name}..txt").out == b"4\n"
    assert box.read(f"{canary.name}.txt") == f"text {canary.text}".encode()
    assert f"{canary.name}.txt" in box.files()


def test_no_file_is_an_error(box):
    ran = box.run("count.py")
    assert ran.code == 1
    assert ran.err == b"count.py FILE...\n"
