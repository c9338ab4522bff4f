"""Sockets of people: what is counted for one is given back however it ends, and none outlives the right to it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from channels.routing import URLRouter
from django.db import OperationalError
from uvicorn.protocols.utils import ClientDisconnected

from quintain.accounts import consumers
from quintain.accounts.consumers import CHANGED, MALFORMED, MOST_SOCKETS, NOT_FOUND, SIGNED_OUT
from quintain.accounts.factors import second_factor
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people.actions import close_account
from quintain.accounts.sessions import ending
from quintain.accounts.sessions.presence import PAGES
from quintain.cohorts import actions
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.server.routing import routes
from quintain.web.origins import Scope
from tests.audit_log import erasable_log
from tests.class_sockets import ClassPage
from tests.dashboards.conftest import a_class, mara
from tests.dashboards.filling import Story, fill, make_instructor
from tests.loops import do, run_in_loop

__all__ = ["a_class", "erasable_log", "mara"]
pytestmark = pytest.mark.django_db(transaction=True)
MORE_THAN_MAY_BE_OPEN = MOST_SOCKETS + 6
LAB = "/live/labs/shop"


@pytest.fixture(autouse=True)
def _nothing_is_open() -> Iterator[None]:
    """Begin with no socket counted for anybody, and end so."""
    consumers._count.clear()
    yield
    left = dict(consumers._count)
    consumers._count.clear()
    assert not left, "sockets are counted that have ended"


async def visit(person: User, *said: Scope, on_accept: Exception | None = None) -> list[Scope]:
    """Open a socket as uvicorn does, with all that the client said at once; return what it was told."""
    heard: list[Scope] = []
    queue = [{"type": "websocket.connect"}, *said]

    async def receive() -> Scope:
        if not queue:
            await asyncio.Event().wait()
        return queue.pop(0)

    async def send(message: Scope) -> None:
        if on_accept is not None and message["type"] == "websocket.accept":
            raise on_accept
        heard.append(message)

    scope = {"type": "websocket", "path": LAB, "user": person, "headers": [], "query_string": b""}
    application: Any = URLRouter(routes)
    await application(scope, receive, send)
    return heard


async def opens(person: User) -> bool:
    """Tell whether one more socket of a person is let in."""
    async with ClassPage(person, LAB) as page:
        await asyncio.sleep(0)
        return not is_over(page)


def is_here(person: User) -> bool:
    """Tell whether a page of a person counts as open."""
    return PAGES.has(person.pk)


def work(act: Callable[[], Awaitable[None]]) -> None:
    """Run with a loop of its own."""
    run_in_loop(act)


def test_upgrades_that_are_closed_at_once_take_no_place(learner: User, lab: Lab) -> None:
    """Thirty browsers are gone before the server has said a word: the next one is let in, and nobody is here."""

    async def run() -> None:
        for _ in range(MORE_THAN_MAY_BE_OPEN):
            with pytest.raises(ClientDisconnected):
                await visit(learner, on_accept=ClientDisconnected())
        assert not is_here(learner)
        assert await opens(learner), "a place was taken by a socket that is gone"

    work(run)


@pytest.mark.parametrize("at", ["may", "find_lab"])
def test_an_error_while_connecting_takes_no_place(
    learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Whatever fails when somebody comes, thirty times: afterwards they are let in."""

    def fail(*_: object) -> object:
        raise RuntimeError(at)

    async def run() -> None:
        with monkeypatch.context() as broken:
            broken.setattr(f"quintain.attempts.consumers.{at}", fail)
            for _ in range(MORE_THAN_MAY_BE_OPEN):
                with pytest.raises(RuntimeError, match=at):
                    await visit(learner)
        assert await opens(learner), "a place was taken by a socket that failed"

    work(run)


