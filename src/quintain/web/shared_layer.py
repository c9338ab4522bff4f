"""The channel layer that processes share: what one publishes, the sockets of all hear, by Valkey or Redis.

It is ``channels_redis.pubsub``, which does otherwise what it must when the server is away, or was started again:

- A socket opens all the same. Its channel is this process's own, and needs no word with the server.
- What a process publishes reaches its own sockets directly, and those of others by the server.
- Nobody waits for a server that is away. One task tries it every second, subscribes to all groups again, hears itself,
  and only then says that the line is up: a page that reads the database after that misses nothing. It tells the other
  processes as well, which may have been back before, since what it published meanwhile did not reach them.
- The line is down as well if the server takes connections and passes nothing on.

Messages are encrypted with a key of the classroom's, and each for its group: they hold markup that pages show and work
of students, and neither who reads nor who writes in the server is to be believed. Nothing imports this module where one
process serves.
"""

import asyncio
import hmac
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, override
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, RedisSingleShardConnection
from channels_redis.serializers import registry
from channels_redis.utils import _close_redis, _wrap_close
from cryptography.fernet import InvalidToken
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from quintain.web import live

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
"""How often the server is tried while it is away, and asked to pass a word on while it is not."""
PATIENCE_SECONDS: Final = 2.0
CONNECT_SECONDS: Final = 1.0
CAPACITY: Final = 1000
"""Messages that wait for a socket; a verdict has about a hundred. More are dropped, as by the layer in memory."""
MOST_AT_ONCE: Final = 100
"""Messages that are sent by one command: all that came while the one before was on its way, so that a line with a long
way takes as many as a short one."""
EXPIRY_SECONDS: Final = 60
"""After about this time, what somebody has recorded and sends again is refused."""
MARK_LETTERS: Final = 32


class SharedLayer(RedisPubSubChannelLayer):  # type: ignore[misc]  # channels-redis has no types
    """A layer for all event loops of this process."""

    crosses_processes = True

    def __init__(self, *, address: str, key: str) -> None:
        own = hmac.digest(key.encode(), b"quintain.web.shared_layer", "sha256").hex()
        super().__init__()
        self._serializer = registry.get_serializer(
            "msgpack", symmetric_encryption_keys=[own[MARK_LETTERS:]], expiry=EXPIRY_SECONDS
        )
        self._host = {
            "address": address,
            "socket_timeout": PATIENCE_SECONDS,
            "socket_connect_timeout": CONNECT_SECONDS,
            "retry": Retry(NoBackoff(), 0),  # the line is tried again by `Line`, which knows what was missed
            "protocol": 2,
        }
        self._prefix = f"quintain-{own[:16]}-"  # two classrooms may have one server: databases do not part messages

    @override
    def _get_layer(self) -> "LoopLayer":
        loop = asyncio.get_running_loop()
        layer: LoopLayer | None = self._layers.get(loop)
        if layer is None:
            layer = self._layers[loop] = LoopLayer(self, self._host, self._prefix)
            _wrap_close(self, loop)
        return layer

    def begin(self) -> None:
        """Bring the line of the running loop up, or tell that it is down, before a page needs it."""
        self._get_layer().line.begin()

    @override
    def deserialize(self, message: Any) -> Any:  # as upstream has it
        """Return what waits for a socket, which was read when it came."""
        return message

    def seal(self, name: str, message: Mapping[str, Any]) -> bytes:
        """Encrypt a message, together with the name under which it is published."""
        sealed: bytes = self.serialize([name, dict(message)])
        return sealed

    def read(self, name: str, token: bytes) -> Any:
        """Decrypt what came by the server under a name.

        Raises:
            InvalidToken: It is of somebody who does not have the key, old, or was published under another name.

        """
        sealed_for, message = super().deserialize(token)
        if sealed_for != name:
            raise InvalidToken
        return message


