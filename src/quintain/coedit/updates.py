"""Reads an update of Yjs before anything else does, and refuses all but plain text in known files.

The counts in an update are the sender's words, and readers reserve memory by them: ten bytes can take half a gigabyte.
So each count is held against the bytes that follow, and each kind of content against a short list.
The format is that of Yjs, version 1: https://github.com/yjs/yjs/blob/main/INTERNALS.md
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

LARGEST_CLOCK: Final = 2**31
LARGEST_CLIENT: Final = 2**53
GOES_ON: Final = 0x80
LONGEST_NUMBER: Final = 8  # bytes of seven bits, enough for the largest client
GARBAGE, DELETED, TEXT, SKIPPED = 0, 1, 4, 10
KIND: Final = 0b11111
HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY = 0x80, 0x40, 0x20


class Unfit(Exception):  # noqa: N818  it says what the update is
    """The bytes are no update of plain text in files that there are."""


@dataclass(slots=True)
class _Reader:
    data: bytes
    at: int = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def byte(self) -> int:
        if not self.left:
            raise Unfit("It ends too early.")
        self.at += 1
        return self.data[self.at - 1]

    def number(self, most: int) -> int:
        value = 0
        for place in range(LONGEST_NUMBER):
            byte = self.byte()
            value |= (byte & 0x7F) << (7 * place)
            if byte < GOES_ON:
                if value > most:
                    break
                return value
        raise Unfit("A number is too large.")

    def count(self) -> int:
        """Read how many things follow, each of at least one byte."""
        return self.number(self.left)

    def text(self) -> str:
        length = self.number(self.left)
        raw = self.data[self.at : self.at + length]
        if len(raw) < length:
            raise Unfit("It ends too early.")
        self.at += length
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise Unfit("It is not UTF-8.") from None

    def place(self) -> None:
        self.number(LARGEST_CLIENT)
        self.number(LARGEST_CLOCK)


def hold_update(update: bytes, files: Collection[str]) -> None:
    """Let an update pass that changes nothing but the text of files.

    Args:
        update: what somebody sent.
        files: the names of the texts that a session shares.

    Raises:
        Unfit: it is something else, cut off, longer than it says, or names another text.

    """
    reader = _Reader(update)
    for _ in range(reader.count()):
        items = reader.count()
        reader.place()
        for _ in range(items):
            _hold_item(reader, files)
    for _ in range(reader.count()):
        reader.number(LARGEST_CLIENT)
        for _ in range(reader.count()):
            reader.number(LARGEST_CLOCK)
            reader.number(LARGEST_CLOCK)
    if reader.left:
        raise Unfit("Something follows behind its end.")


def hold_state(state: bytes) -> None:
    """Let a state vector pass: how much of each client somebody has.

    Raises:
        Unfit: it is none.

    """
    reader = _Reader(state)
    for _ in range(reader.count()):
        reader.place()
    if reader.left:
        raise Unfit("Something follows behind its end.")


def _hold_item(reader: _Reader, files: Collection[str]) -> None:
    info = reader.byte()
    kind = info & KIND
    if kind in {GARBAGE, SKIPPED}:
        if info != kind:
            raise Unfit("An item is of no known kind.")
        reader.number(LARGEST_CLOCK)
        return
    if info & HAS_KEY or kind not in {DELETED, TEXT}:
        raise Unfit("It holds something else than text.")
    if info & HAS_ORIGIN:
        reader.place()
    if info & HAS_RIGHT_ORIGIN:
        reader.place()
    if not info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN):
        _hold_parent(reader, files)
    if kind == DELETED:
        reader.number(LARGEST_CLOCK)
    elif not reader.text():
        raise Unfit("A text is empty.")


def _hold_parent(reader: _Reader, files: Collection[str]) -> None:
    if reader.byte() != 1:
        raise Unfit("Its text is in no file.")
    if reader.text() not in files:
        raise Unfit("There is no such file.")
