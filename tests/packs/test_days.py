# ruff: noqa: E501  the table shows one broken day a line
"""The timetable of a track: every topic has its time, and the time is enough."""

import pytest

from quintain.packs import load_pack
from quintain.packs.problems import Severity
from quintain.packs.timetable import clock_of, lay_out
from tests.packs.conftest import DAYS, TRACK, Break, Folder, add_parts

FILE = "tracks/main.toml"


@pytest.fixture
def planned(pack: Folder) -> Folder:
    """Give a sound pack whose first day is planned."""
    pack.write(FILE, TRACK + DAYS)
    return pack


def edit(old: str, new: str) -> Break:
    return lambda pack: pack.edit(FILE, old, new)


SESSIONS = '[[days.sessions]]\ntopic = "links"\n[[days.sessions]]\ntopic = "archives"\nminutes = 10'
LATE = 'topic = "queries"\nminutes = 30'
BROKEN: dict[str, tuple[Break, str, str]] = {
    "day twice": (lambda pack: pack.write(FILE, TRACK + DAYS + DAYS), "pack.E017", "planned twice"),
    "day after the last": (edit("day = 1\nbegins", "day = 3\nbegins"), "pack.E015", "Day 3 lies after the last, 2."),
    "begins no time": (edit('"09:00"', '"9:00"'), "pack.E009", "a time such as 09:30"),
    "begins no text": (edit('"09:00"', "09:00:00"), "pack.E008", "must be text in quotes"),
    "ends at no hour": (edit('"10:30"', '"24:30"'), "pack.E009", "a time such as 09:30"),
    "day without sessions": (lambda pack: pack.write(FILE, TRACK + DAYS[: DAYS.index("    [[days.sessions")] + "    sessions = []\n"), "pack.E009", "must not be empty"),
    "session of nothing": (edit('topic = "queries"\n', ""), "pack.E018", "one of topic, lab and pause"),
    "session of two": (edit('pause = "break"', 'pause = "break"\nlab = "notes"'), "pack.E018", "one of topic, lab and pause"),
    "pause unknown": (edit('"break"', '"dinner"'), "pack.E009", "one of break, lunch"),
    "topic planned": (edit(LATE, LATE + '\nplanned = "x"'), "pack.E018", "Only a lab is planned."),
    "topic twice": (edit('"queries"\nminutes', '"paths"\nminutes'), "pack.E019", "The topic paths stands twice"),
    "lab twice": (edit('lab = "more"', 'lab = "notes"'), "pack.E019", "The lab notes stands twice"),
    "topic of no day": (edit('"queries"\nminutes', '"query"\nminutes'), "pack.E020", 'Did you mean "queries"?'),
    "topic without time": (edit(f"[[days.sessions]]\n{LATE}\n", ""), "pack.E021", "no time for queries."),
    "lab unknown": (edit('planned = "A09 More"\n', ""), "pack.E014", "The pack has no lab more."),
    "no time for minutes": (edit("minutes = 40", "minutes = 0"), "pack.E009", "between 1 and 240"),
    "at no time": (edit('"09:45"', '"soon"'), "pack.E009", "a time such as 09:30"),
    "overlap": (edit('"09:45"', '"09:10"'), "pack.E022", "09:10 is taken: the sessions before last until 9:20."),
    "too long": (edit(LATE, 'topic = "queries"\nminutes = 31'), "pack.E022", "ends at 10:31, and the day at 10:30."),
    "ends before it begins": (edit('"10:30"', '"08:30"'), "pack.E022", "ends at 10:30, and the day at 08:30."),
    "begins with stretch": (edit('topic = "paths"', 'topic = "paths"\nlevel = "stretch"'), "pack.E023", "A day begins with a core session."),
    "minutes of a lesson": (edit('topic = "paths"', 'topic = "paths"\nminutes = 20'), "pack.E025", "its minutes are those of lessons/paths/lesson.toml."),
    "minutes of a lab": (edit('lab = "notes"', 'lab = "notes"\nminutes = 15'), "pack.E025", "its minutes are those of labs/notes/lab.toml."),
    "topic without a lesson without minutes": (edit(LATE, 'topic = "queries"'), "pack.E026", "how long the session lasts."),
    "pause without minutes": (edit('pause = "break"\nminutes = 15', 'pause = "break"'), "pack.E026", "how long the session lasts."),
    "planned lab without minutes": (edit("minutes = 40\n", ""), "pack.E026", "how long the session lasts."),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_day_answers_with_id_and_line(planned: Folder, name: str) -> None:
    """Whatever is wrong with a day is told with the id, the line and the reason."""
    how, rule, words = BROKEN[name]
    how(planned)
    found = [problem for problem in planned.problems() if problem.id == rule]
    assert [words in problem.message for problem in found] == [True], planned.problems()
    assert found[0].line
    assert str(found[0].path) == FILE


def test_a_day_is_laid_out_on_the_clock(planned: Folder) -> None:
    """Core sessions follow each other, stretch stands beside and takes no time, and a fixed time leaves a buffer."""
    assert planned.problems() == ()
    (day,) = load_pack(planned.root).tracks[0].days
    shown = [(clock_of(slot.starts), clock_of(slot.ends), [b.planned for b in slot.beside]) for slot in lay_out(day)]
    assert shown == [
        ("9:00", "9:05", []),
        ("9:05", "9:20", ["A09 More"]),
        ("9:45", "10:00", []),
        ("10:00", "10:30", []),
    ]


def test_the_lesson_and_the_lab_say_how_long_they_last(planned: Folder) -> None:
    """One file is changed, and the day follows: a session of a loaded pack has the minutes of its lesson or lab."""
    planned.edit("lessons/paths/lesson.toml", "minutes = 5", "minutes = 25")
    (day,) = load_pack(planned.root).tracks[0].days
    assert [session.minutes for session in day.sessions] == [25, 15, 40, 15, 30]


def test_a_lesson_that_cannot_be_read_is_told_once(planned: Folder) -> None:
    """Nobody is asked for minutes that stand in a file with another mistake."""
    planned.edit("lessons/paths/lesson.toml", "minutes = 5", 'minutes = "five"')
    assert [problem.id for problem in planned.problems()] == ["lesson.E008"]


def test_a_part_has_its_time_as_well(planned: Folder) -> None:
    """A session names a part as its topic; a part of the day without a session is missed."""
    add_parts(planned)
    (problem,) = planned.problems()
    assert (problem.id, problem.message) == ("pack.E021", "Day 1 has no time for links, archives.")
    planned.edit(FILE, f"[[days.sessions]]\n{LATE}", f"{SESSIONS}\n[[days.sessions]]\n{LATE}")
    planned.edit(FILE, 'ends = "10:30"', 'ends = "12:00"')
    assert planned.problems() == ()
    (day,) = load_pack(planned.root).tracks[0].days
    assert [(session.topic, session.minutes) for session in day.sessions[-3:]] == [
        ("links", 5),
        ("archives", 10),
        ("queries", 30),
    ]


def test_a_planned_lab_that_is_there_is_a_warning(planned: Folder) -> None:
    """The pack loads on the day the lab arrives, and its author is reminded."""
    planned.edit(FILE, 'lab = "notes"', 'lab = "notes"\nplanned = "Z01 Notes"')
    (problem,) = planned.problems()
    assert (problem.id, problem.level) == ("pack.W001", Severity.WARNING)
    assert load_pack(planned.root).tracks[0].days


def test_days_may_wait(pack: Folder) -> None:
    """A track without a timetable, or with one for some days only, is no problem."""
    assert load_pack(pack.root).tracks[0].days == ()
