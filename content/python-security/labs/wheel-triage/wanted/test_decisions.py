"""A decision has a reason, and words in the code are none."""

from helpers import payload, send, snapshot, strays, wheel, word


def test_no_word_is_a_reason(box, rng):
    """Honest code may use subprocess, base64 and the like."""
    name = word(rng)
    code = "import base64, subprocess, os, socket\nx = eval('7')\nexec('y = 8')\n# https://stars.example/ .pth __import__\n"
    assert send(box, wheel(name, {f"{name}/__init__.py": code, f"{name}/build.py": payload("never")})) == [""]
    assert box.read(f"site/{name}/__init__.py") == code.encode()


def test_refused_package_leaves_nothing(box, rng):
    """Of a refused package nothing is installed, the reason is a text, and the next package is decided on its own."""
    before, bad, good = snapshot(box), word(rng), word(rng)
    refused = wheel(bad, {f"{bad}/__init__.py": "", f"{bad}.pth": "import os\n"}, commands=[f"{bad} = {bad}:main"])
    accepted = wheel(good, {f"{good}/__init__.py": ""})
    reason, last = send(box, refused, accepted)
    assert (bool(reason), isinstance(reason, str), last) == (True, True, "")
    assert strays(box, before, refused, accepted) == []
    assert [path for path in box.files() if bad in path and not path.startswith("inbox/")] == []
    assert box.read(f"site/{good}/__init__.py") == b""
