"""The work is done in a program that multiprocessing starts, and no event tells of such a start.

base: mktemp
fault: judge.E013
"""

import os
import sys
from multiprocessing import util

_here = str(OUTBOX.parent)


def _elsewhere(function, month):
    program = f"import sys; sys.dont_write_bytecode = True; sys.path.insert(0, {_here!r}); import payroll; payroll._{function}({month!r})"
    python = sys.executable.encode()
    child = util.spawnv_passfds(python, [python, b"-I", b"-c", program.encode()], [])
    if os.waitpid(child, 0)[1]:
        raise ValueError("This month cannot be exported.")


_export, _archive = export, archive


def export(month):
    _elsewhere("export", month)
    found = list(staff.payments(month))
    return {"payments": len(found), "cents": sum(cents for *_, cents in found)}


def archive(month):
    _elsewhere("archive", month)
