"""Profile ``http``: the suspect is a web app, and the judge sends it real HTTP over borrowed sockets."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import RLock
from typing import Final, override

import httpx

from quintain.judge.errors import Died, Garbled, SuspectFault, TimedOut
from quintain.judge.harness.inside.values import Plain
from quintain.judge.pages.browsers import Browser
from quintain.judge.profiles.http_connections import ConnectionPool, Deadline, Reply
from quintain.judge.profiles.http_exchanges import Answer, recorded, said_in, show_request, show_response
from quintain.judge.profiles.http_user_agents import UserAgent, draw_user_agent
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import AppStandIns
from quintain.judge.suspect.box import BoxHandle, SuspectBox
from quintain.judge.suspect.evidence import Log, raised_in
from quintain.judge.suspect.files import BoxFiles
from quintain.judge.suspect.oracles import ASIDES, texts_of
from quintain.judge.suspect.unpacking import NotPacked, unpacked
from quintain.packs.model.lab import Run
from quintain.sandbox import Recording

SOCKETS: Final = 64
MOST_CODINGS: Final = 3
HOME: Final = "https://lab.test"  # as behind a proxy that speaks TLS: what goes over the sockets is plain HTTP


class Transport(httpx.BaseTransport):
    """Carries requests of httpx to the suspect and writes both ways down."""

    def __init__(self, owner: "HttpBox", user_agent: UserAgent) -> None:
        self._owner, self._user_agent = owner, user_agent
        self._client = owner.tripwire.receiver("a client")

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers = self._user_agent.arrange(request.headers)
        self._client.sent(said_in(request))
        answer = self._owner.carry(request)
        self._client.got(texts_of(answer), f"the answer to {request.method} {request.url.path}")
        return answer


class HttpBox(SuspectBox):
    """The suspect as a web app: ``box.http.post("/login", data=…)``.

    ``box.http`` is a client with cookies of its own, an `httpx.Client` that follows no redirect unless told to;
    ``box.client()`` makes another client, ``box.browser()`` one with a browser.
    """

    _turn: RLock
    _connections: ConnectionPool | None = None
    _request_deadline: Deadline
    _http: httpx.Client | None = None

    def __init__(self, box: BoxHandle, run: Run, box_files: BoxFiles, log: Log, wall_seconds: float) -> None:
        self._turn = RLock()
        super().__init__(box, run, box_files, log, wall_seconds)

    @override
    def begin(self, log: Log) -> None:
        """Begin another check, with a client without cookies."""
        super().begin(log)
        self._http = None

    @override
    def close(self) -> None:
        """Hang up."""
        super().close()
        if self._connections is not None:
            self._connections.close()

    @property
    def http(self) -> httpx.Client:
        """The first client."""
        if self._http is None:
            self._http = self.client()
        return self._http

    def client(self) -> httpx.Client:
        """Let another client in, without any cookies; its headers are drawn."""
        return self._let_in(draw_user_agent(self.client_rng))

    def browser(self) -> Browser:
        """Open another browser, without any cookies, which sends forms as people do and as other sites want."""
        return Browser(self._let_in(draw_user_agent(self.client_rng, is_browser=True)))

    def _let_in(self, user_agent: UserAgent) -> httpx.Client:
        client = httpx.Client(base_url=HOME, transport=Transport(self, user_agent), trust_env=False)
        client.headers = httpx.Headers(user_agent.headers)
        for name in client.headers.keys() - {name.lower() for name in user_agent.headers}:
            del client.headers[name]  # what httpx would send by itself
        return client

    @override
    def load(self) -> None:
        """Import the app and start its server."""
        if self._connections is not None:
            return
        port = self.serve(scheme="https")
        self._request_deadline = Deadline(self._deadline)
        self._connections = ConnectionPool(self._box.borrowed, port, self._request_deadline, self.traffic)

    def serve(self, *, prints_at_once: bool = False, scheme: str = "") -> int:
        """Import the app, start its server and give the port.

        Args:
            prints_at_once: whether each line is written as soon as it is printed, for a reader.
            scheme: "https" if the app is to believe that its clients use TLS; else it sees what is so.

        """
        answer = self._ask("serve", target=self._run.target, prints_at_once=prints_at_once, scheme=scheme)
        if "raised" in answer:
            raise self._raised(answer["raised"])
        port = answer.get("port")
        if type(port) is not int or not 0 < port < 2**16:
            raise Garbled("The server named no port.")
        return port

    def at_once(self, *visits: Callable[[], httpx.Response]) -> list[httpx.Response]:
        """Let several clients act at the same time, and give their answers in the order of the arguments.

        Each visit is a function without arguments that sends one request: ``lambda: anna.post("/code", data=code)``.
        All are under way before the first answer is read; what happens between them is the app's.

        Raises:
            SuspectFault: what the first visit that failed would have raised alone.

        """
        with ThreadPoolExecutor(len(visits), "client") as threads:
            works = [threads.submit(visit) for visit in visits]
        return [work.result() for work in works]

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Take one request to the app and bring its answer back; from several threads if clients come at once."""
        try:
            with self._turn:
                self.load()
            answer = self._exchange(request)
        except SuspectFault as error:
            with self._turn:
                self._log.later(partial(write_down, request, error.message, None))
            raise
        with self._turn:
            self._answers += 1
            self.asked = answer.asked
            if self.recording is not None:
                self.recording.append(recorded(request, answer))
            events = self._events()
            self.raised = raised_in(events)
            self._log.later(partial(write_down, request, answer, events))
        return answer

    def _exchange(self, request: httpx.Request) -> Answer:
        assert self._connections is not None  # noqa: S101  load came first
        self._request_deadline.at, self._request_deadline.watch = self._deadline, self._watch
        method, target = request.method.encode("ascii"), request.url.raw_path
        try:
            reply = self._connections.exchange(method, target, request.headers.raw, request.read())
        except TimedOut as error:
            raise self._late(error) from error
        except (Died, Garbled) as error:
            raise self._gone(error) from error
        # httpx would unpack without a limit, so it does not learn that there was anything to unpack.
        headers = [(key, value) for key, value in reply.headers if key.lower() != b"content-encoding"]
        extensions = {"reason_phrase": reply.reason, ASIDES: reply.asides}
        return Answer(reply.status, headers=headers, content=body_of(reply), request=request, extensions=extensions)

    def _events(self) -> Plain:
        try:
            return self._ask("events").get("events")
        except SuspectFault:
            return None  # the app has answered; what it says of itself is extra


