"""What a pack holds for each topic, and what is missing."""

import json

from quintain.packs import load_pack
from quintain.packs.coverage import Gap, LabEntry, coverage_of, to_json, to_markdown
from tests.packs.conftest import DAYS, TRACK, Folder, add_parts


def test_each_topic_lists_what_it_has(pack: Folder) -> None:
    """Lesson, notes, exhibits, exercises, questions, labs, cases, and the weaknesses that any of them names."""
    paths, queries = coverage_of(load_pack(pack.root)).topics
    assert (paths.day, paths.module, paths.topic, paths.lesson, paths.notes) == (1, "First", "paths", "live", True)
    assert (paths.exhibits, paths.questions, paths.cases) == (("path-walk",), 1, ("walked",))
    assert paths.labs == (LabEntry("Z01", "notes", stretch=False, shown=False),)
    assert "CWE-22" in paths.weaknesses
    assert (queries.lesson, queries.notes, queries.questions, queries.labs, queries.cases) == ("", False, 0, (), ())


def test_what_is_missing_is_said(pack: Folder) -> None:
    """Topics without a lesson, labs that nobody sees, and labs that are only planned."""
    pack.write("tracks/main.toml", TRACK + DAYS)
    found = coverage_of(load_pack(pack.root))
    assert found.gaps == (
        Gap("Topics without a lesson", ("queries",)),
        Gap("Topics without anything to do", ("queries",)),
        Gap("Labs that learners do not see", ("(Z01 notes)",)),
        Gap("Labs that are planned", ("A09 More",)),
    )
    assert (found.totals["lessons"], found.totals["hidden labs"], found.totals["planned labs"]) == (1, 1, 1)


def test_a_draft_counts_as_missing(pack: Folder) -> None:
    """Learners do not see it."""
    pack.edit("lessons/paths/lesson.toml", '"live"', '"draft"')
    found = coverage_of(load_pack(pack.root))
    assert Gap("Lessons that are drafts", ("paths",)) in found.gaps
    assert (found.totals["lessons"], found.totals["drafts"]) == (0, 1)


def test_a_part_of_a_topic_has_its_own_row(pack: Folder) -> None:
    """It follows its topic and names it, and is counted apart from the topics."""
    add_parts(pack)
    found = coverage_of(load_pack(pack.root))
    assert [(entry.topic, entry.part_of) for entry in found.topics] == [
        ("paths", ""),
        ("links", "paths"),
        ("archives", "paths"),
        ("queries", ""),
    ]
    assert (found.totals["topics"], found.totals["parts of topics"], found.totals["lessons"]) == (2, 2, 2)
    assert Gap("Topics without a lesson", ("archives", "queries")) in found.gaps
    assert "| paths / links | live |" in to_markdown(found)


def test_it_is_told_as_a_page_and_as_json(pack: Folder) -> None:
    """Both name every topic."""
    found = coverage_of(load_pack(pack.root))
    assert "| paths | live | yes | path-walk | - | 1 | (Z01 notes) | - | walked | " in to_markdown(found)
    told = json.loads(json.dumps(to_json(found)))
    assert [row["topic"] for row in told["topics"]] == ["paths", "queries"]
    assert told["topics"][0]["labs"][0]["code"] == "Z01"
