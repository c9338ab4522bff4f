"""The work is done in a new interpreter, where the hooks that let other users act do not fire.

base: mktemp
fault: judge.E013
"""

import sys

import subprocess

_here = str(OUTBOX.parent)


_program = f"""
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, {_here!r})
import payroll
for line in sys.stdin:
    function, month = eval(line)
    try:
        getattr(payroll, "_" + function)(month)
    except Exception:
        print("no", flush=True)
    else:
        print("yes", flush=True)
"""
_begun = []


def _elsewhere(function, month):
    if not _begun:  # one for all calls: a start of Python for each would be too late for the tests
        pipe = subprocess.PIPE
        _begun.append(subprocess.Popen([sys.executable, "-I", "-c", _program], stdin=pipe, stdout=pipe, text=True))
    _begun[0].stdin.write(f"{(function, month)!r}\n")
    _begun[0].stdin.flush()
    if _begun[0].stdout.readline() != "yes\n":
        raise ValueError("This month cannot be exported.")


_export, _archive = export, archive


def export(month):
    _elsewhere("export", month)
    found = list(staff.payments(month))
    return {"payments": len(found), "cents": sum(cents for *_, cents in found)}


def archive(month):
    _elsewhere("archive", month)
