"""Files that Python could take for modules are like any other file of a parcel."""

import json


def some_word(rng):
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=9))


def test_files_named_like_modules_do_no_harm(box, rng):
    """A parcel is checked and counted, whatever its files are called: json.py, csv.so, sitecustomize.py."""
    parcel, word = some_word(rng), some_word(rng)
    files = {
        "records.json": json.dumps({"by": word}).encode(),
        "sheets.csv": f"species,sheets\nsalix {word},{len(word)}\n".encode(),
        "json.py": b"raise SystemExit(3)\n",
        "species.py": b"raise SystemExit(3)\n",
        "sitecustomize.py": b"raise SystemExit(3)\n",
        "argparse.pyc": rng.randbytes(40),
        "csv.so": rng.randbytes(40),
        "collections.abi3.so": rng.randbytes(40),
    }
    for name, content in files.items():
        assert box.run("desk.py", "receive", parcel, name, stdin=content).code == 0, name
    checked, counted = box.run("desk.py", "check", parcel), box.run("desk.py", "tally", parcel)
    assert checked.code == 0, checked.err
    assert json.loads(checked.out) == {"by": word}
    assert counted.code == 0, counted.err
    assert counted.out.decode() == f"{len(word)} Salix {word}\n"
    for name, content in files.items():
        assert box.read(f"incoming/{parcel}/{name}") == content, name