def test_a_locked_database_leaves_nobody_here(learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is locked when the socket opens, or when what comes first is read: no place is taken, and nobody stays."""

    def fail(*_: object) -> object:
        message = "database is locked"
        raise OperationalError(message)

    async def run() -> None:
        for where, name in ((second_factor, "is_missing"), (consumers, "rights_of")):
            with monkeypatch.context() as locked:
                locked.setattr(where, name, fail)
                with pytest.raises(OperationalError):
                    await visit(learner)
        with monkeypatch.context() as locked:
            locked.setattr("quintain.attempts.consumers._last_reports", fail)  # after the person was let in
            for _ in range(MORE_THAN_MAY_BE_OPEN):
                with pytest.raises(OperationalError):
                    await visit(learner)
        assert not is_here(learner), "the wall shows somebody for ever"
        assert await opens(learner)

    work(run)


def test_a_client_that_talks_on_after_the_close_is_not_heard(learner: User, lab: Lab) -> None:
    """It is told 4400 once, what it said beside that fails nowhere, and no place is taken."""
    more = [{"type": "websocket.receive", "text": "more"} for _ in range(3)]

    async def run() -> None:
        for _ in range(MORE_THAN_MAY_BE_OPEN):
            heard = await visit(learner, *more, {"type": "websocket.disconnect", "code": 1006})
            closed = [each["code"] for each in heard if each["type"] == "websocket.close"]
            assert closed == [MALFORMED]
        assert not is_here(learner)
        assert await opens(learner)

    work(run)


def test_a_page_that_cannot_let_go_takes_no_place(
    learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What fails at the end is in the log, and the person is gone all the same."""

    async def fail(_: object) -> None:
        raise RuntimeError

    async def run() -> None:
        with monkeypatch.context() as broken:
            broken.setattr("quintain.attempts.consumers.LabSocket.let_go", fail)
            await visit(learner, {"type": "websocket.disconnect", "code": 1001})
        assert not is_here(learner)
        assert await opens(learner)

    work(run)
    assert "a socket did not end as it should" in caplog.text


def test_a_removed_instructor_is_told_nothing_more(a_class: Class, mara: User, lab: Lab) -> None:
    """The wall, the pace and the arenas close at the next look, in all tabs; those of the other instructor stay."""

    async def run() -> None:
        otto = await do(make_instructor, "otto", "Otto")
        await do(actions.add_instructor, a_class, otto.username, by=mara)
        addresses = [f"/live/{what}/{a_class.pk}" for what in ("classes", "pace", "arena")]
        own = [ClassPage(otto, address) for address in addresses * 2]
        others = [ClassPage(mara, address) for address in addresses]
        for page in (*own, *others):
            await page.__aenter__()
            await page.hear()
        await ending.look_once()
        assert all(page.line.output_queue.empty() for page in (*own, *others))
        await do(actions.remove_instructor, a_class, otto.pk, by=mara)
        await ending.look_once()
        assert [await end_of(page) for page in own] == [NOT_FOUND] * 6
        assert not any(is_over(page) for page in others)
        assert await do(lambda: otto.is_active)
        for page in (*own, *others):
            await page.__aexit__()

    work(run)


async def let_in(person: User, sockets: int) -> None:
    """Wait until a person's sockets are let in: that of a lab is accepted before, so that it can say why it is not."""
    while sum(each.person == person for each in consumers._open) < sockets:  # noqa: ASYNC110  the product has no event for it
        await asyncio.sleep(0.01)


async def end_of(page: ClassPage) -> int:
    """Return the code with which a page's socket is closed, after whatever it was told before."""
    heard = await page.hear()
    return int(heard) if isinstance(heard, int) else await end_of(page)


def is_over(page: ClassPage) -> bool:
    """Tell whether a page's socket was closed, as far as it has been told."""
    said: list[Scope] = list(page.line.output_queue._queue)
    return any(each["type"] == "websocket.close" for each in said)


def _free(a_class: Class, student: User, mara: User) -> None:
    actions.free_seat(a_class, student.pk, by=mara)


def _remove(a_class: Class, student: User, mara: User) -> None:
    actions.remove_student(a_class, student.pk, by=mara)


def _archive(a_class: Class, student: User, mara: User) -> None:
    actions.archive(a_class, by=mara)


def _close_account(a_class: Class, student: User, mara: User) -> None:
    close_account(student, by=None)


def _by_hand(a_class: Class, student: User, mara: User) -> None:
    Membership.objects.filter(person=student).delete()


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        (_free, [NOT_FOUND, SIGNED_OUT]),
        (_remove, [NOT_FOUND, SIGNED_OUT]),
        (_archive, [NOT_FOUND, SIGNED_OUT]),
        (_close_account, [SIGNED_OUT, SIGNED_OUT]),
        (_by_hand, [NOT_FOUND, SIGNED_OUT]),
    ],
)
def test_a_student_who_has_lost_the_seat_is_told_nothing_more(
    a_class: Class, mara: User, lab: Lab, act: Callable[[Class, User, User], None], codes: list[int]
) -> None:
    """However it was lost, on all sockets, without a session that would end; the pace says that there is none."""

    async def run() -> None:
        student = (await do(fill, a_class, lab, (Story("Elif"),)))[0]
        async with ClassPage(student, f"/live/pace/{a_class.pk}") as pace, ClassPage(student, LAB) as own:
            await pace.hear()
            await let_in(student, 2)
            await do(act, a_class, student, mara)
            await ending.look_once()
            assert [await end_of(pace), await end_of(own)] == codes
        assert not is_here(student)

    work(run)


