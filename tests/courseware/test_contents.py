"""What an edition holds of a pack, and what it does not."""

from dataclasses import replace

import pytest

from quintain.courseware.contents import choose, holds
from quintain.courseware.editions import HANDBOOK, WHOLE, Audience, Edition, Paper, Scope
from quintain.courseware.errors import NoSuchEdition
from quintain.packs.model.lab import Status
from quintain.packs.model.pack import Module, Pack, Topic
from tests.classroom import LESSON, PRINCIPLES, make_lab, make_pack


def edition(audience: Audience = Audience.LEARNER, scope: Scope = WHOLE) -> Edition:
    return Edition(HANDBOOK, audience, Paper.A4, scope)


@pytest.fixture
def pack() -> Pack:
    """Return the small course, whose labs are proven."""
    return replace(make_pack(), principles=PRINCIPLES)


@pytest.fixture(autouse=True)
def _proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the small course's labs for proven."""
    monkeypatch.setattr("quintain.packs.model.lab.Lab.is_proven", True)


def test_learners_get_no_solution_and_no_note(pack: Pack) -> None:
    """What writers are handed lacks it, so that no writer can print it."""
    contents = choose(pack, edition())
    assert [lab.code for chapter in contents.chapters for lab in chapter.labs] == ["A01", "A02"]
    assert all(lab.solution is None for chapter in contents.chapters for lab in chapter.labs)
    assert all(chapter.notes == () and not (chapter.lesson and chapter.lesson.notes) for chapter in contents.chapters)
    assert all(shown.shows == "" for principle in contents.principles for shown in principle.labs)
    assert all(day.plan == () for day in contents.days)


def test_instructors_get_both(pack: Pack) -> None:
    """Spots, fixes, hints, debrief, notes and the timetable are theirs."""
    contents = choose(pack, edition(Audience.INSTRUCTOR))
    (chapter,) = contents.chapters
    assert next(section.title for section in chapter.notes) == "Timing"
    solution = chapter.labs[0].solution
    assert solution is not None
    assert [fix.name for fix in (*solution.sound, *solution.wrong)] == ["bound", "doubled"]
    assert solution.hints
    assert "SQLite read the query" in solution.debrief
    assert [bool(day.plan) for day in contents.days] == [True]


def test_chapters_keep_their_numbers(pack: Pack) -> None:
    """A lesson alone has the number that it has in the whole course."""
    first = replace(LESSON, slug="basics", title="Basics")
    track = pack.tracks[0]
    start = replace(track.modules[0], topics=(replace(track.modules[0].topics[0], lesson=first),))
    whole = replace(pack, tracks=(replace(track, modules=(start, track.modules[1])),))
    alone = choose(whole, edition(scope=Scope(lesson="injection")))
    assert [(chapter.number, chapter.id) for chapter in alone.chapters] == [(2, "injection")]
    assert [module.id for module in holds(whole, edition())] == ["start", "injection"]
    assert [module.id for module in holds(whole, alone.edition)] == ["injection"]


def test_drafts_are_in_no_edition(pack: Pack) -> None:
    """Neither a lesson nor a lab that learners do not see, for instructors either."""
    draft = make_pack(make_lab(), make_lab("store", number=2, status=Status.DRAFT))
    track = draft.tracks[0]
    topics = (replace(track.modules[1].topics[0], lesson=replace(LESSON, status=Status.DRAFT)),)
    hidden = replace(draft, tracks=(replace(track, modules=(replace(track.modules[1], topics=topics),)),))
    (chapter,) = choose(hidden, edition(Audience.INSTRUCTOR)).chapters
    assert chapter.lesson is None
    assert [lab.slug for lab in chapter.labs] == ["shop"]
    assert holds(hidden, edition(scope=Scope(lesson="injection"))) == ()


def test_a_lab_of_another_module_brings_its_module(pack: Pack) -> None:
    """The timetable has a lab after a topic that does not name it: who has only the topic's module may not have it."""
    track = pack.tracks[0]
    start, injection = track.modules
    topic, later = injection.topics
    ending = Module("ending", "Ending", 2, (Topic("end", "The end", topic.labs),))
    modules = (start, replace(injection, topics=(replace(topic, labs=()), later)), ending)
    moved = replace(pack, tracks=(replace(track, modules=modules),))
    lesson = edition(scope=Scope(lesson="injection"))
    assert [lab.slug for chapter in choose(moved, lesson).chapters for lab in chapter.labs] == ["shop"]
    assert [module.id for module in holds(moved, lesson)] == ["injection", "ending"]


@pytest.mark.parametrize("scope", [Scope(day=9), Scope(lesson="nothing")])
def test_what_the_course_has_not_is_refused(pack: Pack, scope: Scope) -> None:
    """A day or lesson that is not there is no empty book."""
    with pytest.raises(NoSuchEdition, match="The course has nothing to write for handbook-learner-a4"):
        choose(pack, edition(scope=scope))
