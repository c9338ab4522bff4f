"""Runs a learner's exploit as ``python exploit.py`` would, with the module ``target`` to import."""

import base64
import os
import runpy
import socket
import sys
from pathlib import Path
from traceback import StackSummary, TracebackException

from .frames import HEADER, parse
from .target import Line, module

FILE = Path("/lab/exploit.py")


def start(channel: socket.socket) -> None:
    """Take the exploit from the judge, and run it."""
    (length,) = HEADER.unpack(channel.recv(HEADER.size, socket.MSG_WAITALL))
    order = parse(channel.recv(length, socket.MSG_WAITALL))
    FILE.write_bytes(base64.b64decode(str(order["source"])))
    sys.modules["target"] = module(Line(channel))
    sys.path.insert(0, str(FILE.parent))
    os.chdir(FILE.parent)
    sys.argv[:] = [FILE.name]
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # so that what it says is there if it is cut short
    try:
        runpy.run_path(str(FILE), run_name="__main__")
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  shown as an interpreter would
        show(error)
        sys.exit(1)


def show(error: BaseException) -> None:
    """Print a traceback without any lines of ours."""
    told: TracebackException | None = TracebackException.from_exception(error)
    first = told
    while told is not None:
        told.stack = StackSummary.from_list([frame for frame in told.stack if frame.filename.startswith("/lab/")])
        told = told.__cause__ or told.__context__
    print("".join(first.format() if first else ()), end="", file=sys.stderr)  # noqa: T201  as an interpreter does
