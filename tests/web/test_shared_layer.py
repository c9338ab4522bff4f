"""Two processes hear each other by a Valkey, and each goes on by itself while it is away."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Any

import pytest

from quintain.web import live
from quintain.web.shared_layer import SharedLayer
from tests.aside import run_aside
from tests.valkey import MISSING, Valkey, find_program, private_valkey

pytestmark = pytest.mark.skipif(find_program() is None, reason=MISSING)
KEY = secrets.token_urlsafe(48)
PATIENCE_SECONDS = 30.0
GROUP = "class-1"


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """Start a Valkey."""
    with private_valkey() as started:
        yield started


@pytest.fixture(autouse=True)
def _line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what a test does to the line to no other test."""
    monkeypatch.setattr(live, "_line", {"is_up": True})
    monkeypatch.setattr(live, "_line_watchers", [])


def in_loop[**P](test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test in an event loop of its own, in a thread of its own: a browser's test may have left one in this."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        run_aside(test(*args, **kwargs))

    return run


@asynccontextmanager
async def processes(*layers: SharedLayer) -> AsyncIterator[None]:
    """Let go of everything at the end, as a loop does that closes."""
    try:
        yield
    finally:
        for layer in layers:
            await layer.flush()


async def heard(layer: SharedLayer, channel: str) -> Any:
    """Wait for the next message."""
    return (await asyncio.wait_for(layer.receive(channel), PATIENCE_SECONDS))["text"]


def say(text: str) -> dict[str, str]:
    """Make a message."""
    return {"type": "live.message", "text": text}


async def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_so():  # noqa: ASYNC110  there is no event for all that is waited for
            await asyncio.sleep(0.01)


def line_of(layer: SharedLayer) -> Any:
    """Return the line of this loop."""
    return layer.line


async def opened(layer: SharedLayer) -> str:
    """Open a socket that is in the group."""
    channel: str = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    return channel


@in_loop
async def test_a_message_reaches_the_sockets_of_all_processes_once(valkey: Valkey) -> None:
    """Those of the process that publishes as well; other groups and channels hear nothing."""
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    async with processes(here, there):
        own, others = await opened(here), await opened(there)
        outside = await there.new_channel()
        await there.group_add("class-2", outside)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        await here.group_send(GROUP, say("one"))
        assert [await heard(here, own), await heard(there, others)] == ["one", "one"]
        await there.group_send(GROUP, say("two"))
        assert [await heard(here, own), await heard(there, others)] == ["two", "two"]
        await there.group_send("class-2", say("three"))
        assert await heard(there, outside) == "three"
        await there.group_discard(GROUP, others)
        await here.group_send(GROUP, say("four"))
        await here.group_send("class-2", say("five"))
        assert await heard(there, outside) == "five"
        assert there.channels[others].empty()


@in_loop
async def test_what_is_published_after_a_socket_is_in_a_group_reaches_it(valkey: Valkey) -> None:
    """At once: its page reads the database next, and nothing falls between the two."""
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    async with processes(here, there):
        await opened(here)
        await opened(there)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        for number in range(100):
            channel = await here.new_channel()
            await here.group_add(f"lab-{number}", channel)
            await there.group_send(f"lab-{number}", say(str(number)))
            assert await heard(here, channel) == str(number)
            await here.group_discard(f"lab-{number}", channel)


@in_loop
async def test_one_who_has_another_key_hears_nothing_and_is_not_heard(
    valkey: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even if they know the names: what reaches a page is of this classroom."""
    here, other = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key="x" * 40)
    other._prefix = here._prefix
    async with processes(here, other):
        own, theirs = await opened(here), await opened(other)
        await until(lambda: line_of(here).is_up and line_of(other).is_up)
        await other.group_send(GROUP, say("<script>"))
        await line_of(other)._redis.publish(f"{here._prefix}__group__{GROUP}", b"x" * 100)
        await line_of(other)._redis.publish(f"{here._prefix}__group__{GROUP}", b"")
        await until(lambda: line_of(here)._refused == 3)
        await here.group_send(GROUP, say("genuine"))
        assert await heard(here, own) == "genuine"
        assert await heard(other, theirs) == "<script>"
        await until(lambda: line_of(other)._refused == 3)
    assert "not of this classroom" in caplog.text


@in_loop
async def test_who_reads_in_the_server_sends_nothing_to_other_pages(valkey: Valkey) -> None:
    """What was recorded reaches nobody under the name of another group, nor under its own after a minute."""
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    async with processes(here, there):
        own, others = await opened(here), await opened(there)
        await there.group_add("class-2", others)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        (to_one, to_two) = (f"{here._prefix}__group__class-{number}" for number in (1, 2))
        recorded = b"x" * 32 + here.seal(to_one, say("for one"))
        now = time.time()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(time, "time", lambda: now - 80)
            old = b"x" * 32 + here.seal(to_one, say("old"))
        sender = line_of(here)._redis
        for name, message in ((to_two, recorded), (to_one, old), (f"{here._prefix}back", recorded)):
            await sender.publish(name, message)
        await until(lambda: line_of(there)._refused == 3)
        await sender.publish(to_one, recorded)
        assert [await heard(here, own), await heard(there, others)] == ["for one", "for one"]
        assert there.channels[others].empty()


def test_two_classrooms_share_a_server() -> None:
    """Groups of the same name have other names there."""
    assert SharedLayer(address="", key=KEY)._prefix != SharedLayer(address="", key="x" * 40)._prefix


@in_loop
async def test_everything_goes_on_without_the_server_and_comes_back(
    valkey: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    """Sockets open, hear their own process, and hear the others again without being opened anew."""
    caplog.set_level(logging.INFO)
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    told: list[bool] = []

    async def note() -> None:
        told.append(live.is_away())

    async with processes(here, there):
        before = await opened(here)
        await opened(there)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        live.watch_line(note)
        for again in (1, 2):
            valkey.kill()
            await until(lambda: not line_of(here).is_up and not line_of(there).is_up and told[-1:] == [True])
            late = await opened(here)
            await here.group_send(GROUP, say("here"))
            await there.group_send(GROUP, say("lost"))
            assert [await heard(here, before), await heard(here, late)] == ["here", "here"]
            valkey.start()
            await until(lambda: line_of(here).is_up and line_of(there).is_up and told[-1:] == [False])
            await there.group_send(GROUP, say(f"back {again}"))
            assert [await heard(here, before), await heard(here, late)] == [f"back {again}"] * 2
            await here.group_discard(GROUP, late)
    assert told[:2] == [True, False]
    assert caplog.text.count("do not cross") <= 4
    assert "Traceback" not in caplog.text
    assert valkey.password not in caplog.text


@in_loop
async def test_one_that_comes_back_tells_the_others(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it published meanwhile they have missed, and cannot know."""
    monkeypatch.setattr(live, "note_line", lambda **_: None)  # what each notes of itself: both have one list here
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    told: list[bool] = []

    async def note() -> None:
        told.append(live.is_away())

    async with processes(here, there):
        await opened(here)
        await opened(there)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        live.watch_line(note)
        line_of(there)._lose(ConnectionError("cut"))
        await until(lambda: told)
    assert told == [False]


@pytest.mark.whole
@in_loop
async def test_a_server_that_takes_everything_and_passes_nothing_on_is_away(valkey: Valkey) -> None:
    """As one behind a network that was cut: nobody waits for it."""
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    async with processes(here, there):
        own = await opened(here)
        await opened(there)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        valkey.freeze()
        await until(lambda: not line_of(here).is_up)
        for number in range(100):
            await here.group_send(GROUP, say(str(number)))
        assert [await heard(here, own) for _ in range(100)] == list(map(str, range(100)))
        valkey.thaw()
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        await there.group_send(GROUP, say("back"))
        assert await heard(here, own) == "back"


@in_loop
async def test_what_is_on_its_way_when_the_server_falls_silent_is_dropped_at_once(valkey: Valkey) -> None:
    """However much it is: nothing waits for its own turn to find out. Who watches is told of each."""
    layer, lost = SharedLayer(address=valkey.address, key=KEY), list[object]()

    def note(**told: object) -> None:
        lost.append(told)

    live.message_lost.connect(note)
    async with processes(layer):
        await opened(layer)
        await until(lambda: line_of(layer).is_up)
        valkey.freeze()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(layer.group_send(f"class-{number}", say("x" * 10_000)) for number in range(300)))
        assert not line_of(layer).is_up
        assert len(lost) == line_of(layer)._dropped > 0
        valkey.thaw()
        await until(lambda: line_of(layer).is_up)


@asynccontextmanager
async def slow_way(valkey: Valkey, seconds: float) -> AsyncIterator[str]:
    """Yield an address of the server, to which everything takes so long, and back."""
    path, pumps, writers = valkey.folder / "slow", set[asyncio.Task[None]](), list[asyncio.StreamWriter]()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(1 << 20):
            loop.call_later(seconds, writer.write, data)
        loop.call_later(seconds, writer.close)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(valkey.folder / "socket")
        writers.extend((writer, server_writer))
        pumps.update(map(asyncio.create_task, (pump(reader, server_writer), pump(server_reader, writer))))

    async with await asyncio.start_unix_server(take, path):
        yield valkey.address.replace(str(valkey.folder / "socket"), str(path))
        for each in pumps:
            each.cancel()
        await asyncio.wait(pumps)
        for writer in writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


@in_loop
async def test_a_long_way_to_the_server_loses_nothing(valkey: Valkey) -> None:
    """What comes while a command is on its way is sent together by the next one, in order."""
    async with slow_way(valkey, 0.05) as address:
        here, there = SharedLayer(address=address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
        async with processes(here, there):
            own = await opened(there)
            await opened(here)
            await until(lambda: line_of(here).is_up and line_of(there).is_up)
            await asyncio.gather(*(here.group_send(GROUP, say(str(number))) for number in range(500)))
            assert [await heard(there, own) for _ in range(500)] == list(map(str, range(500)))
            assert (line_of(here).is_up, line_of(here)._dropped) == (True, 0)


@in_loop
async def test_a_server_whose_memory_is_full_passes_messages_on(valkey: Valkey) -> None:
    """They take none there, and nothing is kept."""
    valkey.kill()
    valkey.options = "maxmemory 1\nmaxmemory-policy noeviction\n"
    valkey.start()
    here, there = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    async with processes(here, there):
        own = await opened(there)
        await opened(here)
        await until(lambda: line_of(here).is_up and line_of(there).is_up)
        await here.group_send(GROUP, say("full"))
        assert await heard(there, own) == "full"


@in_loop
async def test_a_server_with_another_password_is_away(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    """The log names what is wrong, and no password."""
    layer = SharedLayer(address=valkey.address.replace(valkey.password, "wrong-password"), key=KEY)
    async with processes(layer):
        own = await opened(layer)
        await layer.group_send(GROUP, say("here"))
        assert await heard(layer, own) == "here"
    assert "invalid username-password pair" in caplog.text
    assert "wrong-password" not in caplog.text


@in_loop
async def test_a_server_that_starts_tells_at_once_that_others_are_not_heard(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anybody opens a page: the operator who mistyped the address still reads the log then."""
    valkey.kill()
    layer, loop = SharedLayer(address=valkey.address, key=KEY), asyncio.get_running_loop()
    monkeypatch.setattr(live, "get_channel_layer", lambda: layer)
    async with processes(layer):
        live.attach(loop)
        try:
            await until(live.is_away)
            valkey.start()
            await until(lambda: not live.is_away())
        finally:
            live.detach(loop)


@in_loop
async def test_a_socket_that_takes_nothing_keeps_so_many_messages_and_no_more(valkey: Valkey) -> None:
    """What comes after them is dropped, as by the layer in memory."""
    layer = SharedLayer(address=valkey.address, key=KEY)
    async with processes(layer):
        own = await opened(layer)
        for number in range(1010):
            await layer.group_send(GROUP, say(str(number)))
        assert layer.channels[own].qsize() == 1000


def test_a_process_without_sockets_publishes_with_a_loop_of_its_own(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that ends at once: what it published was sent before."""
    command, server = SharedLayer(address=valkey.address, key=KEY), SharedLayer(address=valkey.address, key=KEY)
    monkeypatch.setattr(live, "get_channel_layer", lambda: command)

    async def serve() -> Any:
        async with processes(server):
            own = await opened(server)
            await until(lambda: line_of(server).is_up)
            await asyncio.to_thread(live.publish, GROUP, {"seats": [3]})
            return json.loads(await heard(server, own))

    assert run_aside(serve()) == {"seats": [3]}
    valkey.kill()
    live.publish(GROUP, {"seats": [4]})
    asyncio.run_coroutine_threadsafe(command.flush(), live._loop_of_its_own()).result(PATIENCE_SECONDS)
