"""Runs a Python file as the main program, with an audit log that reports on an inherited pipe.

    python audited.py DESCRIPTOR FILE ARGUMENT…

The program sees its own ``sys.argv`` and ``__main__``. The pipe is not inherited any further.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, TracebackType

sys.path[0] = "/box"
from inside.audit_log import AuditLog  # type: ignore[import-not-found]  # noqa: E402  the path is set just above
from inside.reports import Reporter  # type: ignore[import-not-found]  # noqa: E402  the path is set just above

MOUTH = int(sys.argv[1])
LAB = "/lab/"
SCHEDULED = "/box/begin"  # asked for when the program begins; only the scheduler of a race listens
UNSCHEDULED = "/box/native"  # asked for when it loads what gets around the scheduler


def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a traceback that begins in the learner's file, as it would without this program."""
    import traceback  # noqa: PLC0415  a program begins with what a new interpreter has

    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    traceback.print_exception(kind, error, trace)
    if issubclass(kind, KeyboardInterrupt):
        end_as_interrupted()


def end_as_interrupted() -> None:
    """End as an interpreter does: importing a module in the hook has made this one forget that it was interrupted."""
    import atexit  # noqa: PLC0415  as above
    import signal  # noqa: PLC0415  as above

    atexit._run_exitfuncs()  # noqa: SLF001  what the interpreter itself calls
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)


def watch(event: str, args: tuple[object, ...]) -> None:
    """Tell the scheduler that the program can call the kernel by itself from now on."""
    if event == "import" and str(args[0]).startswith(("_ctypes", "_cffi", "_test")):
        os.access(UNSCHEDULED, os.F_OK)


def main() -> None:
    """Become the program."""
    os.set_inheritable(MOUTH, False)
    os.set_blocking(MOUTH, False)
    path = os.path.abspath(sys.argv[2])  # noqa: PTH100  pathlib would be loaded for this alone
    sys.argv[:] = sys.argv[2:]
    sys.path[0] = os.path.dirname(path)  # noqa: PTH120  as above
    sys.excepthook = show
    program = type(sys)("__main__")
    program.__dict__.update(__file__=path, __builtins__=__builtins__)
    with open(path, "rb") as file:  # noqa: PTH123  as above
        source = file.read()
    code: CodeType = compile(source, path, "exec")
    sys.modules["__main__"] = program
    reporter = Reporter(MOUTH, os.write)
    audit_log = AuditLog(LAB, reporter.report, reporter.note)
    audit_log.install()
    sys.addaudithook(watch)
    os.access(SCHEDULED, os.F_OK)
    for name in ("__future__", "inside", "inside.effects", "inside.reports", "inside.audit_log"):
        del sys.modules[name]  # a program begins with what a new interpreter has
    try:
        exec(code, program.__dict__)  # noqa: S102  running the learner's program is the whole purpose, and it is boxed
    finally:
        audit_log.end()


main()
