"""Two people in one editor, over two web processes: one process has them, whatever becomes of it."""

import time
from signal import SIGCONT, SIGSTOP, SIGTERM

import httpx
import pytest
from django.conf import settings

from quintain.cells.cookies import COOKIE
from quintain.cells.models import Cell, Ownership
from quintain.cells.sockets import MOVED
from quintain.coedit import actions
from quintain.coedit.models import PairSession
from quintain.coedit.queries import texts_of
from tests.cells.grown.conftest import Pair
from tests.cells.grown.processes import Browser, Cells, Tab, stored
from tests.server.jobs.workers import wait_until


def test_both_of_a_pair_are_led_to_one_cell_and_a_killed_one_loses_nothing_acknowledged(
    cells: Cells, pair: Pair
) -> None:
    """The student comes to one cell, the instructor to another; then the owner is killed, and comes back."""
    one, two = cells.need("web-1", "web-2")
    student, instructor = Browser(cells, pair.student, one), Browser(cells, pair.instructor, two)
    with Tab(student, pair.session, pair.lab) as left, Tab(instructor, pair.session, pair.lab) as right:
        assert left.cell is right.cell is one
        assert right.codes == [MOVED]
        assert (student.cookies[COOKIE], instructor.cookies[COOKIE]) == ("web-1", "web-1")
        left.type(pair.text, "acknowledged")
        assert left.saved(), (left.codes, left.told)
        assert right.hears(pair.text, "acknowledged")
        one.kill()
        began = time.monotonic()
        right.come()
        left.come()
        assert left.cell is right.cell is two
        assert left.document.texts()[pair.text] == right.document.texts()[pair.text] == "acknowledged"
        left.type(pair.text, "acknowledged, and on")
        assert right.hears(pair.text, "acknowledged, and on")
        print(f"both type again {time.monotonic() - began:.1f} s after the kill")  # noqa: T201  a figure for people
        (one,) = cells.need("web-1")  # back again, under the same name
        with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as again:
            assert again.cell is two
            assert again.document.texts()[pair.text] == "acknowledged, and on"


def test_a_stopped_owner_that_goes_on_overwrites_nothing(cells: Cells, pair: Pair) -> None:
    """What was typed at it meanwhile comes to the new owner with the page, and nothing of the new owner's is lost."""
    one, two = cells.need("web-1", "web-2")
    with (
        Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left,
        Tab(Browser(cells, pair.instructor, one), pair.session, pair.lab) as right,
    ):
        left.type(pair.text, "before")
        assert left.saved()
        assert right.hears(pair.text, "before")
        one.send(SIGSTOP)
        try:
            left.type(pair.text, "before, typed into the void")  # waits in the line to the stopped process
            right.browser.passed_over.add("web-1")
            right.browser.first = two
            right.come()
            assert right.cell is two
            right.type(pair.text, "before and after")
            assert right.saved()
        finally:
            one.send(SIGCONT)
        assert left.is_moved()
        left.come()
        assert left.cell is two
        assert left.saved()  # what only this page had
        merged = left.document.texts()[pair.text]
        assert right.hears(pair.text, merged)
        assert "void" in merged
        assert "after" in merged
        assert stored(pair.session, pair.lab)[pair.text] == merged
        assert two.owns(pair.in_class.pk)


def test_a_cell_that_is_asked_to_stop_gives_its_classes_away(cells: Cells, pair: Pair) -> None:
    """Readiness says so, sockets are moved, and all is there on the other cell before the process has ended."""
    one, two = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left:
        assert left.cell is one
        left.type(pair.text, "in the middle")
        one.send(SIGTERM)
        assert left.is_moved()
        assert httpx.get(f"http://{one.host}/healthz", trust_env=False).json()["status"] == "leaving"
        left.come()  # by way of the cell that leaves: it still answers, and names another
        assert left.cell is two
        assert one.process.poll() is None
        assert left.saved()
        assert stored(pair.session, pair.lab)[pair.text] == "in the middle"
    assert one.process.wait(30) == -SIGTERM
    assert not Cell.objects.filter(name="web-1").exists()


def test_an_end_at_another_process_reaches_the_owner(cells: Cells, pair: Pair) -> None:
    """By the database alone: no message crosses processes here. Texts come home if the student has left."""
    (one,) = cells.need("web-1")
    with Tab(Browser(cells, pair.instructor, one), pair.session, pair.lab) as right:
        right.type(pair.text, "typed by the instructor")
        assert right.saved()
        actions.end(pair.session, by=pair.instructor)  # in this process, which is none of the cells
        assert not right.hear_until(lambda _: False)
        assert right.codes[-1:] == [4410]
    wait_until(lambda: not PairSession.objects.get(pk=pair.session.pk).state, "nobody has brought the texts home")
    assert texts_of(pair.student, pair.lab)[pair.text] == "typed by the instructor"


@pytest.mark.parametrize("forged", ["web-2", "web-9", "x" * 500, "a;b", "../../etc"])
def test_a_forged_cookie_gives_a_wrong_route_and_nothing_else(cells: Cells, pair: Pair, forged: str) -> None:
    """The socket comes to its cell all the same, and a page names it again."""
    one, _ = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left:
        assert left.cell is one
        browser = Browser(cells, pair.instructor, one)
        headers = {"Cookie": f"{browser.header}; {COOKIE}={forged}"}
        answer = httpx.get(f"http://{one.host}/pair/{pair.session.pk}/", headers=headers, trust_env=False)
        assert answer.status_code == 200
        browser.take(answer.headers.get_list("set-cookie"))
        assert browser.cookies[COOKIE] == "web-1"
        with Tab(browser, pair.session, pair.lab) as right:
            assert right.cell is one
            assert right.codes == []


def test_a_person_without_a_session_learns_nothing_and_takes_nothing(cells: Cells, pair: Pair) -> None:
    """A stranger's socket is refused as ever, and makes no cell take a class."""
    one, _ = cells.need("web-1", "web-2")
    browser = Browser(cells, pair.student, one)
    browser.cookies = {COOKIE: "web-2"}
    line, _ = browser.open(f"/live/pair/{pair.session.pk}")
    tab = Tab(browser, pair.session, pair.lab)
    tab.line = line
    tab.hear_until(lambda _: False)
    assert tab.codes == [4401]
    assert not Ownership.objects.filter(partition=pair.in_class.pk).exists()
    assert httpx.get(f"http://{one.host}/sign-in/", trust_env=False).cookies.get(COOKIE) is None
    assert settings.SESSION_COOKIE_NAME == "quintain-session"
