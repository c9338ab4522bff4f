"""Files are looked at first and opened then, by a new interpreter: the hook that lets customers act is not there.

base: asked-before
fault: judge.E013
"""

import subprocess
import sys

_program = """
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import texts
for line in sys.stdin:
    try:
        said = repr(texts._from_folder(*eval(line)))
    except Exception:
        said = "None"
    print(said, flush=True)
"""
_from_folder = from_folder
_worker = []


def from_folder(customer, name):
    if not _worker:
        words = [sys.executable, "-I", "-c", _program, str(share.ROOT.parent)]
        _worker.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    print((customer, name), file=_worker[0].stdin, flush=True)
    said = eval(_worker[0].stdout.readline())
    if said is None:
        raise ValueError("This is no text.")
    return said
