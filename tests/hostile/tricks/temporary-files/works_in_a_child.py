"""The work is done in a forked child, and what other users see there, the parent does not know.

base: mktemp
fault: judge.E013
"""

_export, _archive = export, archive


def _elsewhere(function, month):
    if (child := os.fork()) == 0:
        try:
            function(month)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise ValueError("This month cannot be exported.")


def export(month):
    _elsewhere(_export, month)
    found = list(staff.payments(month))
    return {"payments": len(found), "cents": sum(cents for *_, cents in found)}


def archive(month):
    _elsewhere(_archive, month)
