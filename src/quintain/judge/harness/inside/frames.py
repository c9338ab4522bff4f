"""Frames on a stream socket: four bytes of length, then a body; JSON in it is read without mercy."""

import json
import math
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn

from .values import MAX_DEPTH, Plain, Unserializable

if TYPE_CHECKING:
    import socket

HEADER: Final = struct.Struct(">I")
CHUNK_BYTES: Final = 2**18
MAX_BODY_BYTES: Final = 2**32 - 1
GONE: Final = "the other end of the channel is gone"
MAX_INTEGER_DIGITS: Final = 20
MAX_NESTING: Final = 4 * MAX_DEPTH


class FrameTooLongError(Exception):
    """A frame announces more bytes than its reader takes; ``length`` says how many."""

    def __init__(self, length: int) -> None:
        super().__init__(f"a frame of {length:,} bytes")
        self.length = length


class FramedChannel:
    """Sends and receives frames over a stream socket.

    Where one end may hang or lie, the socket does not block, and the other end waits by itself: ``wait`` is called
    before each read (True) and each write (False), returns when the socket may be ready, and raises when it is too
    late. ``received`` is told the size of every part that came, ``sent`` of every part that went.
    """

    def __init__(
        self,
        stream: "socket.socket",
        *,
        max_body_bytes: int = MAX_BODY_BYTES,
        wait: Callable[[bool], None] = lambda _reads: None,
        received: Callable[[int], None] = lambda _size: None,
        sent: Callable[[int], None] = lambda _size: None,
    ) -> None:
        self._stream, self._max_body_bytes = stream, max_body_bytes
        self._wait, self._received, self._sent = wait, received, sent

    def send(self, body: bytes) -> None:
        """Send one frame.

        Raises:
            ConnectionError: the other end is gone.

        """
        view = memoryview(HEADER.pack(len(body)) + body)
        while view:
            self._wait(False)
            try:
                sent = self._stream.send(view)
            except BlockingIOError:
                continue
            except OSError as error:
                raise ConnectionError(GONE) from error
            self._sent(sent)
            view = view[sent:]

    def receive(self) -> bytes | None:
        """Receive the body of one frame; None if the other end hung up before its end.

        Raises:
            FrameTooLongError: it announces more than this end takes.
            ConnectionError: the other end is gone.

        """
        header = self._take(HEADER.size)
        if header is None:
            return None
        (length,) = HEADER.unpack(header)
        if length > self._max_body_bytes:
            raise FrameTooLongError(length)
        return self._take(length)

    def _take(self, size: int) -> bytes | None:
        taken = bytearray()
        while len(taken) < size:
            self._wait(True)
            try:
                part = self._stream.recv(min(CHUNK_BYTES, size - len(taken)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise ConnectionError(GONE) from error
            if not part:
                return None
            taken += part
            self._received(len(part))
        return bytes(taken)


def pack(message: dict[str, Plain]) -> bytes:
    """Write the body of one frame.

    Raises:
        ValueError: it holds what JSON or UTF-8 cannot.

    """
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def parse(body: bytes) -> dict[str, Plain]:
    """Read the JSON of one frame.

    Raises:
        Unserializable: it is no object, no UTF-8, nested too deep, or holds a key twice, a NaN, an infinity, a number
            beyond 20 digits or a lone surrogate.

    """
    try:
        text = body.decode()
        message = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError) as error:
        raise Unserializable("no frame of this language") from error
    if not isinstance(message, dict):
        raise Unserializable("a frame is an object")
    _measure(message)
    return message


def _object(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise ValueError("a key appears twice")
    return built


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ValueError("a huge number")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number that is none")
    return value


def _constant(word: str) -> NoReturn:
    raise ValueError(word)


def _measure(message: Plain) -> None:
    """Refuse deep nesting and lone surrogates, without recursion."""
    waiting: list[tuple[Plain, int]] = [(message, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise Unserializable("nested too deep")
        if isinstance(item, str):
            _spell(item)
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, dict):
            for key, inner in item.items():
                _spell(key)
                waiting.append((inner, depth + 1))


def _spell(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unserializable("a lone surrogate") from error
