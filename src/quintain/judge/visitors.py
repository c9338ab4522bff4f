"""Profile ``http``: the suspect is a web app, and the judge visits it by real HTTP over borrowed sockets."""

from functools import partial
from typing import Final, override

import httpx

from quintain.judge.doors import Clock, Doors
from quintain.judge.errors import Died, Garbled, SuspectFault, TimedOut
from quintain.judge.evidence import Log
from quintain.judge.exchanges import Answer, recorded, show_request, show_response
from quintain.judge.harness.boxed.values import Plain
from quintain.judge.suspect import SuspectBox

HOME: Final = "http://lab.test"


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

    _doors: Doors | None = None
    _clock: Clock
    _http: httpx.Client | None = None

    @override
    def close(self) -> None:
        """Hang up."""
        if self._doors is not None:
            self._doors.close()

    @property
    def http(self) -> httpx.Client:
        """The first visitor."""
        if self._http is None:
            self._http = self.client()
        return self._http

    def client(self) -> httpx.Client:
        """Let another visitor in, without any cookies."""
        headers = {"accept-encoding": "identity", "user-agent": "visitor"}
        return httpx.Client(base_url=HOME, transport=Transport(self), headers=headers, trust_env=False)

    @override
    def load(self) -> None:
        """Import the app and start its server."""
        if self._doors is not None:
            return
        answer = self._ask("serve", target=self._run.target)
        if "raised" in answer:
            raise self._raised(answer["raised"])
        port = answer.get("port")
        if type(port) is not int or not 0 < port < 2**16:
            raise Garbled("The server named no port.")
        self._clock = Clock(self._deadline)
        self._doors = Doors(self._box.borrowed, port, self._clock)

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Take one request to the app and bring its answer back."""
        try:
            self.load()
            answer = self._exchange(request)
        except SuspectFault as error:
            self._log.later(partial(write_down, request, error.message, None))
            raise
        self._answers += 1
        if self.tape is not None:
            self.tape.append(recorded(request, answer))
        self._log.later(partial(write_down, request, answer, self._events()))
        return answer

    def _exchange(self, request: httpx.Request) -> Answer:
        assert self._doors is not None  # noqa: S101  load came first
        self._clock.deadline, self._clock.watch = self._deadline, self._watch
        method, target = request.method.encode("ascii"), request.url.raw_path
        try:
            reply = self._doors.exchange(method, target, request.headers.raw, request.read())
        except TimedOut as error:
            raise self._late() from error
        except (Died, Garbled) as error:
            raise self._gone(error) from error
        # The body stays as it came: whoever unpacks what the suspect has packed needs limits for that, too.
        headers = [(key, value) for key, value in reply.headers if key.lower() != b"content-encoding"]
        return Answer(reply.status, headers=headers, content=reply.body, request=request)

    def _events(self) -> Plain:
        try:
            return self._ask("events").get("events")
        except SuspectFault:
            return None  # the app has answered; what it says of itself is extra


def write_down(request: httpx.Request, answer: Answer | str, events: Plain, log: Log) -> None:
    """Tell a reader what was sent, what it set off, and what came back."""
    words, hostile = show_request(request)
    log.sent("Sent", words, hostile)
    log.saw(events)
    log.came_back(answer if isinstance(answer, str) else show_response(answer))
