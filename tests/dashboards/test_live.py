"""A wall hears of changes through a real socket, soon, seldom, and only of its own class."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import Settings

from quintain.accounts.factors.second_factor import BY_PROVIDER
from quintain.accounts.models import User
from quintain.attempts.actions import workspace_of
from quintain.attempts.models import Kind
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.dashboards import news
from quintain.helpqueue import actions as helpqueue
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.web import live
from tests.attempts.handing_in import save_file, submit
from tests.audit_log import erasable_log
from tests.class_sockets import ClassPage
from tests.dashboards.filling import STORIES, Story, fill, make_class, make_instructor
from tests.loops import do, run_in_loop

__all__ = ["erasable_log"]
pytestmark = [pytest.mark.sample(most=4, of="file"), pytest.mark.django_db(transaction=True)]


class Watcher(ClassPage):
    """A page with the wall of a class open."""

    def __init__(self, person: object, class_id: object, session: object = None) -> None:
        super().__init__(person, f"/live/classes/{class_id}", session)

    async def hear(self) -> Any:
        """Wait for the next message: its seats, or the code of the end."""
        heard = await super().hear()
        return heard["seats"] if isinstance(heard, dict) else heard

    async def hear_of(self) -> set[object]:
        """Return all seats that are told of until it is quiet."""
        seats: set[object] = set()
        while not await self.hears_nothing():
            heard = await self.hear()
            assert isinstance(heard, list)
            seats.update(heard)
        return seats


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


def test_a_wall_is_told_when_other_processes_are_not_heard(
    a_class: Class, mara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is opened meanwhile as well. Each asks for all seats then, and again when they are heard again."""
    monkeypatch.setattr(live, "_line", {"is_up": True})

    async def work() -> None:
        async with ClassPage(mara, f"/live/classes/{a_class.pk}") as wall:
            assert await wall.hear() == {"seats": [0]}
            live.note_line(is_up=False)
            assert [await wall.hear() for _ in range(2)] == [{"type": "line", "away": True}, {"seats": [0]}]
            async with ClassPage(mara, f"/live/classes/{a_class.pk}") as late:
                assert [await late.hear() for _ in range(2)] == [{"seats": [0]}, {"type": "line", "away": True}]
                live.note_line(is_up=True, is_missed=True)
                for each in (wall, late):
                    assert [await each.hear() for _ in range(2)] == [{"type": "line", "away": False}, {"seats": [0]}]

    run(work)


def test_no_wall_here_does_not_mean_no_wall(
    a_class: Class, lab: Lab, mara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where processes share messages, news are published always; otherwise nothing is looked up for nobody."""
    told: list[tuple[str, Any]] = []
    monkeypatch.setattr(news, "publish", lambda *message: told.append(message))
    (student,) = fill(a_class, lab, STORIES[:1])
    assert told == []
    monkeypatch.setattr(news, "crosses_processes", lambda: True)
    helpqueue.raise_hand(a_class, by=student, lab=lab.uuid, question="")
    assert (news.group_name(a_class.pk), {"seats": [0]}) in told


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


def test_only_the_first_of_many_saves_is_news(
    course: Pack, a_class: Class, mara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card is the same after the next one, until it is of another lab, or some seconds have passed."""
    shop, other = list(course.labs.values())[:2]
    (person,) = fill(a_class, shop, STORIES[:1])

    def save(lab: Lab) -> None:
        workspace_of(person, lab).save(update_fields=["revision", "touched_at"])

    async def work() -> None:
        async with Watcher(mara, a_class.pk) as wall:
            await wall.hear()
            for lab in (shop, other):
                await do(workspace_of, person, lab)
                await wall.hear_of()
                await do(save, lab)
                assert await wall.hear_of() == {1}
                await do(save, lab)
                assert await wall.hears_nothing()
            monkeypatch.setattr(news, "QUIET_SECONDS", 0.0)
            await do(save, other)
            assert await wall.hear_of() == {1}

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
