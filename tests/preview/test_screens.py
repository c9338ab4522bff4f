"""What is kept of a terminal, who is told of it, and how much of it waits for those who watch."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.preview import screens, watches
from quintain.preview.programs import News, Phase, Program
from quintain.preview.screens import MOST_KEPT_BYTES, SEARCHED_BYTES, Screen, safe_cut, screen_for, terminal_changed
from quintain.preview.tickets import Access
from quintain.preview.watches import MOST_DUE_BYTES, Frame, Watch
from tests.aside import run_aside

LEARNER, LAB, OTHER_LAB = uuid4(), uuid4(), uuid4()


@pytest.fixture(autouse=True)
def _nothing_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_screens", {})
    monkeypatch.setattr(screens, "_listeners", {})


@pytest.fixture
def changes() -> Iterator[list[UUID]]:
    """Collect the labs whose terminal was opened, or is over."""
    found: list[UUID] = []

    def note(lab: UUID, **_: object) -> None:
        found.append(lab)

    terminal_changed.connect(note)
    yield found
    terminal_changed.disconnect(note)


def make_program(owner: UUID = LEARNER) -> Program[Any]:
    """Return a terminal's program that never starts."""
    unused: Any = None
    return Program(owner, Access("terminal"), "", (None, {}), unused, unused, news=News(Phase.RUNNING))


def opened(lab: UUID = LAB, owner: UUID = LEARNER) -> Screen:
    """Open a terminal of 24 rows and 80 columns."""
    return screen_for(make_program(owner), lab, 24, 80)


class Watcher:
    """Somebody who watches, and how often something was ready for them."""

    def __init__(self, lab: UUID = LAB) -> None:
        self.woken = 0
        self.watch = Watch(LEARNER, lab, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def draw(self) -> None:
        """Say that the last frame is drawn, and wait until another one may come."""
        assert self.watch.drawn()
        await asyncio.sleep(watches.REST_SECONDS * 2)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def timed() -> None:
        await asyncio.wait_for(work(), 30)

    run_aside(timed())


def whole(shown: bytes, rows: int = 24, columns: int = 80, *, is_new: bool = False) -> Frame:
    """Return a frame with the whole screen."""
    return Frame(rows, columns, shown, is_whole=True, is_new=is_new)


def part(shown: bytes, rows: int = 24, columns: int = 80) -> Frame:
    """Return a frame with what was shown since the last one."""
    return Frame(rows, columns, shown, is_whole=False, is_new=False)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (b"abc\nnext", b"next"),
        (b"abcd\x1b[31mred", b"\x1b[31mred"),
        (b"ab\x1b[31mred\nnext", b"next"),
        ("ab😀é".encode(), "é".encode()),
        (b"abcdef", b"def"),
        (b"a" + b"\x80" * 9, b"\x80" * 7),
        (b"abc" + b"x" * SEARCHED_BYTES + b"\nfar", b"x" * SEARCHED_BYTES + b"\nfar"),
    ],
)
def test_a_cut_is_where_nothing_is_halved(shown: bytes, kept: bytes) -> None:
    """After a line or before a control sequence that is near, else before a character; of what is none, anywhere."""
    assert shown[safe_cut(shown, 3) :] == kept


@given(st.text(), st.integers(min_value=0))
def test_no_cut_halves_a_character(text: str, least: int) -> None:
    """And none leaves more than the limit."""
    shown = text.encode()
    least %= len(shown) + 1
    cut = safe_cut(shown, least)
    assert cut >= least
    shown[cut:].decode()


def test_what_is_kept_is_bounded() -> None:
    """However much is shown, and however little of it ends a line."""
    screen = opened()
    for piece in (b"x" * 30_000, b"y\n" * 15_000, b"z" * 40_000, b"\n", b"end"):
        screen.show(piece)
        assert len(screen.kept) <= MOST_KEPT_BYTES
    assert len(screen.kept) > MOST_KEPT_BYTES - 2 * SEARCHED_BYTES
    assert screen.kept.endswith(b"z\nend")


def test_watcher_gets_what_is_there_then_what_comes() -> None:
    """Each in its order, with the size, and the end after all of it."""

    async def work() -> None:
        screen = opened()
        screen.show(b"before")
        watcher = Watcher()
        assert watcher.watch.take() == whole(b"before", is_new=True)
        await watcher.draw()
        assert watcher.watch.take() is None
        screen.show(b"one ")
        screen.show(b"two")
        screen.resize(10, 50)
        screen.end("It has ended.")
        assert watcher.watch.take() == part(b"one two", 10, 50)
        assert watcher.watch.take() is None, "the end is told when all before it is drawn"
        await watcher.draw()
        assert watcher.watch.take() == "It has ended."
        assert watcher.watch.take() is None

    run(work)


