"""Profile ``function``: calls into the learner's modules, imported when they are first needed."""

import faulthandler
import importlib
import sys
from typing import cast

from .values import Plain, decode, encode, thrown

WATCH_SECONDS = 0.1


def load(module: str, inside: str) -> dict[str, Plain]:
    """Import a module and say what it raised, if it did."""
    try:
        importlib.import_module(module)
    except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
        return {"raised": thrown(error, inside)}
    return {"loaded": True}


class Caller:
    """Calls ``module:function`` with values from the judge."""

    def __init__(self, inside: str) -> None:
        self._inside = inside

    def call(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Call once; what comes back or is raised becomes data."""
        module, _, name = str(question["target"]).partition(":")
        args = cast("list[object]", decode(question["args"]))
        keywords = cast("dict[str, object]", decode(question["keywords"]))
        if question.get("watched"):
            # A match in C holds the interpreter's lock, but not this watchdog: it writes the busy line to the output.
            faulthandler.dump_traceback_later(WATCH_SECONDS, file=sys.__stderr__ or 2)
        try:
            target: object = importlib.import_module(module)
            for part in name.split("."):
                target = getattr(target, part)
            answer: dict[str, Plain] = {"returned": encode(target(*args, **keywords))}  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001  SystemExit and all: the suspect's answer is data
            answer = {"raised": thrown(error, self._inside)}
        faulthandler.cancel_dump_traceback_later()
        return answer
