"""Profile ``command``: runs a Python file as the main program, as ``python FILE ARGUMENT…`` would.

Used by a fork of an interpreter that was prepared (``spawner.py``). ``audited.py`` does the same in a new one, and
imports next to nothing.
"""

import atexit
import contextlib
import gc
import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from types import CodeType, ModuleType, TracebackType
from typing import Any, Final, NoReturn

from . import fresh_modules
from .audit_log import AuditLog
from .reports import Reporter

LAB: Final = "/lab/"
READ_AT_START: Final = re.compile(r"PYTHON|LD_|LC_|LANG|TZ|GLIBC_|MALLOC_|OMP_|OPENBLAS_|MKL_")
"""Variables that an interpreter or its libraries read as they start."""
KEPT: Final = frozenset({*sys.builtin_module_names, "inside", "os", "importlib", "encodings"})
OURS: Final = ("/box/", "/init/")
BAD_FLUSH: Final = 120  # what the interpreter answers when its last words could not be written


def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a traceback that begins in the learner's file, as it would without this program."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(OURS):
        trace = trace.tb_next
    traceback.print_exception(kind, error, trace)


def forget(names: Iterable[str]) -> None:
    """Let modules of these files be found, though the interpreter has imported others of their names before."""
    # Looking at every module's name would copy many pages of memory: it is done only where there is something to find.
    shadowed = {name for each in names if (name := each.removesuffix(".py")) in sys.modules} - KEPT
    if shadowed:
        for name in [each for each in sys.modules if each.partition(".")[0] in shadowed]:
            del sys.modules[name]


def run(argv: list[str], mouth: int) -> None:
    """Become the program; what it raises goes on."""
    os.set_inheritable(mouth, False)
    os.set_blocking(mouth, False)
    path = os.path.abspath(argv[0])  # noqa: PTH100  pathlib would be loaded for this alone
    sys.argv[:] = argv
    sys.path[0] = os.path.dirname(path)  # noqa: PTH120  as above
    sys.excepthook = show
    program = ModuleType("__main__")
    program.__dict__.update(__file__=path, __builtins__=__builtins__)
    with open(path, "rb") as file:  # noqa: PTH123  as above
        source = file.read()
    code: CodeType = compile(source, path, "exec")
    sys.modules["__main__"] = program
    reporter = Reporter(mouth, os.write)
    audit_log = AuditLog(LAB, reporter.report, reporter.note)
    audit_log.install()
    fresh_modules.begin()
    try:
        exec(code, program.__dict__)  # noqa: S102  running the learner's program is the whole purpose, and it is boxed
    finally:
        audit_log.end()


def end_after(work: Callable[[], object]) -> NoReturn:
    """Do the work of a main program, and end as the interpreter would: threads, exit functions, last words, status."""
    fresh_streams()
    status: int | None = 1
    uncaught: BaseException | None = None
    try:
        work()
        status = 0
    except SystemExit as error:
        status = asked_for(error)
    except BaseException as error:  # noqa: BLE001  whatever it is, it ends the program
        uncaught = error
    if uncaught is not None:
        status = None if isinstance(uncaught, KeyboardInterrupt) else 1
        report(uncaught)
    del uncaught
    if (threads := sys.modules.get("threading")) is not None:
        threads._shutdown()  # noqa: SLF001  what the interpreter itself calls first
    atexit._run_exitfuncs()  # noqa: SLF001  what it calls next
    flushed = flush()
    forget_program()
    flushed = flushed and flush()
    if status is None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(BAD_FLUSH if not flushed else status or 0)


def fresh_streams() -> None:
    """Make new standard streams, for their descriptors are others now."""
    for descriptor, name, mode, errors in (
        (0, "stdin", "r", "surrogateescape"),
        (1, "stdout", "w", "surrogateescape"),
        (2, "stderr", "w", "backslashreplace"),
    ):
        raw: Any = io.FileIO(descriptor, mode, closefd=False)
        raw.name = f"<{name}>"
        buffered: Any = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
        text: Any = io.TextIOWrapper(buffered, "utf-8", errors, line_buffering=name == "stderr")
        text.mode = mode
        setattr(sys, name, text)
        setattr(sys, f"__{name}__", text)


def asked_for(error: SystemExit) -> int:
    """Find the exit status that a program asks for; words go to the standard error, and mean 1."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    sys.stderr.write(f"{error.code}\n")
    return 1


def report(error: BaseException) -> None:
    """Let the hook print what nobody has caught; the program may have put its own there."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(OURS):
        trace = trace.tb_next
    error.__traceback__ = trace
    sys.last_exc = error
    try:
        sys.excepthook(type(error), error, trace)
    except BaseException as second:  # noqa: BLE001  the hook is the program's
        sys.stderr.write("Error in sys.excepthook:\n")
        show(type(second), second, second.__traceback__)
        sys.stderr.write("\nOriginal exception was:\n")
        show(type(error), error, trace)


def flush() -> bool:
    """Write out what is left in the standard streams; tell whether it could be written."""
    good = True
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name, None)
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except Exception as error:  # noqa: BLE001  the stream may be the program's own
            good = False
            if name == "stdout":
                words = "".join(traceback.format_exception_only(error))
                with contextlib.suppress(Exception):
                    sys.stderr.write(f"Exception ignored on flushing sys.stdout:\n{words}")
    return good


def forget_program() -> None:
    """Let go of the program's objects: a file that it has left open is written out when it goes."""
    if hasattr(sys, "last_exc"):
        del sys.last_exc
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name == "__main__" or (isinstance(file, str) and file.startswith(LAB)):
            getattr(module, "__dict__", {}).clear()
            sys.modules.pop(name, None)
    gc.collect()
