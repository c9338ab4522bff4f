"""Stands between a learner's exploit and the shipped program: carries what the exploit asks, and writes it down."""

import ast
import base64
import select
import socket
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final, cast

import httpx

from quintain.judge.canaries import Canaries
from quintain.judge.check_runner import CheckContext, CheckResult
from quintain.judge.errors import Died, Garbled, LabBroken, Raised, SuspectFault, TimedOut
from quintain.judge.functions import FunctionBox
from quintain.judge.harness.boxed.frames import HEADER, pack, parse
from quintain.judge.harness.boxed.values import Plain, Unspeakable, decode, encode
from quintain.judge.loading import Script, load
from quintain.judge.programs import CommandBox
from quintain.judge.protocol import GradingContext
from quintain.judge.verdict import Outcome
from quintain.judge.visitors import HttpBox
from quintain.packs.model import OUTAGE, Lab

MOST_QUESTIONS: Final = 400
MOST_VISITORS: Final = 32
MAX_QUESTION_BYTES: Final = 2**21
LONGEST_PATH: Final = 2**16
CHUNK_BYTES: Final = 2**16

type Question = dict[str, Plain]
type Reply = dict[str, Plain]


class Accomplice:
    """Serves one exploit until it ends, asks too much, or the target's time is over."""

    def __init__(self, channel: socket.socket, context: CheckContext, grading: GradingContext) -> None:
        """Prepare to serve the exploit at the other end of ``channel``.

        Raises:
            LabBroken: the lab's scene cannot be set.

        """
        channel.setblocking(False)
        self._channel, self._context, self._lab = channel, context, grading.lab
        self._planted = context.box.planted_paths
        self._acts = {} if grading.scene is None else set_scene(grading.scene, context)
        self._deadline = time.monotonic() + grading.wall_seconds
        self._visitors: dict[int, httpx.Client] = {}
        self._parts: Mapping[str, Callable[[Question], Reply]] = {
            "http": self._http, "call": self._call, "run": self._run, "read": self._read, "act": self._act,
        }  # fmt: skip
        self.outage = ""
        self.silence = ""

    def serve(self, source: bytes) -> str:
        """Send the exploit into its box and do what it asks; return why it was cut short, or nothing."""
        self._send({"source": base64.b64encode(source).decode()})
        for _ in range(MOST_QUESTIONS):
            try:
                question = self._next()
            except (Unspeakable, Garbled):
                return "The exploit does not speak to the target as the module target does."
            except TimedOut:
                return "The run was stopped: its time is over."
            if question is None:
                return ""
            self._send(self._answer(question))
        return f"The run was stopped: it asked the target more than {MOST_QUESTIONS} times."

    def _answer(self, question: Question) -> Reply:
        part = self._parts.get(str(question.get("do")))
        try:
            return {"fault": "The judge cannot do this."} if part is None else part(question)
        except SuspectFault as error:
            return self._fault(error)
        except (Unspeakable, ValueError, TypeError, KeyError, RecursionError) as error:
            return {"fault": f"The judge cannot send this: {error}"}

    def _fault(self, error: SuspectFault) -> Reply:
        if isinstance(error, (TimedOut, Died)):
            self.outage = self.outage or error.message
        if isinstance(error, Raised) and isinstance(self._context.box, FunctionBox):
            return {"raised": encode_thrown(error)}
        self.silence = self.silence or error.message
        return {"fault": error.message}

    def _http(self, question: Question) -> Reply:
        if not isinstance(self._context.box, HttpBox):
            return {"fault": "This lab is no web app."}
        number, path = question["visitor"], question["path"]
        if type(number) is not int or not isinstance(path, str) or len(path) > LONGEST_PATH:
            raise ValueError("the path is too long, or no text")
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError("a path starts with one slash")
        headers = [(str(key), str(value)) for key, value in cast("list[list[Plain]]", question["headers"])]
        answer = self._visitor(self._context.box, number).request(
            str(question["method"]), path, headers=headers, content=base64.b64decode(str(question["body"]))
        )
        got: list[Plain] = [[key, value] for key, value in answer.headers.multi_items()]
        return {"status": answer.status_code, "headers": got, "body": base64.b64encode(answer.content).decode()}

    def _visitor(self, box: HttpBox, number: int) -> httpx.Client:
        if number not in self._visitors:
            if len(self._visitors) >= MOST_VISITORS:
                raise ValueError(f"more than {MOST_VISITORS} visitors")
            self._visitors[number] = box.client() if number else box.http
        return self._visitors[number]

    def _call(self, question: Question) -> Reply:
        if not isinstance(self._context.box, FunctionBox):
            return {"fault": "This lab has no functions to call."}
        if str(question["target"]) not in offered(self._lab):
            raise ValueError(f"only {', '.join(sorted(offered(self._lab)))} can be called from outside")
        args = cast("list[object]", decode(question["args"]))
        keywords = cast("dict[str, object]", decode(question["keywords"]))
        return {"returned": encode(self._context.box.call(str(question["target"]), *args, **keywords))}

    def _run(self, question: Question) -> Reply:
        if not isinstance(self._context.box, CommandBox):
            return {"fault": "This lab is no program to run."}
        argv = [str(word) for word in cast("list[Plain]", question["argv"])]
        env = {str(key): str(value) for key, value in cast("dict[str, Plain]", question["env"]).items()}
        ran = self._context.box.run(*argv, stdin=base64.b64decode(str(question["stdin"])), env=env)
        out, err = (base64.b64encode(text).decode() for text in (ran.out, ran.err))
        return {"code": ran.code, "out": out, "err": err}

    def _read(self, question: Question) -> Reply:
        path = str(question["path"])
        if not isinstance(self._context.box, CommandBox):
            return {"fault": "Only what a program has written can be read."}
        if PurePosixPath(path).is_absolute() or ".." in path.split("/") or str(PurePosixPath(path)) in self._planted:
            return {"fault": f"{path} was not written by the program for you; you may read what it makes."}
        content = self._context.box.read(path)
        return {"content": None if content is None else base64.b64encode(content).decode()}

    def _act(self, question: Question) -> Reply:
        act = self._acts.get(str(question["name"]))
        if act is None:
            return {"fault": f"The target has no {question['name']}; it has {', '.join(sorted(self._acts)) or 'none'}."}
        args = cast("list[object]", decode(question["args"]))
        keywords = cast("dict[str, object]", decode(question["keywords"]))
        try:
            return {"returned": encode(act(*args, **keywords))}
        except SuspectFault:
            raise
        except Exception as error:  # noqa: BLE001  the exploit has chosen what it was called with
            return {"fault": f"{question['name']} refuses: {type(error).__name__}: {error}"}

    def _next(self) -> Question | None:
        header = self._take(HEADER.size)
        if header is None:
            return None
        (length,) = HEADER.unpack(header)
        if length > MAX_QUESTION_BYTES:
            raise Garbled("too long")
        body = self._take(length)
        return None if body is None else parse(body)

    def _take(self, size: int) -> bytes | None:
        """Take bytes; None once the exploit has ended."""
        taken = bytearray()
        try:
            while len(taken) < size:
                self._wait(select.POLLIN)
                part = self._channel.recv(min(CHUNK_BYTES, size - len(taken)))
                if not part:
                    return None
                taken += part
        except ConnectionError:
            return None
        return bytes(taken)

    def _send(self, message: Reply) -> None:
        try:
            view = memoryview(pack(message))
        except ValueError:
            view = memoryview(pack({"fault": "The answer cannot be carried."}))
        try:
            while view:
                self._wait(select.POLLOUT)
                view = view[self._channel.send(view) :]
        except (ConnectionError, TimedOut):
            return  # the next question tells

    def _wait(self, event: int) -> None:
        poller = select.poll()
        poller.register(self._channel, event)
        if not poller.poll(max(0.0, self._deadline - time.monotonic()) * 1000):
            raise TimedOut("late")


