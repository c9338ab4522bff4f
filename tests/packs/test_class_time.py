"""Class time: what reading takes, what a lab needs at least, and what a class that is short of time leaves out."""

from dataclasses import replace
from pathlib import Path

import pytest

from quintain.packs import load_pack
from quintain.packs.class_time import (
    DayTime,
    count_words,
    day_times,
    lab_reading,
    least_minutes,
    lesson_reading,
    omissions,
)
from quintain.packs.coverage import coverage_of, to_json, to_markdown
from quintain.packs.model.day import Day, Pause, Session
from quintain.packs.model.lab import Lab, Level
from quintain.packs.model.lesson import Prose
from quintain.packs.model.pack import Module, Topic
from quintain.packs.model.source import Reading, Section
from tests.classroom import LESSON, make_lab
from tests.packs.conftest import DAYS, TRACK, Folder

COURSE = Path(__file__).parents[2] / "content" / "python-security"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("A [link](https://example.org/a) - and `code`.", 4),
        ("before\n\n```python\nnot = counted\n```\n\nafter", 2),
        ("~~~~\na b c\n~~~~\nd", 1),
        ("```\nnever closed a b", 4),
    ],
)
def test_words_are_counted_without_fenced_code_and_addresses(markdown: str, words: int) -> None:
    """A fence that is never closed is counted, rather than the rest of the lesson lost."""
    assert count_words(markdown) == words


def test_what_is_read_later_takes_no_time_in_class() -> None:
    """Also in the passages after it, up to the next section."""
    later = "In your framework"
    taught = replace(LESSON, reading=Reading(5, (later,)), blocks=(Prose("## In class\n\n" + "word " * 300),))
    both = replace(taught, blocks=(*taught.blocks, Prose(f"## {later}\n\n" + "word " * 300), Prose("more " * 300)))
    again = replace(both, blocks=(*both.blocks, Prose("## Again\n\n" + "word " * 150)))
    assert lesson_reading(both) == lesson_reading(taught) == pytest.approx(2.0, abs=0.05)
    assert lesson_reading(again) - lesson_reading(taught) == pytest.approx(1.0, abs=0.05)


def test_a_lab_needs_its_reading_and_three_minutes_for_each_phase() -> None:
    """150 words and 100 lines a minute."""
    lab = replace(make_lab(), brief=(Section("fix", "Fix", "word " * 300),), starter={"shop.py": "x = 1\n" * 100})
    assert lab_reading(lab) == pytest.approx(3.0)
    assert least_minutes(lab) == 9  # find and fix
    assert least_minutes(replace(lab, find=None)) == 6


def labs_of(**teaches: tuple[str, ...]) -> dict[str, Lab]:
    """Return labs of ten minutes by their names, with the topics that they teach."""
    return {
        name: replace(make_lab(name, number=number), minutes=10, teaches=topics, needs=())
        for number, (name, topics) in enumerate(teaches.items(), start=1)
    }


def day_of(*sessions: Session) -> Day:
    """Return a day with these sessions."""
    return Day(1, "09:00", "17:00", sessions)


MODULES = (
    Module("first", "First", 1, (Topic("a", "A"), Topic("b", "B"))),
    Module("second", "Second", 1, (Topic("c", "C"),)),
)
DAY = day_of(
    Session(5, topic="a"),
    Session(10, lab="one"),
    Session(5, topic="b"),
    Session(10, lab="two"),
    Session(15, pause=Pause.BREAK),
    Session(10, lab="three"),
    Session(10, lab="more", level=Level.STRETCH),
    Session(5, topic="c"),
    Session(10, lab="four"),
)


def test_each_module_keeps_a_lab_and_minutes_add_up() -> None:
    """The lab goes first whose topic another one practises; a lab alone in its module stays, and stretch labs do."""
    labs = labs_of(one=("a",), two=("b",), three=("b",), four=("c",), more=("c",))
    found = omissions(DAY, MODULES, labs)
    assert [(each.lab, each.minutes, each.saved) for each in found] == [("three", 10, 10), ("two", 10, 20)]


def test_what_a_lab_that_stays_builds_on_is_not_left_out() -> None:
    """Of the others, the one whose topics are practised elsewhere goes first."""
    labs = labs_of(one=("a",), two=("a",), three=("b",), four=("c",))
    labs["four"] = replace(labs["four"], needs=("two",))
    assert [each.lab for each in omissions(DAY, MODULES, labs)] == ["one", "three"]


def test_a_day_of_one_lab_leaves_out_nothing() -> None:
    """Neither does a day without labs, and a lab that is only planned is none."""
    assert omissions(day_of(Session(5, topic="a"), Session(10, lab="one")), MODULES, labs_of(one=("a",))) == ()
    assert omissions(day_of(Session(5, topic="a")), MODULES, {}) == ()
    assert omissions(day_of(Session(10, lab="one"), Session(10, lab="two")), MODULES, {}) == ()


def test_coverage_tells_planned_minutes_and_reading(pack: Folder) -> None:
    """As text, as a page and as JSON; a lab with less time than it needs is named."""
    pack.write("tracks/main.toml", TRACK + DAYS)
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 1")
    pack.edit("labs/notes/lab.toml", '"draft"', '"live"')
    found = coverage_of(load_pack(pack.root))
    (day,) = found.days
    assert (day.day, day.free, day.lessons, day.labs) == (1, 75, 35, 1)
    assert day.slack_percent == 52
    assert "Labs with less time than their reading and phases need" in {gap.what for gap in found.gaps}
    assert "| 1 | 75 | 35 | " in to_markdown(found)
    assert "slack_percent" in str(to_json(found)["days"])


def test_days_of_the_course_have_slack_and_its_labs_enough_time() -> None:
    """Each day keeps a tenth free, and reading fits into what is planned."""
    course = load_pack(COURSE)
    assert [day.day for day in day_times(course)] == [1, 2, 3]
    for day in day_times(course):
        assert isinstance(day, DayTime)
        assert day.slack_percent >= 10
        assert day.lesson_reading < day.lessons
        assert day.lab_reading < day.labs / 2
    assert coverage_of(course).hurried == ()
    assert course.lessons["sql-injection-best-practices"].minutes == 14


def test_a_class_can_save_an_hour_on_each_day_of_the_course() -> None:
    """By whole labs, each of which is a core lab of that day."""
    course = load_pack(COURSE)
    for day in course.tracks[0].days:
        core = {session.lab for session in day.sessions if session.level is Level.CORE}
        found = omissions(day, course.tracks[0].modules, course.labs)
        assert {each.lab for each in found} < core
        assert found[-1].saved == sum(each.minutes for each in found) >= 60