def test_the_pace_of_an_archived_class_closes_for_its_instructor(a_class: Class, mara: User, lab: Lab) -> None:
    """The wall of such a class can still be read, and stays open."""

    async def run() -> None:
        async with (
            ClassPage(mara, f"/live/pace/{a_class.pk}") as pace,
            ClassPage(mara, f"/live/classes/{a_class.pk}") as wall,
        ):
            await pace.hear()
            await wall.hear()
            await do(actions.archive, a_class, by=mara)
            await ending.look_once()
            assert await end_of(pace) == NOT_FOUND
            assert not is_over(wall)

    work(run)


def test_an_instructor_who_becomes_a_student_comes_again_as_one(a_class: Class, mara: User, lab: Lab) -> None:
    """The pace is told to both, but not the same: the socket ends with 4412, and a new one tells what is theirs."""

    def demote(person: UUID) -> None:
        membership = Membership.objects.get(person=person, in_class=a_class)
        Membership.objects.filter(pk=membership.pk).update(role=Role.STUDENT)
        seat = a_class.seats.filter(membership=None).first()
        assert seat
        seat.membership = membership
        seat.save()

    async def run() -> None:
        otto = await do(make_instructor, "otto", "Otto")
        await do(actions.add_instructor, a_class, otto.username, by=mara)
        async with ClassPage(otto, f"/live/pace/{a_class.pk}") as pace:
            await pace.hear()
            await do(demote, otto.pk)
            await ending.look_once()
            assert await end_of(pace) == CHANGED
        again = await do(User.objects.get, pk=otto.pk)
        async with ClassPage(again, f"/live/pace/{a_class.pk}") as pace:
            assert (await pace.hear())["type"] == "pace"
            await ending.look_once()
            assert not is_over(pace)

    work(run)


def test_a_change_while_the_socket_opens_is_not_missed(
    a_class: Class, mara: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role is taken after it was asked for, and before the socket is let in: the first look closes it."""
    missing = second_factor.is_missing

    async def run() -> None:
        otto = await do(make_instructor, "otto", "Otto")
        await do(actions.add_instructor, a_class, otto.username, by=mara)

        def taken_meanwhile(*asked: Any) -> bool:
            actions.remove_instructor(a_class, otto.pk, by=mara)
            return missing(*asked)

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(second_factor, "is_missing", taken_meanwhile)
            async with ClassPage(otto, f"/live/arena/{a_class.pk}") as page:
                await page.hear()
                await ending.look_once()
                assert await end_of(page) == NOT_FOUND

    work(run)


def test_a_client_that_takes_nothing_does_not_keep_others_open(
    a_class: Class, mara: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing waits until such a client takes what was sent before; the other sockets are closed meanwhile."""
    stuck = asyncio.Event
    close = consumers.PersonsSocket.close

    async def run() -> None:
        otto = await do(make_instructor, "otto", "Otto")
        await do(actions.add_instructor, a_class, otto.username, by=mara)
        taken, slow = stuck(), []

        async def waits(socket: consumers.PersonsSocket, *told: Any) -> None:
            if socket in slow:
                await taken.wait()
            await close(socket, *told)

        monkeypatch.setattr(consumers.PersonsSocket, "close", waits)
        addresses = [f"/live/{what}/{a_class.pk}" for what in ("classes", "pace", "arena")]
        pages = [ClassPage(otto, address) for address in addresses]
        for page in pages:
            await page.__aenter__()
            await page.hear()
        slow.append(next(each for each in consumers._open if each.person == otto))
        await do(actions.remove_instructor, a_class, otto.pk, by=mara)
        await ending.look_once()
        await asyncio.sleep(0)
        assert sum(is_over(page) for page in pages) == 2
        taken.set()
        assert [await end_of(page) for page in pages] == [NOT_FOUND] * 3
        for page in pages:
            await page.__aexit__()

    work(run)
