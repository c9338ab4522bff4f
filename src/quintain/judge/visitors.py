"""Profile ``http``: the suspect is a web app, and the judge visits it by real HTTP over borrowed sockets."""

import json
import select
import socket
import time
from collections.abc import Iterable
from typing import Any, Final, override
from urllib.parse import unquote_plus

import httpcore
import httpx

from quintain.judge.errors import Died, Garbled, JudgeFault, SuspectFault, TimedOut
from quintain.judge.evidence import Words, odd, shorten
from quintain.judge.harness.boxed.values import Plain
from quintain.judge.suspect import SuspectBox
from quintain.judge.wire import PATIENCE_SECONDS, Watch

HOME: Final = "http://lab.test"
MAX_RESPONSE_BYTES: Final = 2**20
SHOWN_CHARACTERS: Final = 1500
FORM: Final = "application/x-www-form-urlencoded"


class Answer(httpx.Response):
    """A response of the suspect. It reads like any response of httpx, and a body that is no JSON is `Garbled`."""

    @override
    def json(self, **options: Any) -> Any:  # Any: as in httpx
        """Read the body as JSON.

        Raises:
            Garbled: the suspect sent something else.

        """
        try:
            return super().json(**options)
        except (ValueError, RecursionError) as error:
            raise Garbled(f"The answer is no JSON: {shorten(self.text, 200)!r}") from error


class Stream(httpcore.NetworkStream):
    """A connected socket whose every wait ends at the deadline of the whole request."""

    def __init__(self, connected: socket.socket, clock: "Clock") -> None:
        self._socket = connected
        self._clock = clock

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._clock.wait_for(self._socket)
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._socket.settimeout(self._clock.left())
        try:
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    @override
    def close(self) -> None:
        self._socket.close()

    @override
    def get_extra_info(self, info: str) -> Any:  # Any: as in httpcore
        if info == "is_readable":
            return _is_readable(self._socket)
        return None


class Clock:
    """The deadline of the request under way, and who else looks on."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.watch: Watch | None = None

    def wait_for(self, connected: socket.socket) -> None:
        """Wait until the other end has spoken.

        Raises:
            TimedOut: it did not before the deadline.

        """
        poller = select.poll()
        poller.register(connected, select.POLLIN)
        while not poller.poll(min(self.left(), PATIENCE_SECONDS) * 1000):
            if self.watch is not None:
                self.watch()

    def left(self) -> float:
        """Give the seconds that are left, never less than one millisecond.

        Raises:
            TimedOut: none are.

        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimedOut("The app did not answer in time.")
        return max(left, 0.001)


class Doors(httpcore.NetworkBackend):
    """Connects sockets that were made inside the box to the box's own 127.0.0.1; it can reach nothing else."""

    def __init__(self, borrowed: list[socket.socket], port: int, clock: Clock) -> None:
        self._borrowed = borrowed
        self._port = port
        self._clock = clock

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if not self._borrowed:
            raise JudgeFault("The box has no sockets left; the lab opens too many connections.")
        door = self._borrowed.pop()
        door.settimeout(self._clock.left())
        try:
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            door.connect(("127.0.0.1", self._port))
        except TimeoutError as error:
            door.close()
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            door.close()
            raise httpcore.ConnectError(str(error)) from error
        return Stream(door, self._clock)


class Transport(httpx.BaseTransport):
    """Carries requests of httpx to the suspect and writes both ways down."""

    def __init__(self, owner: "HttpBox") -> None:
        self._owner = owner

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._owner.carry(request)


