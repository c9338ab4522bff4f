"""The socket of a class's arenas: who may listen, what is told, and that nothing is listened to."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from quintain.accounts.models import User
from quintain.arena import actions, tasks
from quintain.arena.models import Arena, Kind
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.arena.conftest import Students
from tests.class_sockets import ClassPage
from tests.dashboards.filling import make_class, make_instructor
from tests.loops import do, run_in_loop

pytestmark = pytest.mark.django_db(transaction=True)

NEWS = {"type": "arena"}


def page_of(person: object, class_id: object) -> ClassPage:
    """Return a page of a class's student or instructor."""
    return ClassPage(person, f"/live/arena/{class_id}")


def test_pages_are_told_of_all_that_happens(
    arena: Arena, a_class: Class, mara: User, students: Students, lab: Lab
) -> None:
    """Of an entry, of the begin of a round, of each try and of its end; nothing of another class."""

    async def work() -> None:
        elif_, hugo = await do(students, Elif=("a", ""), Hugo=("", "a"))
        other = await do(make_class, mara, title="Other")
        async with page_of(elif_, a_class.pk) as page, page_of(mara, a_class.pk) as control:
            assert await page.hear() == NEWS
            assert await control.hear() == NEWS
            await do(actions.open_arena, other, lab, by=mara)
            assert await page.hears_nothing()
            await do(actions.enter, arena, Kind.FIX, by=elif_)
            await do(actions.enter, arena, Kind.EXPLOIT, by=hugo)
            begun = await do(actions.begin_round, arena, by=mara)
            await do(tasks.enqueue, begun)
            for each in (page, control):
                assert [await each.hear() for _ in range(5)] == [NEWS] * 5
                assert await each.hears_nothing()

    run_in_loop(work)


def test_pages_are_told_of_another_name_for_the_same_fix(
    arena: Arena, a_class: Class, mara: User, students: Students
) -> None:
    """What is entered stays, and the board shows the name at once."""

    async def work() -> None:
        (elif_,) = await do(students, Elif=("a", ""))
        await do(actions.enter, arena, Kind.FIX, by=elif_)
        async with page_of(mara, a_class.pk) as control:
            assert await control.hear() == NEWS
            await do(actions.enter, arena, Kind.FIX, by=elif_, name="Ada")
            assert await control.hear() == NEWS

    run_in_loop(work)


def test_pages_of_the_whole_class_are_told_that_an_arena_opens(
    a_class: Class, mara: User, students: Students, lab: Lab, judge: object
) -> None:
    """On whatever page they are, by the socket of the pace."""

    async def work() -> None:
        (elif_,) = await do(students, Elif=("a", ""))
        async with ClassPage(elif_, f"/live/pace/{a_class.pk}") as page:
            await page.hear()
            arena = await do(actions.open_arena, a_class, lab, by=mara)
            assert await page.hear() == {"type": "pace"}
            await do(actions.enter, arena, Kind.FIX, by=elif_)
            assert await page.hears_nothing()
            await do(actions.close_arena, arena, by=mara)
            assert await page.hear() == {"type": "pace"}

    run_in_loop(work)


def test_nobody_else_listens(arena: Arena, a_class: Class, students: Students, operator: User) -> None:
    """Who may not is told the same as where there is no class; who talks is hung up on."""

    async def work() -> None:
        (elif_,) = await do(students, Elif=("a", ""))
        otto = await do(make_instructor, "otto", "Otto")
        for person, class_id, code in (
            (AnonymousUser(), a_class.pk, 4401),
            (otto, a_class.pk, 4404),
            (operator, a_class.pk, 4404),
            (elif_, uuid4(), 4404),
        ):
            async with page_of(person, class_id) as page:
                assert await page.hear() == code
        async with page_of(elif_, a_class.pk) as page:
            await page.hear()
            await page.line.send_input({"type": "websocket.receive", "text": "{}"})
            assert await page.hear() == 4400

    run_in_loop(work)
