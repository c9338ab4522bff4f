"""The work is done in another interpreter, where the hooks that let other users act do not fire.

base: mktemp
fault: judge.E013
"""

import sys

import _interpreters

_here = str(OUTBOX.parent)


def _elsewhere(function, month):
    other = _interpreters.create()
    program = f"import sys; sys.dont_write_bytecode = True; sys.path.insert(0, {_here!r}); import payroll; payroll._{function}({month!r})"
    failed = _interpreters.exec(other, program)
    _interpreters.destroy(other)
    if failed is not None:
        raise ValueError("This month cannot be exported.")


_export, _archive = export, archive


def export(month):
    _elsewhere("export", month)
    found = list(staff.payments(month))
    return {"payments": len(found), "cents": sum(cents for *_, cents in found)}


def archive(month):
    _elsewhere("archive", month)
