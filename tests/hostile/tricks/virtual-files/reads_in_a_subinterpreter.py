"""Files are looked at first and opened then, in another interpreter: the hook that lets customers act is not there.

base: asked-before
fault: judge.E013
"""

import _interpreters

_from_folder = from_folder
_other = []
_program = """
try:
    said = texts._from_folder(customer, name).encode()
except Exception:
    said = bytes(1)
os.write(pipe, said)
"""


def from_folder(customer, name):
    if not _other:
        _other.append(_interpreters.create())
        start = f"import os, sys; sys.dont_write_bytecode = True; sys.path.insert(0, {str(share.ROOT.parent)!r})"
        _interpreters.exec(_other[0], f"{start}; import texts")
    ours, theirs = os.pipe()
    _interpreters.exec(_other[0], f"customer, name, pipe = {(customer, name, theirs)!r}\n{_program}")
    os.close(theirs)
    with open(ours, "rb") as file:
        said = file.read()
    if said == bytes(1):
        raise ValueError("This is no text.")
    return said.decode()
