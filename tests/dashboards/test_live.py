"""A wall hears of changes through a real socket, soon, seldom, and only of its own class."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Self
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import Settings

from quintain.accounts.factors import BY_PROVIDER
from quintain.accounts.models import User
from quintain.attempts.actions import save_file, workspace_of
from quintain.attempts.models import Kind
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.dashboards import news
from quintain.helpqueue import actions as helpqueue
from quintain.packs.model import Lab
from quintain.server.sockets import routes
from tests.attempts.handing_in import submit
from tests.audit_log import erasable_log
from tests.dashboards.filling import STORIES, Story, fill, make_class, make_instructor
from tests.loops import do, run_in_loop

__all__ = ["erasable_log"]
pytestmark = pytest.mark.django_db(transaction=True)

QUIET_SECONDS = 1.0


class Watcher:
    """A page with the socket of a class open."""

    def __init__(self, person: object, class_id: object, session: object = None) -> None:
        path = f"/live/classes/{class_id}"
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        scope |= {"session": session} if session else {}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(30))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def hear(self) -> object:
        """Wait for the next message: its seats, or the code of the end."""
        output = await self.line.receive_output(30)
        return output["code"] if output["type"] == "websocket.close" else json.loads(output["text"])["seats"]

    async def hear_of(self) -> set[object]:
        """Return all seats that are told of until it is quiet."""
        seats: set[object] = set()
        while not await self.hears_nothing():
            heard = await self.hear()
            assert isinstance(heard, list)
            seats.update(heard)
        return seats

    async def hears_nothing(self) -> bool:
        """Tell whether nothing comes for a second."""
        return bool(await self.line.receive_nothing(QUIET_SECONDS))


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run with a loop, after which no wall listens."""
    run_in_loop(work)
    assert not news._open, "a wall that is closed listens on"


def test_only_who_may_see_the_class_may_listen(a_class: Class, lab: Lab, operator: User) -> None:
    """Others are told what they are told of a class that is none."""
    (student,) = fill(a_class, lab, STORIES[:1])
    other = make_instructor("otto", "Otto")
    make_class(other)

    async def work() -> None:
        async with Watcher(AnonymousUser(), a_class.pk) as stranger:
            assert await stranger.hear() == 4401
        for person in (student, other):
            for class_id in (a_class.pk, uuid4()):
                async with Watcher(person, class_id) as watcher:
                    assert await watcher.hear() == 4404
        async with Watcher(operator, a_class.pk) as watcher:
            assert await watcher.hear() == [0]

    run(work)


def test_who_must_set_up_a_second_factor_first_hears_nothing(a_class: Class, mara: User, settings: Settings) -> None:
    """A script could open a socket while the pages are closed; a factor of the provider counts in its own session."""
    settings.CLASSROOM = True
    settings.SECOND_FACTOR = frozenset({"instructor"})

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            assert await wall.hear() == 4401
        async with Watcher(mara, a_class.pk, {BY_PROVIDER: str(uuid4())}) as wall:
            assert await wall.hear() == 4401
        async with Watcher(mara, a_class.pk, {BY_PROVIDER: str(mara.pk)}) as wall:
            assert await wall.hear() == [0]

    run(work)


def test_what_students_do_is_heard(a_class: Class, lab: Lab, mara: User) -> None:
    """A file saved, a verdict, a hand up and down, somebody who joins: each names its seat."""
    people = fill(a_class, lab, STORIES[:3])

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            assert await wall.hear() == [0], "on opening the page asks for all"
            await do(save_file, people[1], lab, "shop.py", "open", 0)
            assert await wall.hear_of() == {2}
            await do(submit, people[2], lab, Kind.VERDICT)
            assert await wall.hear_of() == {3}
            hand = await do(helpqueue.raise_hand, a_class, by=people[0])
            assert await wall.hear_of() == {0}
            await do(helpqueue.lower, hand, by=mara)
            assert await wall.hear_of() == {0}
            await do(cohorts.join, a_class.join_code, "Hugo")
            assert await wall.hear_of() == {0}
            await do(cohorts.free_seat, a_class, people[0].pk, by=mara)
            assert await wall.hear_of() == {0}
            assert await wall.hears_nothing()

    run(work)


def test_many_changes_make_few_messages(a_class: Class, lab: Lab, mara: User) -> None:
    """Twelve students who save ten times each are told in as many messages as there are thirds of a second."""
    people = fill(a_class, lab, tuple(Story(f"Student {number}") for number in range(12)))

    def be_busy() -> None:
        for _ in range(10):
            for person in people:
                workspace_of(person, lab).save()

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            await wall.hear()
            begun = asyncio.get_running_loop().time()
            await do(be_busy)
            seats: set[object] = set()
            messages = 0
            while not await wall.hears_nothing():
                heard = await wall.hear()
                messages += 1
                assert isinstance(heard, list)
                seats.update(heard)
            took = asyncio.get_running_loop().time() - begun
            assert seats == set(range(1, 13))
            assert messages <= took / 0.3 + 1

    run(work)


def test_other_classes_are_not_heard(a_class: Class, lab: Lab, mara: User) -> None:
    """Not even of the same instructor."""
    other = make_class(mara, title="Another")
    (person,) = fill(other, lab, STORIES[:1])

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            await wall.hear()
            await do(save_file, person, lab, "shop.py", "open", 0)
            await do(helpqueue.raise_hand, other, by=person)
            assert await wall.hears_nothing()

    run(work)


def test_wall_that_talks_is_hung_up_on(a_class: Class, mara: User) -> None:
    """There is nothing to be said."""

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            await wall.hear()
            await wall.line.send_input({"type": "websocket.receive", "text": "x" * 100_000})
            assert await wall.hear() == 4400

    run(work)


def test_what_was_undone_is_not_told(a_class: Class, lab: Lab, mara: User) -> None:
    """A change is told once it is committed."""
    (person,) = fill(a_class, lab, STORIES[:1])

    def undo() -> None:
        with transaction.atomic():
            workspace_of(person, lab).save()
            transaction.set_rollback(True)

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            await wall.hear()
            await do(undo)
            assert await wall.hears_nothing()

    run(work)
