"""The socket of one learner's lab: tells every change of a submission, and listens to nothing."""

import json
from typing import Any, override
from urllib.parse import parse_qs

from channels.db import database_sync_to_async

from quintain.accounts.consumers import MALFORMED, NOT_FOUND, OTHER_PERSON, SIGNED_OUT, PersonsSocket
from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.attempts import queries
from quintain.attempts.permissions import WORK_ON_LAB
from quintain.attempts.reports.submission_report import group_name, report
from quintain.catalog.pack_store import find_lab
from quintain.packs.model.lab import Lab


class LearnersSocket(PersonsSocket):
    """A socket of one learner in one lab; anyone else is sent away."""

    without_right = SIGNED_OUT
    lab: Lab

    @override
    async def connect(self) -> None:
        """Let the learner in whose page it is; close the socket with the reason for anybody else."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        lab = find_lab(self.scope["url_route"]["kwargs"]["lab"])
        await self.accept()
        if lab is None:
            await self.close(NOT_FOUND)
        elif not await database_sync_to_async(may)(person, WORK_ON_LAB, lab):
            await self.close(self.without_right)
        elif self.learner_of_page() not in {"", str(person.pk)}:
            await self.close(OTHER_PERSON)
        else:
            self.lab = lab
            await self.let_in(person, standing=True)

    @override
    async def standing(self, person: User) -> object:
        """Return whether the person may still work in the lab."""
        return await database_sync_to_async(may)(person, WORK_ON_LAB, self.lab) or None

    def learner_of_page(self) -> str:
        """Return the id of the learner for whom the page was made, as far as its address tells."""
        query: bytes = self.scope.get("query_string", b"")
        return parse_qs(query.decode("latin-1")).get("learner", [""])[0]


class LabSocket(LearnersSocket):
    """Sends ``{"type": "submission", "submission": …}``: the last ones on opening, then each change."""

    tells_of_line = True
    group: str | None = None

    @override
    async def begin(self) -> None:
        """Join the learner's own group, whatever the address says about the lab."""
        self.group = group_name(self.person.pk, self.lab.uuid)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self._send_last()

    @override
    async def catch_up(self) -> None:
        """Send the last reports."""
        await self._send_last()

    async def _send_last(self) -> None:
        for submission in await database_sync_to_async(_last_reports)(self.person, self.lab):
            await self.send(json.dumps({"type": "submission", "submission": submission}))

    @override
    async def let_go(self) -> None:
        """Leave the group."""
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    @override
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Hang up on a client that talks: there is nothing to be said here."""
        await self.close(MALFORMED)

    async def live_message(self, event: dict[str, str]) -> None:
        """Pass a published message on."""
        await self.send(event["text"])


def _last_reports(person: User, lab: Lab) -> list[dict[str, object]]:
    """Return the last fix and the last run of an exploit; what is under way comes first."""
    last = {each.pk: each for each in (queries.last_submission(person, lab), queries.last_run(person, lab)) if each}
    return [report(each, lab) for each in last.values()]