class LoopLayer(RedisPubSubLoopLayer):  # type: ignore[misc]  # as above
    """What is open in one event loop: channels of sockets, and the groups that they are in."""

    def __init__(self, layer: SharedLayer, host: Mapping[str, Any], prefix: str) -> None:
        super().__init__(prefix=prefix, channel_layer=layer)
        self.line = Line(dict(host), self)
        self._shards = [self.line]

    @override
    async def new_channel(self, prefix: str = "specific.") -> str:
        """Return the name of a channel; nobody but this process sends to it."""
        self.line.begin()
        channel = f"{self.prefix}{prefix}{uuid4().hex}"
        self.channels[channel] = asyncio.Queue(CAPACITY)
        return channel

    @override
    async def send(self, channel: str, message: Mapping[str, Any]) -> None:
        """Send to a channel of this process."""
        self._put(channel, message)

    @override
    async def group_send(self, group: str, message: Mapping[str, Any]) -> None:
        """Send to the sockets of a group, those of this process first. What cannot be sent to others is dropped."""
        name = self._get_group_channel_name(group)
        self.deliver(name, message)
        await self.line.publish(name, self.channel_layer.seal(name, message))

    def deliver(self, name: str, message: Mapping[str, Any]) -> None:
        """Hand a message to the sockets of this process that are in a group."""
        for channel in self.groups.get(name, ()):
            self._put(channel, message)

    def _put(self, channel: str, message: Mapping[str, Any]) -> None:
        if (queue := self.channels.get(channel)) is not None:
            with suppress(asyncio.QueueFull):
                queue.put_nowait(dict(message))


