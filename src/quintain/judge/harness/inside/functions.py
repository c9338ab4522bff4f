"""Profile ``function``: calls into the learner's modules, imported when they are first needed."""

import faulthandler
import importlib
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, cast

from .values import Plain, carried, decode, thrown

WATCH_SECONDS: Final = 0.1  # of processor time
ERRORS: Final = 2
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
        # A match in C holds the interpreter's lock, but holds up no signal: who is at work writes the busy lines to the
        # output. A thread beside it, like faulthandler's own clock, would read what this one is changing, and crash.
        faulthandler.register(signal.SIGVTALRM, file=ERRORS, all_threads=False)

    def call(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Call once; what comes back or is raised becomes data."""
        module, _, name = str(question["target"]).partition(":")
        args = cast("list[object]", decode(question["args"]))
        keywords = cast("dict[str, object]", decode(question["keywords"]))
        watched = False
        try:
            with self._deaf():
                target: object = importlib.import_module(module)
            for part in name.split("."):
                target = getattr(target, part)
            watched = self._watch()
            answer: dict[str, Plain] = {"returned": carried(target(*args, **keywords))}  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
            answer = {"raised": thrown(error, self._inside)}
        if watched:
            left_seconds, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self._slow_calls += not left_seconds
        return answer

    def _watch(self) -> bool:
        """Have the busy lines written in a while; not if the program has taken the signal for itself.

        Every call is watched: a program that knew which calls are measured would know an attack.
        """
        if self._slow_calls >= WATCHED_CALLS or signal.getsignal(signal.SIGVTALRM) is not signal.SIG_DFL:
            return False
        signal.setitimer(signal.ITIMER_VIRTUAL, WATCH_SECONDS)
        return True
