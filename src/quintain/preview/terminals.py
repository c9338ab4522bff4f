"""The socket of a terminal: keys and sizes one way, what is shown the other.

A terminal outlives its socket by a moment, so that a page that is loaded again finds it as it was.
"""

import asyncio
import contextlib
import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, override

from channels.db import database_sync_to_async
from django.utils.translation import gettext

from quintain.accounts.consumers import MALFORMED
from quintain.attempts.consumers import LearnersSocket
from quintain.preview import actions, screens
from quintain.preview.hosts import code_of
from quintain.preview.lines import Line
from quintain.preview.messages import TerminalNews
from quintain.preview.programs import NotAtWork, Program
from quintain.preview.screens import Screen
from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed, Refused

if TYPE_CHECKING:  # the judge is loaded by its first job, so that pages do not wait for it
    from quintain.judge.interactive.terminals import Terminal

TAKEN_OVER: Final = 4409
GRACE_SECONDS: Final = 30.0
START_SECONDS: Final = 90.0  # a lab's first terminal has its programs laid out


class TerminalSocket(LearnersSocket):
    """Takes keys as bytes, and JSON: ``{"rows", "columns"}`` first and at each change, ``{"seen"}``, ``{"anew"}``.

    Sends what is shown as bytes, and JSON: ``{"type": "open"}`` once old output has been sent again, and
    ``{"type": "over", "words"}``.
    """

    line: Line | None = None
    screen: Screen | None = None
    opening: asyncio.Task[None] | None = None

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take keys or an order."""
        if bytes_data is not None:
            await self._type(bytes_data)
            return
        try:
            fields = Fields(json.loads(text_data or ""))
            if "seen" in fields.values:
                if self.line is not None:
                    self.line.seen(fields.whole("seen", least=0))
                return
            rows, columns = (fields.whole(name, least=1, most=500) for name in ("rows", "columns"))
        except (ValueError, TypeError, RecursionError, AttributeError, Malformed):
            await self.close(MALFORMED)
            return
        await self._sit(rows, columns, fresh=fields.values.get("anew") is True)  # codespell:ignore

    async def _type(self, keys: bytes) -> None:
        if self.line is None or self.screen is None:
            return
        self.screen.program.touch()
        if not self.line.type(keys):
            await self._say("note", gettext("That was more at once than the terminal takes; the rest was left out."))

    async def _sit(self, rows: int, columns: int, *, fresh: bool) -> None:
        """Tell the size; open the terminal if this socket has none."""
        if self.opening is not None and not self.opening.done():
            return
        if self.line is None or fresh:
            self.opening = asyncio.ensure_future(self._open(rows, columns, fresh=fresh))
        elif self.screen is not None:
            (await _work(self.screen.program)).resize(rows, columns)
            self.screen.resize(rows, columns)

    async def _open(self, rows: int, columns: int, *, fresh: bool) -> None:
        await self._let_go()
        try:
            program = await database_sync_to_async(actions.open_terminal)(
                self.person, self.lab, fresh=fresh, session=self.session, code=code_of(self.scope)
            )
            terminal = await _work(program)
        except (Refused, NotAtWork) as error:
            await self._say("over", str(error))
            return
        except TimeoutError:
            await self._say("over", gettext("The terminal did not open in time."))
            return
        descriptor = terminal.line()
        if descriptor is None:
            await self._say("over", program.news.words)
            return
        screen = screens.screen_for(program, self.lab.uuid, rows, columns)
        if screen.reader is not None:
            await screen.reader.give_way()
        self.screen, screen.reader = screen, self
        terminal.resize(rows, columns)
        await self.send(bytes_data=bytes(screen.kept))
        await self._say("open", "")
        self.line = Line(descriptor, partial(self._show, terminal))
        asyncio.ensure_future(self._see_out(self.line, program))  # noqa: RUF006  it ends with the line

    async def _show(self, terminal: "Terminal", part: bytes) -> None:
        terminal.keep_size()
        if self.screen is not None:
            self.screen.show(part)
        await self.send(bytes_data=part)

    async def _see_out(self, line: Line, program: Program["Terminal"]) -> None:
        """Say how it ended, once it has."""
        await line.over()
        for _ in range(50):
            if self.line is not line:
                return
            if not program.is_wanted and program.news.words:
                break
            await asyncio.sleep(0.1)
        screen, words = self.screen, program.news.words or gettext("The terminal has ended.")
        await self._let_go()
        if screen is not None:
            screen.end(words)
        with contextlib.suppress(OSError, RuntimeError):  # the page is gone as well
            await self._say("over", words)

    async def give_way(self) -> None:
        """Leave the terminal to another page of the same learner."""
        await self._let_go()
        await self.close(TAKEN_OVER)

    @override
    async def let_go(self) -> None:
        """Neither show nor take anything any more; keep the terminal for a moment, in case the page comes back."""
        if self.opening is not None:
            self.opening.cancel()
        screen = self.screen
        await self._let_go()
        if screen is not None:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, _end_if_left, screen)

    async def _let_go(self) -> None:
        line, self.line = self.line, None
        screen, self.screen = self.screen, None
        if screen is not None and screen.reader is self:
            screen.reader = None
        if line is not None:
            await line.close()
        if screen is not None:
            screen.settle()

    async def _say(self, kind: Literal["open", "over", "note"], words: str) -> None:
        await self.send(json.dumps(asdict(TerminalNews(kind, words))))


def _end_if_left(screen: Screen) -> None:
    if screen.reader is None:
        words = gettext("The terminal was stopped, because its page was left.")
        screen.program.end(words)
        screen.end(words)


async def _work(program: Program["Terminal"]) -> "Terminal":
    return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(program.started)), START_SECONDS)
