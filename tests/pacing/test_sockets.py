"""The socket of a class's pace: who may listen, what is told, and that nothing is listened to."""

import json
from typing import Any, Self
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser

from quintain.accounts.models import User
from quintain.cohorts.models import Class
from quintain.pacing import actions
from quintain.pacing.places import Place
from quintain.packs.model import Lab
from quintain.server.sockets import routes
from tests.audit_log import erasable_log
from tests.dashboards.conftest import a_class, mara, operator
from tests.dashboards.filling import Story, fill, make_class, make_instructor
from tests.loops import do, run_in_loop

__all__ = ["a_class", "erasable_log", "mara", "operator"]
pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """A page with the socket open."""

    def __init__(self, person: object, class_id: object) -> None:
        path = f"/live/pace/{class_id}"
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(30))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def hear(self) -> Any:
        """Wait for the next message, or the code of the end."""
        output = await self.line.receive_output(30)
        return output["code"] if output["type"] == "websocket.close" else json.loads(output["text"])


@pytest.fixture
def elif_(a_class: Class, lab: Lab) -> User:
    """Return a student with a seat."""
    return fill(a_class, lab, (Story("Elif"),))[0]


def test_students_and_instructors_are_told(a_class: Class, mara: User, elif_: User) -> None:
    """A change first as news, a move with all that it is; nothing of another class."""

    async def work() -> None:
        other = await do(make_class, mara, title="Other")
        async with Page(elif_, a_class.pk) as page, Page(mara, a_class.pk) as control:
            first = await page.hear()
            assert first["type"] == "pace"
            assert first["now"] > 0
            await control.hear()
            await do(actions.hold, other, 0, by=mara)
            await do(actions.lead, a_class, by=mara)
            assert await page.hear() == {"type": "pace"}
            assert await control.hear() == {"type": "pace"}
            await do(actions.move, a_class, Place("/glossary/", "a", 2), by=mara)
            heard = await page.hear()
            assert (heard["type"], heard["place"]["path"], heard["place"]["block"]) == ("place", "/glossary/", 2)

    run_in_loop(work)


def test_nobody_else_listens(a_class: Class, elif_: User, operator: User) -> None:
    """Who may not is told the same as where there is no class."""

    async def work() -> None:
        otto = await do(make_instructor, "otto", "Otto")
        for person, class_id, code in (
            (AnonymousUser(), a_class.pk, 4401),
            (otto, a_class.pk, 4404),
            (operator, a_class.pk, 4404),
            (elif_, uuid4(), 4404),
        ):
            async with Page(person, class_id) as page:
                assert await page.hear() == code

    run_in_loop(work)


def test_who_talks_is_hung_up_on(a_class: Class, elif_: User) -> None:
    """There is nothing to be said."""

    async def work() -> None:
        async with Page(elif_, a_class.pk) as page:
            await page.hear()
            await page.line.send_input({"type": "websocket.receive", "text": '{"type": "place"}'})
            assert await page.hear() == 4400

    run_in_loop(work)
