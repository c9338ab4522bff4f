"""Two processes hear each other by a Valkey, and each goes on by itself while it is away."""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

import pytest

from quintain.web import live
from quintain.web.shared_layer import SharedLayer
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
    """Run a test in an event loop of its own."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

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

    assert asyncio.run(serve()) == {"seats": [3]}
    valkey.kill()
    live.publish(GROUP, {"seats": [4]})
    asyncio.run_coroutine_threadsafe(command.flush(), live._loop_of_its_own()).result(PATIENCE_SECONDS)