def test_watcher_comes_before_the_terminal() -> None:
    """There is none at first; then it is opened, and replaced by a newer one."""

    async def work() -> None:
        watcher = Watcher()
        assert (watcher.woken, watcher.watch.take()) == (1, "No terminal is open.")
        first = opened()
        first.show(b"first")
        assert watcher.watch.take() == whole(b"first", is_new=True)
        opened()
        first.show(b"of the old one")
        await watcher.draw()
        assert watcher.watch.take() == whole(b"", is_new=True)

    run(work)


def test_one_frame_is_on_its_way_at_a_time() -> None:
    """What is shown meanwhile waits, and nobody draws what was not sent."""

    async def work() -> None:
        screen, watcher = opened(), Watcher()
        assert watcher.watch.drawn() is False
        watcher.watch.take()
        for _ in range(100):
            screen.show(b".")
        assert watcher.watch.take() is None
        woken = watcher.woken
        await watcher.draw()
        assert watcher.watch.drawn() is False
        assert watcher.woken == woken + 1
        assert watcher.watch.take() == part(b"." * 100)

    run(work)


def test_flood_makes_a_watcher_begin_again_with_the_screen() -> None:
    """Ten mebibytes wait in as little memory as one screen, and an end comes after the last of them."""

    async def work() -> None:
        screen, watcher = opened(), Watcher()
        watcher.watch.take()
        for _ in range(320):
            screen.show(b"y" * 99 + b"\n" + b"y" * 32_668)
            assert len(watcher.watch._due) <= MOST_DUE_BYTES
        screen.show(b"last")
        screen.end("over")
        await watcher.draw()
        frame = watcher.watch.take()
        assert isinstance(frame, Frame)
        assert (frame.is_whole, frame.is_new) == (True, False)
        assert len(frame.shown) <= MOST_KEPT_BYTES
        assert frame.shown.endswith(b"last")
        await watcher.draw()
        assert watcher.watch.take() == "over"

    run(work)


def test_watchers_of_another_lab_or_learner_are_told_nothing(changes: list[UUID]) -> None:
    """A terminal in another lab ends that of the first, since a learner has one."""

    async def work() -> None:
        watcher, elsewhere = Watcher(), Watcher(OTHER_LAB)
        watcher.watch.take()
        elsewhere.watch.take()
        opened(owner=uuid4()).show(b"somebody else's")
        assert (watcher.watch.take(), elsewhere.watch.take()) == (None, None)
        opened(OTHER_LAB).show(b"of the other lab")
        assert watcher.watch.take() is None
        assert elsewhere.watch.take() == whole(b"of the other lab", is_new=True)
        assert Watcher().watch.take() == "No terminal is open."
        opened(LAB).show(b"of this lab")
        assert watcher.watch.take() == whole(b"of this lab", is_new=True)
        await elsewhere.draw()
        assert elsewhere.watch.take() == "The terminal was replaced by a newer one."

    run(work)
    assert changes == [LAB, OTHER_LAB, OTHER_LAB, LAB]


def test_who_left_is_told_nothing() -> None:
    """And is not kept."""

    async def work() -> None:
        screen, watcher = opened(), Watcher()
        watcher.watch.leave()
        woken = watcher.woken
        screen.show(b"later")
        assert (watcher.woken, watcher.watch.take()) == (woken, None)
        assert screens._listeners == {}

    run(work)


def test_a_terminal_that_ends_unread_is_over(changes: list[UUID]) -> None:
    """While its learner's page reads it, that page tells of the end, after the last that is shown."""

    class Page:
        async def give_way(self) -> None:
            """Do nothing."""

    async def work() -> None:
        screen = opened()
        screen.reader = Page()
        screen.program.end("idle")
        assert not screens.is_open(LEARNER, LAB)
        await screens.settle(LEARNER)
        assert changes == [LAB]
        screen.reader = None
        await screens.settle(LEARNER)
        await screens.settle(LEARNER)
        assert screens._screens == {}

    run(work)
    assert changes == [LAB, LAB]


def test_open_is_what_runs_in_this_lab() -> None:
    """For the words on the learner's page."""
    assert not screens.is_open(LEARNER, LAB)
    screen = opened()
    assert (screens.is_open(LEARNER, LAB), screens.is_open(LEARNER, OTHER_LAB)) == (True, False)
    screen.end("over")
    assert not screens.is_open(LEARNER, LAB)
