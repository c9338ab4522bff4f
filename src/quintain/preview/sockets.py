"""The sockets of the workbench's tabs: requests by hand."""

import base64
import json
from dataclasses import asdict

from django.utils.translation import gettext

from quintain.attempts.live import MALFORMED, LearnersSocket
from quintain.preview import actions
from quintain.preview.proxy import Unanswered, at_work, counted
from quintain.preview.requests import Heard, ask, on_the_line
from quintain.preview.wire import RequestAnswer
from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed


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
            await self._answer(RequestAnswer(number, None, why.words, 0, is_cut=False))
            return
        answer = base64.b64encode(heard.answer).decode()
        await self._answer(RequestAnswer(number, answer, "", heard.milliseconds, heard.is_cut))

    async def _answer(self, answer: RequestAnswer) -> None:
        await self.send(json.dumps(asdict(answer)))

    async def _ask(self, text: str) -> Heard:
        raw = on_the_line(text)
        program = actions.program_of(self.person, self.lab)
        if program is None:
            raise Unanswered(
                404, gettext("Not at work"), gettext("Your program does not run. Send once more to start it.")
            )
        async with counted(program):
            return await ask(await at_work(program), raw)
