"""The channel accepts one strict answer to each question, in time, and nothing else."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.errors import Died, Garbled, TimedOut
from quintain.judge.harness.inside.frames import HEADER, FramedChannel, FrameTooLongError, pack, parse
from quintain.judge.harness.inside.values import Unserializable
from quintain.judge.protocol.wire import Wire

type Suspect = Callable[[socket.socket, dict[str, str]], None]


@contextmanager
def conversation(suspect: Suspect, *, max_answer_bytes: int = 1000) -> Iterator[Wire]:
    """Talk to a suspect in a thread; it gets the channel and the first question."""
    ours, theirs = socket.socketpair()

    def run() -> None:
        with theirs:
            header = theirs.recv(4, socket.MSG_WAITALL)
            if header:
                suspect(theirs, json.loads(theirs.recv(HEADER.unpack(header)[0], socket.MSG_WAITALL)))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield Wire(ours, max_answer_bytes=max_answer_bytes)
    finally:
        ours.close()
        thread.join()


def ask(wire: Wire, seconds: float = 5) -> dict[str, object]:
    """Ask something, and give the suspect so many seconds."""
    return dict(wire.ask({"do": "call"}, deadline=time.monotonic() + seconds))


def raw(body: bytes) -> Suspect:
    """A suspect who sends these bytes as one frame."""
    return lambda channel, _question: channel.sendall(HEADER.pack(len(body)) + body)


def silence(channel: socket.socket, _question: dict[str, str]) -> None:
    """A suspect who says nothing until the judge hangs up."""
    channel.recv(1)


def answer(text: str) -> Suspect:
    """A suspect who knows the id and writes the rest of the object himself."""
    return lambda channel, question: raw(f'{{"id": "{question["id"]}", {text}}}'.encode())(channel, question)


def test_answer_comes_back() -> None:
    """The plain case: one question, one answer with its id."""
    with conversation(answer('"returned": [1, "ä"]')) as wire:
        assert ask(wire)["returned"] == [1, "ä"]


@pytest.mark.parametrize(
    "text",
    [
        '"returned": NaN',
        '"returned": Infinity',
        '"returned": 1e999',
        '"returned": 123456789012345678901234567890',
        '"returned": 1, "returned": 2',
        '"returned": {"a": 1, "a": 2}',
        '"returned": "\\ud800"',
        '"\\udfff": 1',
        '"returned": ' + "[" * 300 + "]" * 300,
        '"returned": ' + '{"a":' * 200 + "1" + "}" * 200,
        '"returned": ',
    ],
)
def test_answer_that_is_no_strict_json_is_garbled(text: str) -> None:
    """What readers of JSON disagree about is refused."""
    with conversation(answer(text), max_answer_bytes=10**6) as wire, pytest.raises(Garbled):
        ask(wire)


@pytest.mark.parametrize("body", [b"", b"\xff", b"null", b"[]", b'"x"', b"{}", b'{"id": 7}', b'{"id": "7"}'])
def test_answer_without_the_questions_id_is_garbled(body: bytes) -> None:
    """A frame that was written before the question cannot know its id."""
    with conversation(raw(body)) as wire, pytest.raises(Garbled):
        ask(wire)


def test_deep_nesting_beyond_recursion_is_garbled() -> None:
    """A hundred thousand brackets do not reach the judge's stack."""
    with conversation(answer('"returned": ' + "[" * 100_000), max_answer_bytes=10**6) as wire, pytest.raises(Garbled):
        ask(wire)


def test_announced_four_gigabytes_are_refused_unread() -> None:
    """The length alone is enough to refuse."""
    four_gigabytes = conversation(lambda channel, _: channel.sendall(b"\xff\xff\xff\xff"))
    with four_gigabytes as wire, pytest.raises(Garbled, match="4,294,967,295 bytes"):
        ask(wire)


def test_second_answer_is_garbled() -> None:
    """Whoever answers twice has spoken unasked when the next question comes."""
    hung_up = threading.Event()

    def twice(channel: socket.socket, question: dict[str, str]) -> None:
        body = pack({"id": question["id"], "returned": True})
        channel.sendall(2 * (HEADER.pack(len(body)) + body))
        hung_up.wait(5)

    with conversation(twice) as wire:
        assert ask(wire)["returned"] is True
        with pytest.raises(Garbled, match="before it was asked"):
            ask(wire)
        hung_up.set()