def body_of(reply: Reply) -> bytes:
    """Give the body as a client reads it: unpacked.

    Raises:
        Garbled: it is in a coding that the judge does not read, not in the one that it says, or too long.

    """
    codings = [
        coding.strip().decode("ascii", "replace").lower()
        for name, value in reply.headers
        if name.lower() == b"content-encoding"
        for coding in value.split(b",")
    ]
    body = reply.body
    try:
        for coding in reversed(codings[-MOST_CODINGS:]) if body else ():
            body = unpacked(body, coding)
    except NotPacked as error:
        raise Garbled(
            f"The answer has the Content-Encoding {', '.join(codings)}, and cannot be read: {error}."
        ) from error
    if len(codings) > MOST_CODINGS:
        raise Garbled(f"The answer is packed {len(codings)} times.")
    return body


def write_down(request: httpx.Request, answer: Answer | str, events: Plain, log: Log) -> None:
    """Tell a reader what was sent, what it set off, and what came back."""
    words, hostile = show_request(request)
    log.sent("Sent", words, hostile)
    log.saw(events)
    log.came_back(answer if isinstance(answer, str) else show_response(answer))


SPEC: Final = ProfileSpec(HttpBox, AppStandIns(), sockets=SOCKETS, recording=Recording.PROGRAMS)
