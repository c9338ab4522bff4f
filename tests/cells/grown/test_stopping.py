"""Two people in one editor, over two web processes: one process has them, whatever becomes of it."""

import time
from signal import SIGCONT, SIGSTOP, SIGTERM

import httpx
import pytest

from quintain.cells.cookies import COOKIE
from quintain.cells.models import Cell
from quintain.cells.sockets import MOVED
from tests.cells.grown.conftest import Pair
from tests.cells.grown.processes import Browser, Cells, Tab, stored


def test_both_of_a_pair_are_led_to_one_cell_and_a_killed_one_loses_nothing_acknowledged(
    cells: Cells, pair: Pair
) -> None:
    """The student comes to one cell, the instructor to another; then the owner is killed."""
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


@pytest.mark.whole
def test_a_killed_cell_that_comes_back_splits_nothing(cells: Cells, pair: Pair) -> None:
    """It has its name again, and none of the classes that it had; who comes to it is led on."""
    one, two = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left:
        left.type(pair.text, "acknowledged")
        assert left.saved()
        one.kill()
        left.come()
        assert left.cell is two
        (one,) = cells.need("web-1")
        with Tab(Browser(cells, pair.instructor, one), pair.session, pair.lab) as right:
            assert right.cell is two
            assert right.codes == [MOVED]
            assert right.document.texts()[pair.text] == "acknowledged"


@pytest.mark.whole
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


@pytest.mark.whole
def test_a_cell_that_is_asked_to_stop_gives_its_classes_away(cells: Cells, pair: Pair) -> None:
    """Readiness says so, sockets are moved, and all is there on the other cell before the process has ended."""
    one, two = cells.need("web-1", "web-2")
    with Tab(Browser(cells, pair.student, one), pair.session, pair.lab) as left:
        assert left.cell is one
        left.type(pair.text, "in the middle")
        one.send(SIGTERM)
        began = time.monotonic()
        assert left.is_moved()
        assert httpx.get(f"http://{one.host}/healthz", trust_env=False).json()["status"] == "leaving"
        left.come()  # by way of the cell that leaves: it still answers, and names another
        print(f"moved {time.monotonic() - began:.1f} s after SIGTERM")  # noqa: T201  as above
        assert left.cell is two
        assert one.process.poll() is None
        assert left.saved()
        assert stored(pair.session, pair.lab)[pair.text] == "in the middle"
    assert one.process.wait(30) == -SIGTERM
    assert not Cell.objects.filter(name="web-1").exists()