def test_early_answer_is_garbled() -> None:
    """A reply that waits in the channel before the question is never taken for its answer."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        FramedChannel(theirs).send(pack({"id": "0", "returned": True}))
        with pytest.raises(Garbled, match="before it was asked"):
            ask(Wire(ours))


def test_silence_times_out() -> None:
    """Nothing comes, and the deadline passes."""
    with conversation(silence) as wire, pytest.raises(TimedOut):
        ask(wire, 0.1)


@pytest.mark.parametrize("worked", [False, True])
def test_late_answer_is_no_answer_that_nobody_asked_for(worked: bool) -> None:
    """A question after one that timed out times out as well, though an answer to the first one has come since.

    A test that puts something back in ``finally`` asks again. If that were garbled, a busy machine would convict.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire, program = Wire(ours), FramedChannel(theirs)

        def watch() -> None:
            if worked:
                raise TimedOut("It has used up its time.", worked=True)

        with pytest.raises(TimedOut) as first:
            wire.ask({"do": "call"}, deadline=time.monotonic() + 0.1, watch=watch)
        asked = parse(program.receive() or b"")
        program.send(pack({"id": asked["id"], "returned": True}))
        with pytest.raises(TimedOut) as second:
            ask(wire)
    assert (first.value.worked, second.value.worked) == (worked, worked)
    assert second.value.message == first.value.message


def test_slow_drip_does_not_stretch_the_deadline() -> None:
    """A byte now and then does not buy time: else all 500 blanks would arrive, and be garbled."""

    def drip(channel: socket.socket, _question: dict[str, str]) -> None:
        try:
            channel.sendall(HEADER.pack(500))
            while True:
                channel.sendall(b" ")
                time.sleep(0.01)
        except OSError:
            return

    with conversation(drip) as wire, pytest.raises(TimedOut):
        ask(wire, 0.2)


def test_reader_that_does_not_read_times_out() -> None:
    """A question larger than the channel's buffer does not block the judge."""
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimedOut):
        Wire(ours).ask({"do": "x" * 10**7}, deadline=time.monotonic() + 0.1)


def test_closed_channel_is_a_death() -> None:
    """An end without an answer is an end."""
    with conversation(lambda _channel, _question: None) as wire, pytest.raises(Died, match="without an answer"):
        ask(wire)
    with conversation(lambda channel, _: channel.sendall(b"\0\0")) as wire, pytest.raises(Died):
        ask(wire)


def test_channel_closed_before_the_question_is_a_death() -> None:
    """Asking the dead says so."""
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, pytest.raises(Died, match="gone"):
        ask(Wire(ours))


def test_watch_may_end_the_wait() -> None:
    """A watcher is called while the answer is awaited, and what it raises gets through."""

    def watch() -> None:
        raise LookupError

    with conversation(silence) as wire, pytest.raises(LookupError):
        wire.ask({"do": "call"}, deadline=time.monotonic() + 5, watch=watch)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_refused(body: bytes) -> None:
    """No body makes the reader fail in another way than `Unserializable`."""
    try:
        parse(body)
    except Unserializable:
        return


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), PLAIN, max_size=5))
def test_frame_is_read_as_it_was_written(message: dict[str, object]) -> None:
    """Both ends speak the same language."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        FramedChannel(ours).send(pack(message))  # type: ignore[arg-type]
        body = FramedChannel(theirs).receive()
        assert body is not None
        assert parse(body) == message


def test_frame_that_breaks_off_is_none_and_one_too_long_is_refused_unread() -> None:
    """At the end of the stream, within a header and within a body alike; the length counts before the body comes."""
    for sent in (b"", HEADER.pack(5)[:2], HEADER.pack(5), HEADER.pack(5) + b"abc"):
        ours, theirs = socket.socketpair()
        with theirs:
            ours.sendall(sent)
            ours.close()
            assert FramedChannel(theirs).receive() is None, sent
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(HEADER.pack(11))
        with pytest.raises(FrameTooLongError, match="a frame of 11 bytes"):
            FramedChannel(theirs, max_body_bytes=10).receive()


def test_frame_goes_through_where_neither_end_blocks() -> None:
    """Each end waits by itself, and is told of every part."""
    ours, theirs = socket.socketpair()
    sizes: list[int] = []

    def wait(one: socket.socket, reads: bool) -> None:
        poller = select.poll()
        poller.register(one, select.POLLIN if reads else select.POLLOUT)
        assert poller.poll(5000), "nothing happened for five seconds"

    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        body = bytes(range(256)) * 8192
        sender = FramedChannel(ours, wait=partial(wait, ours), sent=sizes.append)
        thread = threading.Thread(target=sender.send, args=(body,))
        thread.start()
        assert FramedChannel(theirs, wait=partial(wait, theirs)).receive() == body
        thread.join()
    assert sum(sizes) == HEADER.size + len(body)
    assert len(sizes) > 1
