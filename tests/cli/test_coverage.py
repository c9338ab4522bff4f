"""``quintain coverage``, and the page that it writes."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from quintain.cli.main import main
from quintain.packs.coverage import coverage_of, to_markdown
from tests.courses import whole_course

ROOT = Path(__file__).parents[2]
PACK = ROOT / "content" / "python-security"


def test_the_page_in_the_docs_is_what_the_command_writes(tmp_path: Path) -> None:
    """Whoever adds a lesson, lab or case runs `quintain coverage --write` with it."""
    page = tmp_path / "folder" / "coverage.md"
    result = CliRunner().invoke(main, ["coverage", "--write", str(page), "--pack", str(PACK)])
    assert result.exit_code == 0, result.output
    written = (ROOT / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")
    assert written == page.read_text(encoding="utf-8"), "The page is stale: run `quintain coverage --write`."


def test_every_topic_of_the_track_is_told() -> None:
    """All 73 topics and their parts, each once, as JSON and for people."""
    result = CliRunner().invoke(main, ["coverage", "--json", "--pack", str(PACK)])
    told = json.loads(result.stdout)
    names = [row["topic"] for row in told["topics"]]
    totals = told["totals"]
    assert totals["topics"] == 73
    assert len(names) == len(set(names)) == totals["topics"] + totals["parts of topics"]
    text = CliRunner(env={"COLUMNS": "300"}).invoke(main, ["coverage", "--pack", str(PACK)]).stdout
    assert all(name in text for name in names)
    assert "Topics without a lesson" in text or not told["gaps"].get("Topics without a lesson")


def test_an_invalid_pack_is_told(tmp_path: Path) -> None:
    """It ends with status 2, and with id and line."""
    (tmp_path / "pack.toml").write_text("id = 1\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["coverage", "--pack", str(tmp_path)])
    assert result.exit_code == 2
    assert "pack.E008" in result.stderr


def test_it_needs_no_django() -> None:
    """An author's machine counts without a web framework."""
    code = "import sys; from quintain.cli import coverage; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_says_how_it_is_made() -> None:
    """A reader who finds a mistake learns that the file is written by a command."""
    assert "quintain coverage --write" in to_markdown(coverage_of(whole_course()))[:200]


def test_each_lesson_of_the_course_has_a_picture_or_says_why_not() -> None:
    """A lesson without an exhibit and without an exercise is a decision, and lesson.toml gives its reason."""
    gaps = {gap.what: gap.where for gap in coverage_of(whole_course()).gaps}
    assert gaps.get("Lessons without an exhibit or exercise, and without a reason") is None
