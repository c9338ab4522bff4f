"""Numbers that pages for newcomers name are those of what is there."""

import re
from pathlib import Path

from quintain.packs import load_pack

ROOT = Path(__file__).parents[2]
COVERAGE = (ROOT / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def covered() -> dict[str, int]:
    """Return the first table of the coverage page, which a test of its own compares with the course."""
    return {kind: int(count) for kind, count in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", COVERAGE, re.MULTILINE)}


def test_the_readme_names_what_the_course_has() -> None:
    """It said that two days had "first labs" when they were complete."""
    known = covered()
    counted = re.findall(r"(\d+) (topics|lessons|labs|exhibits|exercises|questions|case studies)\b", README)
    told = {{"case studies": "cases"}.get(kind, kind): int(count) for count, kind in counted}
    assert told == {kind: known[kind] for kind in told}
    assert told.keys() == {"topics", "lessons", "labs", "exhibits", "exercises", "questions", "cases"}


def test_the_course_is_complete_as_the_readme_says() -> None:
    """No draft, no lab that learners do not see, no topic without a lesson."""
    known = covered()
    assert "It is complete:" in README
    assert (known["drafts"], known["hidden labs"], known["planned labs"]) == (0, 0, 0)
    assert known["lessons"] == known["topics"] + known["parts of topics"]


def test_the_readme_names_the_modules_and_days() -> None:
    """As the track has them."""
    (track,) = load_pack(ROOT / "content" / "python-security").tracks
    assert f"three days, {len(track.modules)} modules," in README
    assert len(track.days) == 3


def test_contributing_names_how_many_terms_the_glossary_has() -> None:
    """It said twelve for a long time."""
    terms = re.findall(r"^## ", (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    assert f"has the {len(terms)} most important ones." in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
