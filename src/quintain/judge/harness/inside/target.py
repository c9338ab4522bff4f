"""What an exploit imports as ``target``: the original program, which runs in a box of its own, by way of the judge.

from target import http          # profile http
from target import call          # profiles function and native: call("contacts:clean", "a" * 50)
from target import run, read     # profile command: run("pack.py", "out.tar", "a.txt"); read("out.tar")
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, cast
from urllib.parse import urlencode

from .frames import FramedChannel, pack, parse
from .values import Plain, Thrown, decode, encode


class TargetError(Exception):
    """The target did not answer as a program that works would; the message says what happened."""

    __module__ = "target"


class Raised(TargetError):  # noqa: N818  as authors know it
    """The target's function raised an exception: ``names`` from its class upwards, ``text`` its message."""

    __module__ = "target"

    def __init__(self, thrown: Thrown) -> None:
        super().__init__(f"{thrown.names[0]}: {thrown.text}")
        self.names, self.text = thrown.names, thrown.text


@dataclass(frozen=True)
class Answer:
    """An answer of a web app."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:  # Any: JSON
        """Read the body as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Ran:
    """How a run ended: exit status, standard output, standard error."""

    code: int
    out: bytes
    err: bytes


class Line:
    """The way to the judge: one question, one answer."""

    def __init__(self, channel: FramedChannel) -> None:
        self._channel = channel

    def ask(self, do: str, **fields: Plain) -> dict[str, Plain]:
        """Ask the judge to do something to the target.

        Raises:
            TargetError: it could not be done, or the target did not answer.

        """
        self._channel.send(pack({"do": do, **fields}))
        body = self._channel.receive()
        if body is None:
            raise SystemExit("The run was stopped.")
        answer = parse(body)
        if "fault" in answer:
            raise TargetError(str(answer["fault"]))
        return answer


class Client:
    """Somebody with a browser: keeps cookies, follows no redirect."""

    def __init__(self, line: Line, number: int = 0) -> None:
        self._line, self._number = line, number

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | Iterable[tuple[str, object]] | None = None,
        data: Mapping[str, object] | Iterable[tuple[str, object]] | bytes | str | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request; ``data`` is a form, or a body as it is."""
        if params is not None:
            path += ("&" if "?" in path else "?") + urlencode(_pairs(params), doseq=True)
        body, kind = _body(data, json)
        sent = {**({"content-type": kind} if kind else {}), **{k.lower(): v for k, v in (headers or {}).items()}}
        answer = self._line.ask(
            "http",
            client=self._number,
            method=method,
            path=path,
            headers=[[key, value] for key, value in sent.items()],
            body=base64.b64encode(body).decode(),
        )
        got = {str(key): str(value) for key, value in cast("list[list[Plain]]", answer["headers"])}
        return Answer(int(str(answer["status"])), got, base64.b64decode(str(answer["body"])))

    def get(self, path: str, **options: Any) -> Answer:  # Any: as for request
        """GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Answer:  # Any: as for request
        """POST."""
        return self.request("POST", path, **options)


def _pairs(values: Mapping[str, object] | Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    return list(cast("Mapping[str, object]", values).items()) if isinstance(values, Mapping) else list(values)


def _body(
    data: Mapping[str, object] | Iterable[tuple[str, object]] | bytes | str | None, value: object
) -> tuple[bytes, str]:
    if value is not None:
        return json.dumps(value).encode(), "application/json"
    if data is None:
        return b"", ""
    if isinstance(data, bytes):
        return data, ""
    if isinstance(data, str):
        return data.encode(), ""
    return urlencode(_pairs(data), doseq=True).encode(), "application/x-www-form-urlencoded"


def _value(answer: Mapping[str, Plain]) -> object:
    """Return what a function of the target has returned.

    Raises:
        Raised: it raised an exception, be it called directly or by a function of the lab's scene.

    """
    if "raised" in answer:
        raise Raised(cast("Thrown", decode(answer["raised"])))
    return decode(answer["returned"])


def module(line: Line) -> ModuleType:
    """Build the module ``target``."""
    numbers = iter(range(1, 1_000_000))

    def client() -> Client:
        """Make another client, without any cookies."""
        return Client(line, next(numbers))

    def call(target: str, *args: object, **keywords: object) -> object:
        """Call ``module:function`` of the target and return a copy of its value."""
        answer = line.ask("call", target=target, args=encode(list(args)), keywords=encode(keywords))
        return _value(answer)

    def run(*argv: str, stdin: bytes | str = b"") -> Ran:
        """Run the target's program with arguments, and wait for its end."""
        text = stdin.encode() if isinstance(stdin, str) else stdin
        answer = line.ask("run", argv=[*argv], stdin=base64.b64encode(text).decode())
        out, err = (base64.b64decode(str(answer[name])) for name in ("out", "err"))
        return Ran(int(str(answer["code"])), out, err)

    def read(path: str) -> bytes | None:
        """Read a file that the target's user could read; None if there is none."""
        content = line.ask("read", path=path)["content"]
        return None if content is None else base64.b64decode(str(content))

    def act(name: str) -> Any:  # Any: functions of the lab's own scene
        """Find what the lab lets an exploit do beside all this."""
        if name.startswith("_"):
            raise AttributeError(name)

        def do(*args: object, **keywords: object) -> object:
            packed = {"args": encode(list(args)), "keywords": encode(keywords)}
            return _value(line.ask("act", name=name, **packed))

        return do

    built = ModuleType("target", __doc__)
    built.__dict__.update(
        Answer=Answer, Raised=Raised, Ran=Ran, TargetError=TargetError, call=call, client=client,
        http=Client(line), read=read, run=run, __getattr__=act,
    )  # fmt: skip
    return built
