"""The programs at work: one for each learner, so many in all, each with a thread that starts, watches and ends it.

They live in this process alone: of several, in the cell that has the learner's class, and they end when it has lost it.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from django.utils.translation import gettext, gettext_noop, override

from quintain.cells.ownership import Hold
from quintain.judge.errors import JudgeFault, Raised, SubmissionRefused, SuspectFault
from quintain.preview.errors import HouseFull
from quintain.preview.printed import NOTHING, Printed, shown
from quintain.preview.tickets import Access
from quintain.web.languages import spoken

log = logging.getLogger(__name__)

MOST: Final = 16
IDLE_SECONDS: Final = 600.0
SPARED_SECONDS: Final = 60.0  # who was busy this lately does not give up the place to somebody else
BETWEEN_SECONDS: Final = 1.0  # from one start of a learner's to the next
LOOK_SECONDS: Final = 0.2


class AtWork(Protocol):
    """What runs: a `quintain.judge.interactive.app_preview.AppPreview`, or what a test puts in its place."""

    def over(self, seconds: float) -> str | None:
        """Wait for its end, and say how it came."""

    def close(self) -> None:
        """End it."""


class Phase(StrEnum):
    """How far a program is."""

    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"
    OVER = "over"


class Why(StrEnum):
    """What befalls a program or a terminal."""

    REPLACED = "replaced"
    DID_NOT_START = "did not start"
    OVER = "over"
    IDLE = "idle"
    OUSTED = "ousted"
    SIGNED_OUT = "signed out"
    MOVED = "moved"


WORDS: Final = {
    ("program", Why.REPLACED): gettext_noop("The program was replaced by a newer one."),
    ("program", Why.DID_NOT_START): gettext_noop("The program does not start."),
    ("program", Why.OVER): gettext_noop("The program has ended: %(how)s."),
    ("program", Why.IDLE): gettext_noop("The program was stopped, because nobody had used it for ten minutes."),
    ("program", Why.OUSTED): gettext_noop("The program was stopped, because another learner needed its place."),
    ("program", Why.SIGNED_OUT): gettext_noop("The program was stopped, because its session has ended."),
    ("program", Why.MOVED): gettext_noop(
        "The program was stopped, because your class has moved to another process of this classroom. Start it again."
    ),
    ("terminal", Why.REPLACED): gettext_noop("The terminal was replaced by a newer one."),
    ("terminal", Why.DID_NOT_START): gettext_noop("The terminal does not start."),
    ("terminal", Why.OVER): gettext_noop("The terminal has ended: %(how)s."),
    ("terminal", Why.IDLE): gettext_noop("The terminal was stopped, because nobody had used it for ten minutes."),
    ("terminal", Why.OUSTED): gettext_noop("The terminal was stopped, because another learner needed its place."),
    ("terminal", Why.SIGNED_OUT): gettext_noop("The terminal was stopped, because its session has ended."),
    ("terminal", Why.MOVED): gettext_noop(
        "The terminal was stopped, because your class has moved to another process of this classroom."
    ),
}


@dataclass(frozen=True, slots=True)
class News:
    """What has become of a program, why, in whole sentences, and what it has printed."""

    phase: Phase
    words: str = ""
    printed: Printed = NOTHING


class CalledOff(Exception):  # noqa: N818  what happened
    """Nobody wants it any more."""


class NotAtWork(Exception):  # noqa: N818  as above
    """The program has not started, or has ended; the message says why."""


type Tell = Callable[[News], None]
type Open[Work: AtWork] = Callable[[Callable[[], None]], Work]


@dataclass(eq=False, slots=True)
class Program[Work: AtWork]:
    """One program of one learner. ``started`` has what runs, or `NotAtWork`."""

    owner: UUID
    access: Access
    page: str
    contents: tuple[object, Mapping[str, str]]
    open: Open[Work]
    tell: Tell
    kind: str = "program"
    """What it is called in words: a program, or a terminal."""
    read: Callable[[Work], bytes] = lambda _work: b""
    """Gives all that it has printed; a terminal shows that itself."""
    session: str = ""
    """The key of the session that it works for; it ends with that."""
    language: str = field(default_factory=spoken)
    """In which its owner is told of it: that of the page from which it was asked for."""
    hold: Hold | None = None
    """With what this cell has its learner's class; None where no cells are."""
    news: News = News(Phase.STARTING)
    started: "Future[Work]" = field(default_factory=Future)
    used_at: float = field(default_factory=time.monotonic)
    at_once: int = 0
    """How many visits are under way; counted in the event loop alone."""
    has_begun: bool = False
    is_replaced: bool = False
    """Its owner has another one now, and is told of that one alone."""
    _ending: threading.Event = field(default_factory=threading.Event)
    _why: str = ""
    _bytes_told: int = 0
    """How much of what it printed its owner was told of; below zero, all is to be told again."""

    def __post_init__(self) -> None:
        """Let nobody who waits for the start cancel it for the others."""
        self.started.set_running_or_notify_cancel()

    @property
    def is_wanted(self) -> bool:
        """Whether it has not ended, nor been told to."""
        return self.news.phase in {Phase.STARTING, Phase.RUNNING} and not self._ending.is_set()

    def words_for(self, why: "Why") -> str:
        """Return what its owner is told of what befalls it, in their language."""
        with override(self.language):
            return gettext(WORDS[self.kind, why])

    def touch(self) -> None:
        """Note that somebody uses it."""
        self.used_at = time.monotonic()

    def tell_again(self) -> None:
        """Have its owner told once more, on a page that may have heard nothing yet."""
        self._bytes_told = -1

    def end(self, why: str) -> None:
        """Ask for its end."""
        self._why = self._why or why
        self._ending.set()

    def replace(self) -> None:
        """Ask for its end, as its owner has another one now."""
        self.is_replaced = True
        self.end(self.words_for(Why.REPLACED))
        if not (self.has_begun or self.started.done()):
            self._fail(self._why)  # nobody else will, and somebody may wait for its start

    def live(self) -> None:
        """Start what runs, watch it until its end, and tell the owner of each step, in their language."""
        with override(self.language):
            self._live()

    def _live(self) -> None:
        try:
            work = self.open(self._stay)
        except Raised as error:
            thrown = error.thrown
            place = (
                gettext("%(file)s, line %(line)s.") % {"file": thrown.file, "line": thrown.line} if thrown.file else ""
            )
            words = " ".join(filter(None, (self.words_for(Why.DID_NOT_START), f"{error.message}.", place)))
            self._fail(words, shown(error.printed))
        except SuspectFault as error:
            self._fail(f"{self.words_for(Why.DID_NOT_START)} {error.message}", shown(error.printed))
        except CalledOff:
            self._fail(self._why)
        except (JudgeFault, SubmissionRefused) as error:
            self._fail(gettext("Our side failed, not your code. %(error)s") % {"error": error})
        except Exception:
            log.exception("a program could not be started")
            self._fail(
                gettext("Our side failed, not your code. Start it again; if it stays, look into the server's log.")
            )
        else:
            with closing(work):
                self.started.set_result(work)
                self._say(News(Phase.RUNNING))
                words = self._watch(work)
            self._say(News(Phase.OVER, words, shown(self.read(work))))

    def _stay(self) -> None:
        if self._ending.is_set():
            raise CalledOff

    def _watch(self, work: Work) -> str:
        while not self._ending.wait(LOOK_SECONDS):
            self._hear(work)
            over = work.over(0)
            if over is not None:
                return self.words_for(Why.OVER) % {"how": over}
            if self.at_once == 0 and time.monotonic() - self.used_at > IDLE_SECONDS:
                return self.words_for(Why.IDLE)
        return self._why

    def _hear(self, work: Work) -> None:
        """Tell of what it has printed since."""
        output = self.read(work)
        if len(output) != self._bytes_told:
            self._bytes_told = len(output)
            self._say(replace(self.news, printed=shown(output)))

    def _fail(self, words: str, printed: Printed = NOTHING) -> None:
        self._say(News(Phase.FAILED, words, printed))
        self.started.set_exception(NotAtWork(words))

    def _say(self, news: News) -> None:
        self.news = news
        if not self.is_replaced:
            self.tell(news)


