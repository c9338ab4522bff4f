"""Ends, and people who come with a cookie that is not theirs, in a pair session over two web processes."""

import httpx
import pytest
from django.conf import settings
from django.utils import timezone

from quintain.cells.cookies import COOKIE
from quintain.cells.models import Ownership
from quintain.coedit import actions
from quintain.coedit.documents import SharedDocument
from quintain.coedit.models import PairSession
from quintain.coedit.queries import names_of, texts_of
from quintain.packs.model.lab import Lab
from tests.cells.grown.conftest import Pair, make_pair
from tests.cells.grown.processes import Browser, Cells, Tab
from tests.server.jobs.workers import wait_until


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


def test_a_document_that_nobody_can_read_keeps_no_other_from_coming_home(cells: Cells, pair: Pair, lab: Lab) -> None:
    """Each of them is tried, in whatever order the database gives them."""
    cells.need("web-1")
    broken = make_pair(lab)
    document = SharedDocument(names_of(lab))
    document.put(pair.text, "shared")
    ended = timezone.now()
    states = {broken.session.pk: b"no document", pair.session.pk: document.state()}
    for session, state in states.items():
        PairSession.objects.filter(pk=session).update(state=state, ended_at=ended)
    wait_until(lambda: not PairSession.objects.get(pk=pair.session.pk).state, "nobody has brought the texts home")
    assert texts_of(pair.student, lab)[pair.text] == "shared"
    PairSession.objects.filter(pk=broken.session.pk).update(state=b"")


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("forged", ["web-2", "web-9", "x" * 10_000, "a;b", "../../etc"])
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