class Line(RedisSingleShardConnection):  # type: ignore[misc]  # as above
    """The connections of one event loop to the server, and what is to be heard by them."""

    _redis: Any  # upstream has no types: None, or a client
    _pubsub: Any  # as above
    _receive_task: asyncio.Task[None] | None

    def __init__(self, host: dict[str, Any], layer: LoopLayer) -> None:
        super().__init__(host, layer)
        self.is_up = False
        self._mark = uuid4().hex.encode()
        """What this process publishes begins with it; a word to itself is published under this name alone."""
        self._wanted: set[str] = set()
        self._confirmed: dict[str, asyncio.Event] = {}
        """What was just subscribed to."""
        self._keeping: asyncio.Task[None] | None = None
        self._tried, self._wake, self._heard = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._outgoing: list[tuple[str, bytes]] = []
        self._dropped = self._refused = 0
        self._trouble: Exception | None = None

    @property
    def _own_name(self) -> str:
        return f"{self.channel_layer.prefix}{self._mark.decode()}"

    @property
    def _back_name(self) -> str:
        return f"{self.channel_layer.prefix}back"

    def begin(self) -> None:
        """Keep the line up from now on."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    @override
    async def publish(self, channel: str, message: bytes) -> None:
        """Send to other processes, or drop what cannot be sent."""
        self.begin()
        if not self.is_up:
            await self._tried.wait()  # at the first message of a process, for as long as a connection may take
        if not self.is_up:
            self._drop(1)
            return
        self._outgoing.append((channel, self._mark + message))
        async with self._lock:
            sent, self._outgoing = self._outgoing[:MOST_AT_ONCE], self._outgoing[MOST_AT_ONCE:]
            if sent and not await self._send(sent):
                self._drop(len(sent))

    async def _send(self, messages: Sequence[tuple[str, bytes]]) -> bool:
        """Send by one command, and tell whether the server has taken it; the lock is held."""
        if not self.is_up:
            return False
        try:
            async with self._redis.pipeline(transaction=False) as commands:
                for channel, message in messages:
                    commands.publish(channel, message)
                await commands.execute()
        except Exception as error:  # noqa: BLE001  whatever it is, the keeper begins again
            self._lose(error)
            return False
        return True

    def _drop(self, count: int) -> None:
        self._dropped += count
        for _ in range(count):
            live.note_loss()

    @override
    async def subscribe(self, channel: str) -> None:
        """Hear what is published under a name, from now on or once the server is back.

        A page reads the database after this, so it waits for the server's word: what is published after that is heard.
        """
        self.begin()
        self._wanted.add(channel)
        if channel in self._subscribed_to:
            return
        confirmed = self._confirmed.setdefault(channel, asyncio.Event())
        try:
            if await self._change(channel, is_wanted=True):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await confirmed.wait()
        except TimeoutError as error:
            self._lose(error)
        finally:
            self._confirmed.pop(channel, None)

    @override
    async def unsubscribe(self, channel: str) -> None:
        """Hear it no longer."""
        self._wanted.discard(channel)
        self._subscribed_to.discard(channel)
        await self._change(channel, is_wanted=False)

    async def _change(self, channel: str, *, is_wanted: bool) -> bool:
        """Subscribe or unsubscribe, and tell whether the server will answer."""
        async with self._lock:
            if not self.is_up or is_wanted != (channel in self._wanted):
                return False
            try:
                await (self._pubsub.subscribe(channel) if is_wanted else self._pubsub.unsubscribe(channel))
            except Exception as error:  # noqa: BLE001  as above
                self._lose(error)
        return self.is_up

    @override
    async def flush(self) -> None:
        """Let everything go."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])
            self._keeping = None
        self.is_up = False
        self._wanted.clear()
        await self._hang_up()

    def _lose(self, error: Exception) -> None:
        if self.is_up:
            self.is_up, self._trouble = False, error
            self._wake.set()
            for waited_for in (self._heard, *self._confirmed.values()):
                waited_for.set()  # nothing will be heard on this line any more

    async def _keep(self) -> None:
        """Bring the line up, again and again, and tell when it goes and comes."""
        was_up: bool | None = None
        while True:
            rises = not self.is_up
            try:
                if rises:
                    await self._rise()
                await self._hear_itself()
            except Exception as error:  # noqa: BLE001  as above
                self.is_up, self._trouble = False, self._trouble or error
            if self.is_up and rises:
                await self._tell_up(is_first=was_up is None)
            elif not self.is_up and was_up is not False:
                self._tell_down()
            was_up = self.is_up
            self._tried.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()

    async def _tell_up(self, *, is_first: bool) -> None:
        log.info("live messages cross processes; %s were dropped before", self._dropped)
        self._trouble, self._dropped = None, 0
        if is_first:
            live.note_line(is_up=True)
            return
        live.note_line(is_up=True, is_missed=True)  # however short it was
        await self.publish(self._back_name, self.channel_layer.channel_layer.seal(self._back_name, {}))

    def _tell_down(self) -> None:
        is_usual, what = isinstance(self._trouble, RedisError | OSError), self._words_of(self._trouble)
        log.warning("live messages do not cross processes: %s", what, exc_info=None if is_usual else self._trouble)
        self._trouble = None
        live.note_line(is_up=False)

    def _words_of(self, trouble: Exception | None) -> str:
        """Return what the client says of a trouble; never the password, whatever a later version of it says."""
        words, password = str(trouble), unquote(urlsplit(self.host["address"]).password or "")
        return words if words and not (password and password in words) else type(trouble).__name__

    async def _rise(self) -> None:
        """Connect again and subscribe to everything, by one command: once its last name is heard, all are."""
        await self._hang_up()
        async with self._lock:
            self._ensure_redis()
            await self._pubsub.subscribe(*self._wanted, self._back_name, self._own_name)
            self._receive_task = asyncio.create_task(self._do_receiving())
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await self._redis.publish(self._own_name, b""):  # noqa: ASYNC110  only the server knows
                    await asyncio.sleep(0.01)  # it has not come to the other connection yet
            self.is_up = True

    async def _hear_itself(self) -> None:
        """Wait for a word of its own to come back.

        Raises:
            TimeoutError: The server takes it, or not even that, and passes nothing on.

        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            self._heard.clear()
            async with self._lock:
                await self._redis.publish(self._own_name, b"")
            await self._heard.wait()

    async def _hang_up(self) -> None:
        async with self._lock:
            task, self._receive_task = self._receive_task, None
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
            self._subscribed_to.clear()
            redis, pubsub, self._redis, self._pubsub = self._redis, self._pubsub, None, None
            with suppress(Exception):  # they may be broken
                if pubsub is not None:
                    await pubsub.aclose()
            with suppress(Exception):  # as above
                if redis is not None:
                    await _close_redis(redis)

    @override
    async def _do_receiving(self) -> None:
        try:
            while True:
                self._receive_message(await self._pubsub.get_message(timeout=None))
        except Exception as error:  # noqa: BLE001  as above
            self._lose(error)

    def _note_subscribed(self, name: str, *, is_begun: bool) -> None:
        if not is_begun:
            self._subscribed_to.discard(name)
        elif name in self._wanted:
            self._subscribed_to.add(name)
        if is_begun and name in self._confirmed:
            self._confirmed[name].set()

    @override
    def _receive_message(self, message: Mapping[str, Any] | None) -> None:
        if message is None:
            return
        name, data = message["channel"].decode(), message["data"]
        if message["type"] != "message":
            self._note_subscribed(name, is_begun=message["type"] == "subscribe")
        elif name == self._own_name:
            self._heard.set()
        elif not data.startswith(self._mark):
            try:
                read = self.channel_layer.channel_layer.read(name, data[MARK_LETTERS:])
            except (InvalidToken, ValueError):
                self._refused += 1
                if self._refused.bit_count() == 1:  # the first, second, fourth… so that they do not fill the log
                    log.warning("%s live messages were not of this classroom, or of another minute", self._refused)
            else:
                if name == self._back_name:
                    live.note_missed()
                self.channel_layer.deliver(name, read)
