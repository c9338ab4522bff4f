"""The sockets of the workbench's tabs: requests by hand."""

import base64
import json
from typing import Any, Final

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.attempts.permissions import WORK_ON_LAB
from quintain.catalog.shelf import find_lab
from quintain.packs.model import Lab
from quintain.preview import actions
from quintain.preview.proxy import Unanswered, at_work, counted
from quintain.preview.requests import Heard, ask, on_the_line
from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed

MALFORMED: Final = 4400
SIGNED_OUT: Final = 4401
NOT_FOUND: Final = 4404


class LearnersSocket(AsyncWebsocketConsumer):
    """A socket of one learner in one lab; who is none is sent away."""

    person: User
    lab: Lab
    is_let_in = False

    async def connect(self) -> None:
        """Ask who comes."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        lab = find_lab(self.scope["url_route"]["kwargs"]["lab"])
        await self.accept()
        if lab is None:
            await self.close(NOT_FOUND)
        elif not await database_sync_to_async(may)(person, WORK_ON_LAB, lab):
            await self.close(SIGNED_OUT)
        else:
            self.person, self.lab, self.is_let_in = person, lab, True
            await self.begin()

    async def websocket_receive(self, message: Any) -> None:
        """Hear nobody who was sent away, and may still speak until the line is down."""
        if self.is_let_in:
            await super().websocket_receive(message)

    async def begin(self) -> None:
        """Do what comes first."""


class RequestSocket(LearnersSocket):
    """Takes ``{"number": …, "text": …}``, one at a time; sends the answer in base64, or why there is none."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send a request to the learner's program of this lab."""
        del bytes_data  # no text was sent then, which is no request
        try:
            fields = Fields(json.loads(text_data or ""))
            number, text = fields.whole("number", least=0), fields.text("text")
        except (ValueError, RecursionError, AttributeError, Malformed):
            await self.close(MALFORMED)
            return
        try:
            heard = await self._ask(text)
        except Unanswered as why:
            await self.send(json.dumps({"number": number, "words": why.words}))
            return
        facts = {"milliseconds": heard.milliseconds, "is_cut": heard.is_cut}
        await self.send(json.dumps({"number": number, "answer": base64.b64encode(heard.answer).decode(), **facts}))

    async def _ask(self, text: str) -> Heard:
        raw = on_the_line(text)
        program = actions.program_of(self.person, self.lab)
        if program is None:
            raise Unanswered(404, "Not at work", "Your program does not run. Send once more to start it.")
        async with counted(program):
            return await ask(await at_work(program), raw)
