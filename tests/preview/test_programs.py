"""Places for programs: one for each learner, so many in all, and what becomes of them."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from quintain.judge.errors import Died, JudgeFault
from quintain.preview import programs as room
from quintain.preview.errors import HouseFull
from quintain.preview.printed import Printed
from quintain.preview.programs import News, NotAtWork, Phase, Program, Programs
from quintain.preview.tickets import Access

ANN, BEN, CLEO = (UUID(int=number) for number in (1, 2, 3))


@dataclass
class Work:
    """A program of straw; all that were ever open are counted."""

    stage: "Stage"
    ended: str | None = None
    output: bytes = b""

    def over(self, _seconds: float) -> str | None:
        return self.ended

    def close(self) -> None:
        self.stage.open -= 1


@dataclass
class Stage:
    """Where programs of straw run."""

    programs: Programs[Work]
    told: list[News] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    opened: int = 0
    works: list[Work] = field(default_factory=list)
    before: Callable[[Callable[[], None]], None] = lambda watch: watch()

    def _open(self, watch: Callable[[], None]) -> Work:
        self.before(watch)
        self.open += 1
        self.opened += 1
        self.most_open = max(self.most_open, self.open)
        self.works.append(Work(self))
        return self.works[-1]

    def start(self, owner: UUID, text: str = "", label: str = "", session: str = "") -> Program[Work]:
        access = Access(label or f"lab-{owner.int}")
        contents = ("digest", {"a.py": text})
        wanted = Program(
            owner, access, "", contents, self._open, self.told.append, read=lambda work: work.output, session=session
        )
        return self.programs.start(wanted)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Two places, and no patience."""
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(room, "BETWEEN_SECONDS", 0.05)
    return Stage(Programs(most=2))


