"""A further pack is taught after the course, and nothing of it can be taken for something of the course."""

from dataclasses import replace
from pathlib import Path

import pytest

from quintain.cli.new import write_pack
from quintain.packs import JoinRefused, Pack, join, load_pack
from quintain.packs.model.glossary import CourseTerm
from tests.classroom import make_pack


@pytest.fixture
def course() -> Pack:
    """Give a course of two days."""
    return make_pack()


@pytest.fixture
def further(tmp_path: Path) -> Pack:
    """Load a pack of one day, with a lab and a lesson."""
    write_pack(tmp_path / "web-course", "Web course")
    return load_pack(tmp_path / "web-course")


def test_modules_follow_on_days_of_their_own(course: Pack, further: Pack) -> None:
    """Course and pack keep what is theirs; title, code and entry test are the course's."""
    (timed,) = course.tracks[0].days
    planned = replace(further, tracks=(replace(further.tracks[0], days=(replace(timed, day=1),)),))
    joined = join(course, planned)
    (track,) = joined.tracks
    assert [module.day for module in track.modules][-1] == 3
    assert track.modules[:-1] == course.tracks[0].modules
    assert [day.day for day in track.days] == [timed.day, 3]
    assert list(joined.labs) == [*course.labs, "notes"]
    assert list(joined.lessons) == [*course.lessons, "paths"]
    assert (joined.id, joined.title, joined.days, joined.beside) == ("course", "Course", 3, (further.root,))
    assert joined.digest not in {course.digest, further.digest}
    assert joined.labs["notes"].folder == further.root / "labs" / "notes"


def test_nothing_has_one_name_in_both(course: Pack, further: Pack) -> None:
    """The sentence names what is there twice."""
    theirs, ours = further.labs["notes"], course.labs["shop"]
    for change, says in (
        (replace(further, id="course"), "both have the name course"),
        (replace(further, labs={"shop": theirs}), "both have the lab shop"),
        (replace(further, labs={"notes": replace(theirs, code=ours.code)}), f"both have the lab code {ours.code}"),
        (replace(further, labs={"notes": replace(theirs, uuid=ours.uuid)}), f"both have the uuid {ours.uuid}"),
        (replace(further, uuid=course.uuid), f"both have the uuid {course.uuid}"),
        (replace(further, lessons=course.lessons), "both have the lesson injection"),
        (replace(further, cases=course.cases), "both have the case one-pattern"),
        (replace(further, tracks=course.tracks), "both have the topic basics"),
        (replace(further, days=29), "more than 30 days"),
    ):
        with pytest.raises(JoinRefused) as refused:
            join(course, change)
        assert says in refused.value.sentence
        assert "--pack" in refused.value.remedy


def test_a_term_of_both_is_explained_by_the_course(course: Pack, further: Pack) -> None:
    """Two packs about security share words; a word has one entry in the glossary."""
    ours = CourseTerm("sqli", "SQL injection", "injection", "Ours.", aliases=("SQLi",))
    theirs = CourseTerm("other", "sqli", "paths", "Theirs.")
    new = CourseTerm("canonical", "canonical path", "paths", "New.")
    joined = join(replace(course, terms=(ours,)), replace(further, terms=(theirs, new)))
    assert joined.terms == (ours, new)


def test_a_pack_is_joined_once(course: Pack, further: Pack) -> None:
    """The second time all of its names are taken."""
    with pytest.raises(JoinRefused, match="both have the lab notes"):
        join(join(course, further), further)
