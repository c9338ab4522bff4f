"""The sockets of the workbench's tabs: requests by hand."""

import base64
import json
from dataclasses import asdict

from django.utils.translation import gettext

from quintain.accounts.consumers import MALFORMED
from quintain.attempts.consumers import LearnersSocket
from quintain.preview import actions
from quintain.preview.hosts import code_of
from quintain.preview.messages import RequestAnswer
from quintain.preview.proxy import Unanswered, at_work, counted
from quintain.preview.requests import Body, Heard, ask, on_the_line
from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed


class RequestSocket(LearnersSocket):
    """Takes ``{"number", "text", "body"}``, one at a time; sends the answer in base64, or why there is none.

    ``body`` is what the body is said to be, one of `Body`.
    """

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send a request to the learner's program of this lab."""
        del bytes_data  # no text was sent then, which is no request
        try:
            fields = Fields(json.loads(text_data or ""))
            number, text = fields.whole("number", least=0), fields.text("text")
            body = Body(fields.text("body")) if "body" in fields.values else Body.AS_IT_LOOKS
        except (ValueError, RecursionError, AttributeError, Malformed):
            await self.close(MALFORMED)
            return
        try:
            request = on_the_line(text, body)
            heard = await self._ask(request.raw)
        except Unanswered as why:
            await self._answer(RequestAnswer(number, None, why.words, 0, is_cut=False))
            return
        answer = base64.b64encode(heard.answer).decode()
        await self._answer(RequestAnswer(number, answer, "", heard.milliseconds, heard.is_cut, request.content_type))

    async def _answer(self, answer: RequestAnswer) -> None:
        await self.send(json.dumps(asdict(answer)))

    async def _ask(self, raw: bytes) -> Heard:
        program = actions.program_of(self.person, self.lab, code_of(self.scope))
        if program is None:
            raise Unanswered(
                404, gettext("Not running"), gettext("Your program does not run. Send once more to start it.")
            )
        async with counted(program):
            return await ask(await at_work(program), raw)