class HttpBox(SuspectBox):
    """The suspect as a web app: ``box.http.post("/login", data=…)``.

    ``box.http`` is a visitor with cookies of its own, an `httpx.Client` that follows no redirect unless told to;
    ``box.client()`` makes another visitor.
    """

    _pool: httpcore.ConnectionPool | None = None
    _clock: Clock
    _http: httpx.Client | None = None

    @property
    def http(self) -> httpx.Client:
        """The first visitor."""
        if self._http is None:
            self._http = self.client()
        return self._http

    def client(self) -> httpx.Client:
        """Let another visitor in, without any cookies."""
        headers = {"accept-encoding": "identity", "user-agent": "visitor"}
        return httpx.Client(
            base_url=HOME, transport=Transport(self), headers=headers, trust_env=False, verify=False, timeout=None
        )

    @override
    def load(self) -> None:
        """Import the app and start its server."""
        if self._pool is not None:
            return
        answer = self._ask("serve", target=self._run.target)
        if "raised" in answer:
            raise self._raised(answer["raised"])
        port = answer.get("port")
        if type(port) is not int or not 0 < port < 2**16:
            raise Garbled("The server named no port.")
        self._clock = Clock(self._deadline)
        self._pool = httpcore.ConnectionPool(network_backend=Doors(self._box.borrowed, port, self._clock))

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Take one request to the app and bring its answer back."""
        words, hostile = show_request(request)
        self._log.sent("Sent", words, hostile)
        try:
            self.load()
            answer = self._exchange(request)
        except SuspectFault as error:
            self._log.came_back(error.message)
            raise
        self._answers += 1
        if self.tape is not None:
            self.tape.append(recorded(request, answer))
        self._log.saw(self._events())
        self._log.came_back(show_response(answer))
        return answer

    def _exchange(self, request: httpx.Request) -> Answer:
        assert self._pool is not None  # noqa: S101  load came first
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.read(),
        )
        self._clock.deadline, self._clock.watch = self._deadline, self._watch
        try:
            with self._pool.stream(asked.method, asked.url, headers=asked.headers, content=request.read()) as got:
                body = self._body(got)
        except httpcore.TimeoutException as error:
            raise self._late() from error
        except TimedOut as error:
            raise self._late() from error
        except httpcore.ProtocolError as error:
            raise self._gone(Garbled(f"The answer is no HTTP: {error}")) from error
        except httpcore.NetworkError as error:
            raise self._gone(Died("The app cut the connection.")) from error
        # The body stays as it came: whoever unpacks what the suspect has packed needs limits for that, too.
        headers = [(key, value) for key, value in got.headers if key.lower() != b"content-encoding"]
        return Answer(got.status, headers=headers, content=body, request=request)

    def _body(self, response: httpcore.Response) -> bytes:
        body = bytearray()
        for part in response.iter_stream():
            body += part
            if len(body) > MAX_RESPONSE_BYTES:
                raise Garbled("The answer is longer than one mebibyte.")
        return bytes(body)

    def _events(self) -> Any:  # Any: plain JSON that Log reads with care
        try:
            return self._ask("events").get("events")
        except SuspectFault:
            return None  # the app has answered; what it says of itself is extra


def recorded(request: httpx.Request, answer: httpx.Response) -> tuple[dict[str, Plain], Plain]:
    """Write an exchange as data that can be played back."""
    headers: list[Plain] = [
        [key, value] for key, value in answer.headers.multi_items() if key in {"content-type", "set-cookie", "location"}
    ]
    question: dict[str, Plain] = {
        "do": "visit",
        "method": request.method,
        "path": request.url.raw_path.decode("ascii", "replace"),
        "body": request.read().decode("latin-1"),
    }
    return question, {"status": answer.status_code, "headers": headers, "body": answer.content.decode("latin-1")}


def show_request(request: httpx.Request) -> tuple[Words, list[str]]:
    """Write a request for a reader, decoded, with the values in it that look like an attack marked."""
    path, _, query = request.url.raw_path.decode("ascii", "replace").partition("?")
    body = request.read()
    is_form = request.headers.get("content-type", "").startswith(FORM)
    form = body.decode("ascii", "replace") if is_form else ""
    text = "" if is_form else body.decode(errors="replace")
    hostile = odd([value for _, value in (*_pairs(query), *_pairs(form))] + _strings(body))
    parts: list[tuple[str, bool]] = [(f"{request.method} {_readable(path)}", False)]
    parts += _shown_pairs("?", query, hostile) + _shown_pairs("\n\n", form, hostile)
    if text:
        parts += [("\n\n", False), (shorten(text, SHOWN_CHARACTERS), True)]
    return Words.join(parts), hostile


def show_response(answer: httpx.Response) -> str:
    """Write a response for a reader."""
    lines = [f"{answer.status_code} {answer.reason_phrase}"]
    lines += [f"{key}: {value}" for key, value in answer.headers.items() if key in {"location", "set-cookie"}]
    return "\n".join(lines) + "\n\n" + shorten(answer.text, SHOWN_CHARACTERS)


def _pairs(encoded: str) -> list[tuple[str, str]]:
    pairs = [pair.partition("=") for pair in encoded.split("&") if pair]
    return [(unquote_plus(name) + equals, unquote_plus(value, errors="replace")) for name, equals, value in pairs]


def _shown_pairs(start: str, encoded: str, hostile: list[str]) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for name, value in _pairs(encoded):
        parts += [("&" if parts else start, False), (name, False)]
        parts.append((shorten(value, SHOWN_CHARACTERS), value in hostile))
    return parts


def _strings(body: bytes) -> list[str]:
    """Find the texts in a JSON body that the judge's own side sent."""
    try:
        waiting = [json.loads(body)]
    except ValueError:
        return []
    found: list[str] = []
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += item.values()
    return found


def _readable(path: str) -> str:
    return unquote_plus(path.replace("+", "%2B"), errors="replace")


def _is_readable(connected: socket.socket) -> bool:
    """Whether the other end has spoken, or hung up, between two requests."""
    connected.settimeout(0)
    try:
        connected.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
