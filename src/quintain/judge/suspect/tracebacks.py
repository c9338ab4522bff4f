"""What a program raised, in a learner's words: the exception with the file and line that the learner can change.

All of it is the program's own word. It tells a reader why a test failed, and never whether it did.
"""

import re
from dataclasses import dataclass
from typing import Final

from quintain.judge.harness.inside.values import Thrown
from quintain.judge.suspect.evidence import LAB, place, shorten

SHOWN_CHARACTERS: Final = 200
HEAD: Final = "Traceback (most recent call last):\n"
FRAME: Final = re.compile(r'^  File "/lab/([^"\n]+)", line (\d{1,9})(?:, in (.+))?$', re.MULTILINE)
LAST: Final = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$", re.MULTILINE)
OWN_PLACE: Final = re.compile(r" \([^()\n]*, line \d+\)$")
LACKS: Final = re.compile(r"module '([^']+)' has no attribute '([^']+)'")
OUTSIDE: Final = "<module>"


@dataclass(frozen=True, slots=True)
class Uncaught:
    """An exception that ended a program; ``at_start`` if no function of the learner's was running."""

    thrown: Thrown
    at_start: bool


def say(thrown: Thrown) -> str:
    """Tell an exception with its place, as ``SyntaxError: '(' was never closed, shop.py line 12``."""
    if lacks := lacking(thrown):
        return lacks
    text = thrown.text.strip()
    if "SyntaxError" in thrown.names or thrown.names[0] in {"IndentationError", "TabError"}:
        text = OWN_PLACE.sub("", text)  # it names the line itself, and would name it twice
    sentence = f"{thrown.names[0]}: {text}" if text else thrown.names[0]
    return shorten(sentence.replace(LAB, ""), SHOWN_CHARACTERS).rstrip(".") + place(thrown.file, thrown.line)


def lacking(thrown: Thrown) -> str:
    """Say what the judge asked for and the learner's module does not have; empty if that is not what is wrong."""
    if thrown.names[0] != "AttributeError" or thrown.file is not None:
        return ""
    found = LACKS.fullmatch(thrown.text)
    return f"{found[1].replace('.', '/')}.py has no {found[2]!r}" if found else ""


def read_traceback(errors: bytes) -> Uncaught | None:
    """Read what an interpreter wrote of the exception that ended a program; None if it is nothing of the kind."""
    text = errors.decode(errors="replace")
    block = text.rpartition(HEAD)[2]
    frames = list(FRAME.finditer(block))
    last = LAST.search(block, frames[-1].end()) if frames else None
    if last is None:
        return None
    inner = frames[-1]
    name = last[1].removeprefix("__main__.")
    names = (name, "SyntaxError") if inner[3] is None and name != "SyntaxError" else (name,)
    at_start = all(frame[3] in {None, OUTSIDE} for frame in frames)
    return Uncaught(Thrown(names, last[2] or "", inner[1], int(inner[2])), at_start)
