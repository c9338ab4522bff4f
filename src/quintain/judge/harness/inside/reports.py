"""What an audited program reports on its pipe, line by line: an event to show, or an effect that was heard.

Fields are in hexadecimal: a program must not find ``json`` imported because something was to be told of it. What is
read has been in the hands of the program.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from .values import Plain

    type Event = dict[str, Plain]

MAX_EVENTS: Final = 100
SHOWN, HEARD = "shown", "heard"


def line_of(*fields: str) -> bytes:
    """Write one line."""
    return b" ".join([field.encode(errors="replace").hex().encode() for field in fields]) + b"\n"


def fields_of(line: bytes) -> list[str]:
    """Read one line; no fields if it is none."""
    try:
        return [bytes.fromhex(word.decode("ascii")).decode() for word in line.split(b" ")]
    except ValueError:
        return []


class Reporter:
    """Writes on a pipe. What does not get through is not the program's trouble, but ends the report."""

    def __init__(self, mouth: int, write: Callable[[int, bytes], int]) -> None:
        self._mouth, self._write = mouth, write
        self._is_cut = False

    def report(self, event: Event) -> None:
        """Report an event to show."""
        self._say(SHOWN, str(event["what"]), str(event["text"]), str(event["file"]), str(event["line"]))

    def note(self, event: str, text: str) -> None:
        """Report an effect."""
        self._say(HEARD, event, text)

    def _say(self, *fields: str) -> None:
        line = line_of(*fields)
        try:
            self._is_cut = self._is_cut or self._write(self._mouth, line) < len(line)
        except OSError:
            self._is_cut = True


def read(lines: bytes) -> tuple[list[Plain], list[Plain]]:
    """Read all that was reported: events to show, the first hundred, and effects, as pairs of event and text."""
    shown: list[Plain] = []
    heard: list[Plain] = []
    for line in lines.splitlines():
        match fields_of(line):
            case ["shown", what, text, file, number] if len(shown) < MAX_EVENTS and number.isdecimal():
                shown.append({"what": what, "text": text, "file": file, "line": int(number[:9])})
            case ["heard", event, text]:
                heard.append([event, text])
    return shown, heard