@dataclass(eq=False, slots=True)
class Slot[Work: AtWork]:
    """A learner's slot: the program that is wanted, and whether a thread serves it."""

    program: Program[Work]
    is_served: bool = False


class Programs[Work: AtWork]:
    """All programs at work. Safe for threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._slots: dict[UUID, Slot[Work]] = {}
        self._changed = threading.Condition()
        self._closed = False

    def start(self, wanted: Program[Work]) -> Program[Work]:
        """Start a program in place of the one that its owner had, unless that is the very same.

        Raises:
            HouseFull: all places are taken.

        """
        with self._changed:
            slot = self._slots.get(wanted.owner)
            if slot is None or not (slot.is_served or slot.program.is_wanted):
                self._make_room()
            if slot is None:
                slot = self._slots[wanted.owner] = Slot(wanted)
            else:
                had = slot.program
                if had.is_wanted and had.access.label == wanted.access.label and had.contents == wanted.contents:
                    had.touch()
                    had.tell_again()
                    had.session, had.hold = wanted.session, wanted.hold
                    return had
                if had.access.label == wanted.access.label:
                    wanted.access = had.access  # its owner's cookie opens the new one too
                slot.program = wanted
                had.replace()
            if not slot.is_served:
                slot.is_served = wanted.has_begun = True
                threading.Thread(target=self._serve, args=(slot,), name="program", daemon=True).start()
            self._changed.notify_all()
            return wanted

    def _make_room(self) -> None:
        served = [slot.program for slot in self._slots.values() if slot.is_served]
        if len(served) < self._most:
            return
        idle = min((each for each in served if each.at_once == 0), key=lambda each: each.used_at, default=None)
        if self._closed or idle is None or time.monotonic() - idle.used_at < SPARED_SECONDS:
            raise HouseFull
        idle.end(idle.words_for(Why.OUSTED))

    def _serve(self, slot: Slot[Work]) -> None:
        """See to one learner's programs, one after another, while there is one that has not begun."""
        program = slot.program
        while True:
            began = time.monotonic()
            try:
                program.live()
            finally:
                with self._changed:
                    fresh = slot.program is not program
                    if not fresh:
                        slot.is_served = False
                        self._changed.notify_all()
            if not fresh:
                return
            time.sleep(max(0.0, began + BETWEEN_SECONDS - time.monotonic()))
            with self._changed:
                program = slot.program
                program.has_begun = True

    def find(self, label: str) -> Program[Work] | None:
        """Return the program behind a name, at work or over; None if there has been none."""
        with self._changed:
            return next((slot.program for slot in self._slots.values() if slot.program.access.label == label), None)

    def of(self, owner: UUID) -> Program[Work] | None:
        """Return what a learner had last."""
        with self._changed:
            slot = self._slots.get(owner)
            return None if slot is None else slot.program

    def sessions(self) -> set[str]:
        """Return the keys of the sessions that something works for."""
        with self._changed:
            return {slot.program.session for slot in self._slots.values() if slot.program.is_wanted} - {""}

    def end_session(self, session: str) -> None:
        """End what works for a session."""
        self._end(lambda program: program.session == session, Why.SIGNED_OUT)

    def holds(self) -> list[Hold | None]:
        """Return with what this cell has the classes for which something is at work."""
        with self._changed:
            return [slot.program.hold for slot in self._slots.values() if slot.program.is_wanted]

    def end_lost(self, has: Callable[[Hold], bool]) -> None:
        """End what works for classes that this cell has no more."""
        self._end(lambda program: program.hold is not None and not has(program.hold), Why.MOVED)

    def _end(self, is_ended: Callable[[Program[Work]], bool], why: Why) -> None:
        with self._changed:
            ended = [slot.program for slot in self._slots.values() if is_ended(slot.program)]
        for program in ended:
            program.end(program.words_for(why))

    def close(self, seconds: float = 5.0) -> None:
        """End all of them, and wait until they are gone."""
        with self._changed:
            self._closed = True
            for slot in self._slots.values():
                with override(slot.program.language):
                    slot.program.end(gettext("The classroom is shutting down."))
            self._changed.wait_for(lambda: not any(slot.is_served for slot in self._slots.values()), seconds)
            self._closed = False
