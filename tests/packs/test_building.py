"""The builder of sheets: strict, complete in what it tells, and never surprised."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.packs.building import build, keys_of
from quintain.packs.constraints import Range, Slug
from quintain.packs.model.lab import Level
from quintain.packs.problems import ProblemCollector
from quintain.packs.sheets import LabSheet, LessonSheet, PackSheet, QuizSheet, TrackSheet
from quintain.packs.toml import parse_sheet


@dataclass(frozen=True, slots=True)
class Inner:
    name: Slug
    size: Annotated[int, Range(1, 9)] = 1


@dataclass(frozen=True, slots=True)
class Outer:
    uuid: UUID
    level: Level
    ratio: float
    rows: tuple[Inner, ...]
    break_: Inner | None = None
    flags: tuple[bool, ...] = ()
    words: dict[str, str] = field(default_factory=dict)


GOOD: dict[str, Any] = {
    "uuid": "11111111-1111-4111-8111-111111111111",
    "level": "core",
    "ratio": 2,
    "rows": [{"name": "a", "size": 2}, {"name": "b-c"}],
    "break": {"name": "d"},
}


def told(table: dict[str, Any]) -> list[str]:
    collector = ProblemCollector("lab", PurePosixPath("x"))
    build(Outer, table, collector)
    return [f"{problem.id} {problem.message}" for problem in collector.problems]


def test_good_table_becomes_the_class() -> None:
    """Every value arrives in its own type: numbers widen, texts become members and uuids, lists tuples."""
    collector = ProblemCollector("lab", PurePosixPath("x"))
    outer = build(Outer, GOOD, collector)
    assert collector.problems == []
    assert outer == Outer(UUID(GOOD["uuid"]), Level.CORE, 2.0, (Inner("a", 2), Inner("b-c")), break_=Inner("d"))
    assert type(outer.ratio) is float


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ratio": True}, "lab.E008 `ratio` must be a number, but is true or false."),
        ({"ratio": "2"}, "lab.E008 `ratio` must be a number, but is text in quotes."),
        ({"rows": {}}, "lab.E008 `rows` must be a list, but is a table."),
        ({"rows": []}, "lab.E009 `rows` must not be empty."),
        ({"rows": [{"name": "a", "size": 10}]}, "lab.E009 `rows[1].size` must lie between 1 and 9, but is 10."),
        ({"rows": [3]}, "lab.E008 `rows[1]` must be a table, but is a whole number."),
        ({"break": {"nam": "x", "name": "x"}}, "lab.E007 The key `break.nam` is unknown."),
        ({"flag": []}, 'lab.E007 The key `flag` is unknown. Did you mean "flags"?'),
        ({"flags": [True, 1]}, "lab.E008 `flags[2]` must be true or false, but is a whole number."),
        (
            {"level": "stretched"},
            'lab.E009 `level` is "stretched", but must be one of core, stretch. Did you mean "stretch"?',
        ),
        ({"level": 1}, "lab.E008 `level` must be text in quotes, but is a whole number."),
        (
            {"uuid": "1111111111114111811111111111111"},
            'lab.E009 `uuid` must be a uuid, but is "1111111111114111811111111111111".',
        ),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(change: dict[str, Any], expected: str) -> None:
    """Each misfit is told once, with the key as an author reads it."""
    answer = told(GOOD | change)
    assert len(answer) == 1
    assert answer[0].startswith(expected)


def test_missing_keys_are_told_all_at_once() -> None:
    """An empty table answers with every key that it needs."""
    assert told({}) == [f"lab.E006 The key `{name}` is missing." for name in ("uuid", "level", "ratio", "rows")]


def test_misfit_leaves_an_empty_value_of_its_type() -> None:
    """Checks that follow can go on, since each value has the type that it should have."""
    outer = build(Outer, {"uuid": 1, "rows": [{"name": 3}], "break": {}}, ProblemCollector("lab", PurePosixPath("x")))
    assert outer == Outer(UUID(int=0), Level.CORE, 0.0, (Inner(""),), break_=Inner(""))


TOML_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates(), st.datetimes(), st.times()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=12,
)
SHEETS = st.sampled_from([LabSheet, LessonSheet, PackSheet, QuizSheet, TrackSheet])


@st.composite
def tables(draw: st.DrawFn) -> tuple[type, dict[str, Any]]:
    """Draw a sheet and a table in which real keys hold anything."""
    sheet = draw(SHEETS)
    names = st.sampled_from([key.name for key in keys_of(sheet)]) | st.text(max_size=8)
    return sheet, draw(st.dictionaries(names, TOML_VALUES, max_size=8))


@settings(deadline=None, max_examples=200)
@given(tables())
def test_no_table_makes_the_builder_fail(drawn: tuple[type, dict[str, Any]]) -> None:
    """Whatever a TOML file holds, the answer is a sheet of the right class and a list of problems."""
    sheet, table = drawn
    collector = ProblemCollector("lab", PurePosixPath("x"))
    built: object = build(sheet, table, collector)
    assert type(built) is sheet
    for name in get_type_hints(sheet):
        getattr(built, name)
    known = {key.name for key in keys_of(sheet)}
    unknown = [problem for problem in collector.problems if problem.id == "lab.E007" and problem.message.count(".") < 2]
    assert len(unknown) <= len(table)
    assert bool(collector.problems) >= bool(set(table) - known)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.text("[]{}=.\"'\\\n#ab1 ,", max_size=60))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    """Whatever bytes somebody calls lab.toml, the answer is a list of problems with lines inside the text."""
    _, collector = parse_sheet(LabSheet, text, "lab", PurePosixPath("lab.toml"))
    assert collector.problems
    assert all(problem.line and 1 <= problem.line <= text.count("\n") + 1 for problem in collector.problems)
