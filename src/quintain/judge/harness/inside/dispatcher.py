"""Takes the judge's questions from the channel and hands each to the part that can answer it."""

import contextlib
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final, cast

from . import commands, files, functions, programs, races, web
from .audit_log import AuditLog
from .children import Children
from .frames import FramedChannel, pack, parse
from .values import Plain, Unserializable, thrown

LAB: Final = "/lab/"

type Question = dict[str, Plain]
type Answer = dict[str, Plain]
type Parts = Mapping[str, Callable[[Question], Answer]]


class Dispatcher:
    """One conversation, from the planting of the files to the end of the box."""

    def __init__(self, channel: socket.socket, line: int, helper: int) -> None:
        """Talk to the judge on a channel; ``line`` leads to the process ``helper``, and is -1 if the box has none."""
        self._channel = FramedChannel(channel)
        self._audit_log = AuditLog(LAB, children=Children())
        self._programs = commands.Runner(line, helper)
        self._parts: Parts = {
            "plant": self._plant,
            "replant": self._replant,
            "load": self._load,
            "call": functions.Caller(LAB, self._deaf).call,
            "serve": self._serve,
            "run": self._programs.run,
            "start": self._programs.start,
            "events": lambda _question: {},
            "heard": self._heard,
            "away": lambda _question: {"away": self._audit_log.away()},
        }

    def serve(self) -> None:
        """Answer until the judge hangs up."""
        while (question := self._next()) is not None:
            ticket = question.pop("id")
            answer = self._parts[str(question.pop("do"))](question)
            events: list[Plain] = [*self._audit_log.take()]
            if events:
                answer["events"] = events + cast("list[Plain]", answer.get("events", []))
            if self._audit_log.left:
                answer["left"] = self._audit_log.left
            self._say(ticket, answer)

    def _next(self) -> Question | None:
        body = self._channel.receive()
        return None if body is None else parse(body)

    def _say(self, ticket: Plain, answer: Answer) -> None:
        try:
            frame = pack({"id": ticket, **answer})
        except (Unserializable, ValueError, RecursionError) as error:
            frame = pack({"id": ticket, "raised": thrown(error, LAB)})
        self._channel.send(frame)

    def _plant(self, question: Question) -> Answer:
        """Write the files; where the suspect is imported into this process, let its modules be found."""
        planted = files.plant(question["files"])
        if question["imported"]:
            programs.forget(path.partition("/")[0] for path in planted)
            sys.path.insert(0, LAB.rstrip("/"))
            self._audit_log.install()
        return {}

    def _replant(self, question: Question) -> Answer:
        """Put the box back to its beginning, for the next check in it or the next run of a race."""
        if not races.clear(self._programs.spawner):
            self._programs.give_up_forking()
        files.plant(question["files"])
        return {}

    def _heard(self, question: Question) -> Answer:
        """Tell what effects of one kind were heard, after causing another that only the judge knows."""
        heard: list[Plain] = [*self._audit_log.heard(str(question["event"]), str(question["probe"]))]
        return {"heard": heard}

    def _load(self, question: Question) -> Answer:
        with self._deaf():
            return functions.load(str(question["module"]), LAB)

    def _serve(self, question: Question) -> Answer:
        if question["prints_at_once"]:
            sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # nobody has replaced it yet
        with self._deaf():
            return web.serve(str(question["target"]), LAB, str(question["scheme"]), self._audit_log.saw_raised)

    @contextlib.contextmanager
    def _deaf(self) -> Iterator[None]:
        """Hear nothing while the program is only being loaded: nobody has asked anything of it yet."""
        self._audit_log.is_deaf = True
        try:
            yield
        finally:
            self._audit_log.is_deaf = False
