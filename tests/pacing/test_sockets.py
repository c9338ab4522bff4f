"""The socket of a class's pace: who may listen, what is told, and that nothing is listened to."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from quintain.accounts.models import User
from quintain.catalog.pack_store import modules
from quintain.cohorts.models import Class
from quintain.pacing import actions
from quintain.pacing.places import Place
from quintain.packs.model.lab import Lab
from tests.audit_log import erasable_log
from tests.class_sockets import ClassPage
from tests.dashboards.conftest import a_class, mara, operator
from tests.dashboards.filling import Story, fill, make_class, make_instructor
from tests.loops import do, run_in_loop

__all__ = ["a_class", "erasable_log", "mara", "operator"]
pytestmark = pytest.mark.django_db(transaction=True)


def page_of(person: object, class_id: object) -> ClassPage:
    """Return a page of a class's student or instructor."""
    return ClassPage(person, f"/live/pace/{class_id}")


@pytest.fixture
def elif_(a_class: Class, lab: Lab) -> User:
    """Return a student with a seat."""
    return fill(a_class, lab, (Story("Elif"),))[0]


def test_students_and_instructors_are_told(a_class: Class, mara: User, elif_: User) -> None:
    """A change first as news, a move with all that it is; nothing of another class."""

    async def work() -> None:
        other = await do(make_class, mara, title="Other")
        async with page_of(elif_, a_class.pk) as page, page_of(mara, a_class.pk) as control:
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
            async with page_of(person, class_id) as page:
                assert await page.hear() == code

    run_in_loop(work)


def test_who_talks_is_hung_up_on(a_class: Class, elif_: User) -> None:
    """There is nothing to be said."""

    async def work() -> None:
        async with page_of(elif_, a_class.pk) as page:
            await page.hear()
            await page.line.send_input({"type": "websocket.receive", "text": '{"type": "place"}'})
            assert await page.hear() == 4400

    run_in_loop(work)


def test_an_answer_is_news_to_instructors_alone(a_class: Class, mara: User, elif_: User) -> None:
    """Nothing is new on the pages of the others, who would all ask for it."""

    async def work() -> None:
        lessons = (unit.lesson for module in modules() for unit in module.units)
        question = next(each for lesson in lessons if lesson for each in lesson.questions)
        poll = await do(actions.ask_poll, a_class, question, by=mara)
        async with page_of(elif_, a_class.pk) as page, page_of(mara, a_class.pk) as control:
            await page.hear()
            await control.hear()
            await do(actions.vote, poll, 0, by=elif_)
            assert await control.hear() == {"type": "pace"}
            assert await page.hears_nothing()

    run_in_loop(work)
