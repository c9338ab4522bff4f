"""The judge's end of the channel: one question, one answer, before one deadline."""

import secrets
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quintain.judge.errors import Died, Garbled, TimedOut
from quintain.judge.harness.inside.frames import FramedChannel, FrameTooLongError, pack, parse
from quintain.judge.harness.inside.values import Plain, Unserializable

MAX_ANSWER_BYTES: Final = 4 * 2**20
LOOK_SECONDS: Final = 0.02

type Watch = Callable[[], None]


@dataclass(slots=True)
class Traffic:
    """How many bytes went to a suspect and came from it, over its channel and its sockets."""

    sent_bytes: int = 0
    received_bytes: int = 0

    def since(self, before: "Traffic") -> "Traffic":
        """Return what came after an earlier moment."""
        return Traffic(self.sent_bytes - before.sent_bytes, self.received_bytes - before.received_bytes)


class Wire:
    """A conversation over a stream socket with a program that may lie.

    Every question carries an id that cannot be guessed, so an answer that was written before the question, or a second
    one, is `Garbled`.
    """

    def __init__(
        self, channel: socket.socket, traffic: Traffic | None = None, *, max_answer_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        channel.setblocking(False)
        self._traffic = traffic or Traffic()
        self._channel = channel
        self._deadline = 0.0
        self._watch: Watch | None = None
        self._late: TimedOut | None = None
        self._framed = FramedChannel(
            channel,
            max_body_bytes=max_answer_bytes,
            wait=self._wait,
            received=self._count_received,
            sent=self._count_sent,
        )

    def ask(self, question: dict[str, Plain], *, deadline: float, watch: Watch | None = None) -> dict[str, Plain]:
        """Send one question and return its answer.

        Args:
            question: the message, without ``id``.
            deadline: on the clock of `time.monotonic`, for sending and the whole answer.
            watch: called every 20 milliseconds while waiting; what it raises ends the wait.

        Raises:
            Died: the channel was closed.
            TimedOut: the deadline passed, now or in an earlier question. Its answer may still come, and nothing would
                tell it from one that was not asked for; so a conversation ends with its first late answer.
            Garbled: something else than one strict answer to this question came.

        """
        if self._late is not None:
            raise TimedOut(self._late.message, worked=self._late.worked)
        ticket = secrets.token_hex(12)
        self._refuse_early()
        self._deadline, self._watch = deadline, watch
        try:
            body = self._exchange(pack({"id": ticket, **question}))
        except TimedOut as error:
            self._late = error
            raise
        try:
            answer = parse(body)
        except Unserializable as error:
            raise Garbled("The program's answer cannot be read.") from error
        if answer.get("id") != ticket:
            raise Garbled("The program answered a question that was not asked.")
        return answer

    def _exchange(self, question: bytes) -> bytes:
        try:
            self._framed.send(question)
            body = self._framed.receive()
        except FrameTooLongError as error:
            raise Garbled(f"The program announced an answer of {error.length:,} bytes.") from error
        except ConnectionError as error:  # another OSError is the watch's
            raise Died("The program is gone.") from error
        if body is None:
            raise Died("The program ended without an answer.")
        return body

    def _refuse_early(self) -> None:
        """Refuse what came before the question; there should be nothing to read yet."""
        try:
            early = self._channel.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError as error:
            raise Died("The program is gone.") from error
        if not early:
            raise Died("The program is gone.")
        raise Garbled("The program spoke before it was asked.")

    def _wait(self, reads: bool) -> None:
        """Wait until there is something to read, or the program may take more; give the watch a look meanwhile."""
        poller = select.poll()
        poller.register(self._channel, select.POLLIN | select.POLLHUP if reads else select.POLLOUT)
        while True:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimedOut("The program did not answer in time.")
            if poller.poll(min(left, LOOK_SECONDS) * 1000):
                return
            if reads and self._watch is not None:
                self._watch()

    def _count_sent(self, size: int) -> None:
        self._traffic.sent_bytes += size

    def _count_received(self, size: int) -> None:
        self._traffic.received_bytes += size