def offered(lab: Lab) -> frozenset[str]:
    """Name the functions that a stranger can reach, as ``module:function``: those that the shipped module defines."""
    module = lab.run.target.partition(":")[0]
    return _defined(module, lab.starter.get(f"{module.replace('.', '/')}.py", ""))


@lru_cache(maxsize=16)
def _defined(module: str, source: str) -> frozenset[str]:
    found = [node.name for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return frozenset(f"{module}:{name}" for name in found if not name.startswith("_"))


def set_scene(script: Script, context: CheckContext) -> Mapping[str, Callable[..., object]]:
    """Let the lab say what a stranger can do to its program.

    Raises:
        LabBroken: there is no function ``scene(box, canary, rng)``, or it gives no functions by name.

    """
    scene = load(script).get("scene")
    if not callable(scene):
        raise LabBroken(f"{script.name} has no function scene(box, canary, rng).")
    acts = scene(context.box, context.canary, context.rng)
    if not isinstance(acts, dict) or not all(type(name) is str and callable(act) for name, act in acts.items()):
        raise LabBroken(f"{script.name}: scene must return functions by name.")
    return acts


def encode_thrown(error: Raised) -> Plain:
    """Write an exception of the target as the module ``target`` reads it."""
    names: list[Plain] = [*error.names]
    return {"$": "exception", "names": names, "v": error.text}


def conclude(goal: str, canary: Canaries, console: bytes, outage: str, silence: str = "") -> CheckResult:
    """Say whether an exploit reached its goal, by what it printed or by what became of the target.

    Args:
        goal: the canary that it had to bring home, or ``outage``.
        canary: those of this very run.
        console: all that the exploit printed.
        outage: how the target stopped answering, if it did.
        silence: why it gave no answer to something, be it that it did not even start.

    """
    if goal == OUTAGE:
        if outage:
            return CheckResult(Outcome.LANDED, f"The target is out of service: {outage}")
        return CheckResult(Outcome.REPELLED, "The target still answers.")
    secret = getattr(canary, goal)
    if secret in console.decode(errors="replace"):
        return CheckResult(Outcome.LANDED, f"Your exploit brought home the {goal.replace('_', ' ')}.", (secret,))
    answer = f" The target gave no answer: {silence}" if silence else ""
    return CheckResult(
        Outcome.REPELLED, f"What your exploit printed does not hold the {goal.replace('_', ' ')}.{answer}"
    )
