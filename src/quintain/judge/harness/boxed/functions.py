"""Profile ``function``: calls into the learner's modules, imported when they are first needed."""

import faulthandler
import importlib
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, cast

from .values import Plain, decode, encode, thrown

WATCH_SECONDS: Final = 0.1
WATCHED_CALLS: Final = 24  # each that is slow writes its lines to the output, which has an end


def load(module: str, inside: str) -> dict[str, Plain]:
    """Import a module and say what it raised, if it did."""
    try:
        importlib.import_module(module)
    except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
        return {"raised": thrown(error, inside)}
    return {"loaded": True}


class Caller:
    """Calls ``module:function`` with values from the judge."""

    def __init__(self, inside: str, deaf: Callable[[], AbstractContextManager[None]]) -> None:
        """Call what lies ``inside`` a folder; while a module is imported, be ``deaf``."""
        self._inside = inside
        self._deaf = deaf
        self._slow_calls = 0

    def call(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Call once; what comes back or is raised becomes data."""
        module, _, name = str(question["target"]).partition(":")
        args = cast("list[object]", decode(question["args"]))
        keywords = cast("dict[str, object]", decode(question["keywords"]))
        began = time.monotonic()
        if self._slow_calls < WATCHED_CALLS:
            # A match in C holds the interpreter's lock, but not this watchdog: it writes the busy line to the output.
            # Every call has one: whoever knew which calls are measured would know an attack.
            faulthandler.dump_traceback_later(WATCH_SECONDS, file=sys.__stderr__ or 2)
        try:
            with self._deaf():
                target: object = importlib.import_module(module)
            for part in name.split("."):
                target = getattr(target, part)
            answer: dict[str, Plain] = {"returned": encode(target(*args, **keywords))}  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
            answer = {"raised": thrown(error, self._inside)}
        faulthandler.cancel_dump_traceback_later()
        self._slow_calls += time.monotonic() - began >= WATCH_SECONDS
        return answer
