"""What comes to a process that has not the class: pages, programs, terminals, resets."""

from uuid import uuid4

import httpx
import pytest
from django.conf import settings as of_django
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts.actions import Typed, fix_file, reset, save
from quintain.catalog import pack_store
from quintain.cells import ownership
from quintain.cells.cookies import COOKIE, OF_PROGRAMS
from quintain.cells.sockets import MOVED
from quintain.coedit.models import PairSession
from tests.cells.grown.conftest import Pair
from tests.cells.grown.processes import Browser, Cells, Tab
from tests.classroom import make_pack
from tests.server.jobs.workers import wait_until


def test_a_reset_at_another_process_reaches_the_shared_editor(cells: Cells, pair: Pair) -> None:
    """By the database alone."""
    (one,) = cells.need("web-1")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left:
        left.type(pair.text, "to be thrown away")
        assert left.saved()
        own = fix_file(pair.student, pair.lab, pair.text.removeprefix("fix/"))
        save(own, Typed("to be thrown away", own.load().revision))  # as the student's page does
        reset(User.objects.get(pk=pair.student.pk), pair.lab)  # in this process, which is none of the cells
        assert left.hears(pair.text, pair.lab.starter[pair.text.removeprefix("fix/")])
        wait_until(
            lambda: PairSession.objects.get(pk=pair.session.pk).exchanged_at is None, "it is put again and again"
        )


def test_a_terminal_is_opened_where_the_class_is(cells: Cells, pair: Pair) -> None:
    """A socket of another process is closed before it has begun anything, and brings the cookie."""
    one, two = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab):
        browser = Browser(cells, pair.student, two)
        line, cell = browser.open("/live/labs/redos/terminal")
        tab = Tab(browser, pair.session, pair.lab)
        tab.line = line
        tab.hear_until(lambda _: False)
        assert (cell, tab.codes, browser.cookies[COOKIE]) == (two, [MOVED], "web-1")
        line, cell = browser.open("/live/labs/redos/terminal")
        assert cell is one
        line.send("[]")  # what it does not understand: so it was let in
        tab.line, tab.codes = line, []
        tab.hear_until(lambda _: False)
        assert tab.codes == [4400]
        browser.lines.close()


def test_a_page_names_the_cell_of_the_class(cells: Cells, pair: Pair) -> None:
    """Wherever it is drawn. The part about who is in the editor is drawn where that is known alone."""
    one, two = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab):
        browser = Browser(cells, pair.student, two)
        part = browser.get("/labs/redos/pairing")
        assert part.status_code == 421
        assert browser.cookies[COOKIE] == "web-1"
        assert browser.get("/labs/redos/pairing").status_code == 200
        elsewhere = Browser(cells, pair.student, two)
        wait_until(lambda: elsewhere.get("/").status_code == 200 and elsewhere.cookies[COOKIE] == "web-1", "not named")
        assert elsewhere.led_to is one


def test_a_program_is_started_where_the_class_is(pair: Pair) -> None:
    """Another process says so, with the cookie, and has nothing run."""
    taken = pack_store.current_pack()
    name, incarnation = f"test-{uuid4().hex[:8]}", uuid4()
    assert ownership.beat(name, incarnation)
    ownership.take(pair.in_class.pk, incarnation)
    client = Client()
    client.force_login(pair.student, backend="quintain.accounts.backends.PersonBackend")
    pack_store.put(make_pack())
    try:
        answer = client.post("/labs/shop/program", headers={"accept": "application/json"})
    finally:
        pack_store.put(taken)
    assert answer.status_code == 421
    assert answer.json()["moved"] is True
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == (name, True, "Lax", "/")
    assert bool(cookie["secure"]) is of_django.SESSION_COOKIE_SECURE


@pytest.mark.sample(most=3)
@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("ticket=x&cell=web-2", "web-2"),
        ("ticket=x&cell=web-2&sent=1", ""),
        ("ticket=x&cell=web-1", ""),
        ("ticket=x&cell=web;2", ""),
        ("ticket=x&cell=", ""),
        ("ticket=x", ""),
    ],
)
def test_the_way_into_a_program_names_its_cell(cells: Cells, query: str, leads_to: str) -> None:
    """A frame is on a host of its own, where the classroom's cookie is not: it is led once, and never in a circle."""
    one, _ = cells.need("web-1", "web-2")
    host = {"Host": f"lab-{uuid4().hex}.localhost:{one.port}"}
    answer = httpx.get(f"http://{one.host}/.quintain/enter?{query}", headers=host, trust_env=False)
    cookie = answer.headers.get("set-cookie", "")
    if leads_to:
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/.quintain/enter?{query}&sent=1"
        assert cookie.startswith(f"{OF_PROGRAMS}={leads_to}; ")
        assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= {*cookie.split("; ")}
    else:
        assert (answer.status_code, cookie) == (404, "")
