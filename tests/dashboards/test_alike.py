"""Who makes the same mistake, told by what they have added and not by how they named it."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quintain.accounts.models import User
from quintain.attempts.models import Submission, Workspace
from quintain.cohorts.models import Class
from quintain.dashboards.alike import added_lines, shape_of
from quintain.dashboards.queries import wall
from quintain.dashboards.report import report_of
from quintain.packs.model.lab import Lab
from tests.dashboards.conftest import a_class, mara
from tests.dashboards.filling import Story, fill

__all__ = ["a_class", "mara"]

BEFORE = {"shop.py": "def find(name):\n    return query(f\"name = '{name}'\")\n"}


def fix(line: str, name: str = "name") -> dict[str, str]:
    """Return the file with a line more."""
    return {"shop.py": f"def find({name}):\n    {line}\n    return query(f\"name = '{{name}}'\")\n"}


def test_names_and_texts_make_no_difference_and_calls_do() -> None:
    """Two who escape by hand are alike; one who cuts off is not."""
    doubled = shape_of(BEFORE, fix('name = name.replace("\'", "\'\'")'))
    assert doubled
    assert shape_of(BEFORE, fix("safe = name.replace('\"', '')  # better")) == doubled
    assert shape_of(BEFORE, fix('name = name.strip("\'")')) != doubled
    assert shape_of(BEFORE, fix("name = escape(name)")) != shape_of(BEFORE, fix("name = quote(name)"))


@pytest.mark.parametrize("text", ["def find(name:", "\x00", "(" * 10_000, "x = 1\n" * 100_000, "\udcff"])
def test_what_is_no_python_has_no_shape(text: str) -> None:
    """Nor what is too deep or too long."""
    assert shape_of(BEFORE, {"shop.py": text}) == frozenset()


def test_unchanged_files_and_other_files_have_no_shape() -> None:
    """Nothing was added."""
    assert shape_of(BEFORE, BEFORE) == frozenset()
    assert shape_of(BEFORE, BEFORE | {"notes.txt": "x"}) == frozenset()


@given(st.dictionaries(st.sampled_from(["shop.py", "more.py", "page.html"]), st.text(max_size=200)))
def test_no_text_makes_it_fail(files: dict[str, str]) -> None:
    """Students type anything."""
    assert isinstance(shape_of(BEFORE, files), frozenset)
    assert len(added_lines(BEFORE, files)) <= 6


STUCK = ((10, "still-open", 1),)


def hand_in(person: User, lab: Lab, line: str) -> None:
    """Let a person's last attempt have a line more than the lab's code."""
    path = lab.run.editable[0]
    files = {path: f"{lab.starter[path]}\n{line}\n"}
    Submission.objects.filter(workspace__user=person).update(files=files, recognised=None)


@pytest.mark.django_db
def test_who_has_proven_the_lab_makes_no_mistake_any_more(a_class: Class, lab: Lab) -> None:
    """Whatever they handed in before, or for fun since: nobody is told to help them."""
    stories = tuple(Story(name, 20, 15, 14, STUCK) for name in ("Elif", "Hugo", "Ada"))
    people = fill(a_class, lab, stories)
    for person in people:
        hand_in(person, lab, "x = a.strip()")
    Workspace.objects.filter(user=people[0]).update(proven_at=timezone.now())
    assert [mistake.students for mistake in wall(a_class).mistakes] == [("Hugo", "Ada")]
    Workspace.objects.filter(user=people[1]).update(proven_at=timezone.now())
    assert wall(a_class).mistakes == ()


@pytest.mark.django_db
def test_the_wall_and_the_report_tell_who_changed_the_code_alike(a_class: Class, lab: Lab) -> None:
    """Those whose wrong fix the judge has recognised are not told twice."""
    stories = tuple(Story(name, 20, 15, 14, STUCK) for name in ("Elif", "Hugo", "Ada", "Minh", "Zoe"))
    people = fill(a_class, lab, stories)
    for person, line in zip(people, ("x = a.strip()", "y = b.strip()", "z = c.strip(1)", "", ""), strict=True):
        hand_in(person, lab, line)
    for person in people[3:]:
        Submission.objects.filter(workspace__user=person).update(recognised={"title": "Doubled quotes"})
    for mistakes in (wall(a_class).mistakes, report_of(a_class).mistakes):
        found = {mistake.title: (mistake.students, mistake.lines) for mistake in mistakes}
        assert found == {"Doubled quotes": (("Minh", "Zoe"), ()), "": (("Elif", "Hugo"), ("x = a.strip()",))}