def wait(wanted: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not wanted() and time.monotonic() < until:
        time.sleep(0.005)
    assert wanted()


def test_same_files_keep_running(stage: Stage) -> None:
    """Whoever opens the preview again meets the program that runs."""
    first = stage.start(ANN, "a")
    first.started.result(5)
    assert stage.start(ANN, "a") is first
    assert stage.opened == 1


def test_a_program_ends_with_the_session_that_has_opened_it_last(stage: Stage) -> None:
    """Whoever goes on with it in another browser keeps it when the first one signs out, and ends it by signing out."""
    program = stage.start(ANN, "a", session="one")
    program.started.result(5)
    assert stage.start(ANN, "a", session="two") is program
    assert stage.programs.sessions() == {"two"}
    stage.programs.end_session("one")
    assert program.is_wanted
    stage.programs.end_session("two")
    wait(lambda: program.news.phase is Phase.OVER)
    assert program.news.words == "The program was stopped, because its session has ended."


def test_other_files_replace_it_with_the_same_access(stage: Stage) -> None:
    """The cookie stays good, the old box is gone before the new one opens, and only the new one is told of."""
    first = stage.start(ANN, "a")
    first.started.result(5)
    second = stage.start(ANN, "b")
    second.started.result(5)
    assert second.access is first.access
    assert (stage.open, stage.most_open) == (1, 1)
    assert [news.phase for news in stage.told] == [Phase.RUNNING, Phase.RUNNING]


def test_another_lab_takes_the_learners_place(stage: Stage) -> None:
    """One for each learner, whatever the lab."""
    first = stage.start(ANN, "a", "lab-a")
    first.started.result(5)
    stage.start(ANN, "a", "lab-b").started.result(5)
    assert stage.most_open == 1
    assert stage.programs.find("lab-a") is None


def test_a_hundred_starts_open_few_boxes(stage: Stage) -> None:
    """Whoever holds the button down does not keep the machine busy, and nobody waits for what was never begun."""
    started = [stage.start(ANN, str(number)) for number in range(100)]
    started[-1].started.result(5)
    assert stage.opened <= 3
    assert stage.most_open == 1
    for old in started[1:-1]:
        with pytest.raises(NotAtWork):
            old.started.result(5)


def test_start_that_hangs_is_called_off_by_the_next(stage: Stage) -> None:
    """The learner who has mended it does not wait."""
    hanging = threading.Event()

    def hang(watch: Callable[[], None]) -> None:
        hanging.set()
        while True:
            time.sleep(0.005)
            watch()

    stage.before = hang
    first = stage.start(ANN, "a")
    assert hanging.wait(5)
    stage.before = lambda watch: watch()
    stage.start(ANN, "b").started.result(5)
    with pytest.raises(NotAtWork, match="replaced"):
        first.started.result(5)


def test_no_more_than_there_are_places(stage: Stage) -> None:
    """Who is busy keeps the place; who has been idle for long gives it up to somebody who asks."""
    ann, _ = stage.start(ANN), stage.start(BEN).started.result(5)
    ann.started.result(5)
    with pytest.raises(HouseFull):
        stage.start(CLEO)
    ann.used_at -= 100
    ann.at_once = 1
    with pytest.raises(HouseFull):
        stage.start(CLEO)
    ann.at_once = 0
    stage.start(CLEO).started.result(5)
    wait(lambda: ann.news.phase is Phase.OVER)
    assert ann.news.words == "The program was stopped, because another learner needed its place."


def test_place_of_a_program_that_is_over_is_free(stage: Stage) -> None:
    """It holds nothing but its last words."""
    for owner in (ANN, BEN):
        stage.start(owner).started.result(5)
    stage.works[0].ended = "it ended itself"
    wait(lambda: stage.open == 1)
    wait(lambda: not stage.programs._slots[ANN].is_served)
    stage.start(CLEO).started.result(5)
    found = stage.programs.find("lab-1")
    assert found is not None
    assert found.news == News(Phase.OVER, "The program has ended: it ended itself.")


def test_idle_program_is_stopped(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a visit is under way."""
    monkeypatch.setattr(room, "IDLE_SECONDS", 0.1)
    program = stage.start(ANN)
    program.at_once = 1
    program.started.result(5)
    time.sleep(0.2)
    assert program.is_wanted
    program.at_once = 0
    wait(lambda: stage.open == 0)
    assert "nobody had used it" in program.news.words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Died("The program ended itself."), "The program does not start. The program ended itself."),
        (JudgeFault("No box."), "Our side failed, not your code. No box."),
        (RuntimeError("secret path"), "Our side failed, not your code. Start it again"),
    ],
)
def test_what_does_not_start_says_why_and_can_be_started_again(stage: Stage, error: Exception, words: str) -> None:
    """A fault of ours is not the learner's, and none of its words are shown."""

    def fail(_watch: object) -> None:
        raise error

    stage.before = fail
    with pytest.raises(NotAtWork, match=words) as raised:
        stage.start(ANN).started.result(5)
    assert "secret" not in str(raised.value)
    stage.before = lambda watch: watch()
    stage.start(ANN).started.result(5)


def test_owner_is_told_of_what_is_printed_as_it_comes(stage: Stage) -> None:
    """Each time once, and of the last words with the end."""
    stage.start(ANN).started.result(5)
    stage.works[0].output = b"at work\n"
    wait(lambda: stage.told[-1] == News(Phase.RUNNING, printed=Printed("at work\n")))
    time.sleep(0.1)
    assert len(stage.told) == 2
    stage.works[0].output += b"bye\n"
    stage.works[0].ended = "it ended itself"
    wait(lambda: stage.told[-1].phase is Phase.OVER)
    assert stage.told[-1].printed == Printed("at work\nbye\n")


def test_page_that_comes_later_is_told_all_of_it(stage: Stage) -> None:
    """Another tab may have heard it; this one has not."""
    stage.start(ANN, "a").started.result(5)
    stage.works[0].output = b"at work\n"
    wait(lambda: len(stage.told) == 2)
    stage.start(ANN, "a")
    wait(lambda: len(stage.told) == 3)
    assert stage.told[-1].printed == Printed("at work\n")


def test_program_that_does_not_start_leaves_its_words(stage: Stage) -> None:
    """What it printed before it failed may say why."""
    error = Died("It ended itself.")
    error.printed = b"no such table\n"

    def fail(_watch: object) -> None:
        raise error

    stage.before = fail
    with pytest.raises(NotAtWork):
        stage.start(ANN).started.result(5)
    assert stage.told[-1].printed == Printed("no such table\n")


def test_closing_ends_all(stage: Stage) -> None:
    """Nothing outlives the classroom."""
    for owner in (ANN, BEN):
        stage.start(owner).started.result(5)
    stage.programs.close()
    assert stage.open == 0


def test_tickets_run_out_and_old_ones_give_way() -> None:
    """The last twenty are good, each once."""
    access = Access(f"lab-{uuid4().hex}")
    tickets = [access.ticket() for _ in range(21)]
    assert access.exchange(tickets[0]) is None
    assert access.exchange(tickets[1]) is not None
    assert access.exchange(tickets[1]) is None
    assert access.exchange("") is None
