"""A whole day of a class by script, from the join code to the report, against a server that is killed in between."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.pages import Wrong, read_page
from bench.steps.scene import require_minutes, require_same

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("QUINTAIN_", "DJANGO_"))}
PAGE = """<!doctype html><title>Seats</title><style>p { color: red }</style>
<form method="post" action="/classes/1/pace/set"><input type="hidden" name="act" value="hold">
<input name="note" value="&lt;now&gt;"><select name="day"><option value="1">one<option value="2" selected>two</select>
<input type="radio" name="option" value="0"><input type="radio" name="option" value="1" checked>
<textarea name="text">two
lines</textarea><button name="seconds" value="0">Now</button></form>
<form method="post" action="/classes/1/pace/set"><button name="act" value="release">Give back</button></form>
<table><tr><th>Seat</th><th>Student</th></tr><tr><td>1</td><th><bdi>Zoë O&#x27;Brien</bdi></th></tr></table>
<script>const words = "not words";</script>"""


@pytest.mark.whole
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_day_of_three_students_is_as_it_must_be(sandbox_folder: Path) -> None:
    """Everything that the script checks holds; a machine that dies and a server that is killed lose nothing."""
    command = (sys.executable, "-m", "bench.day", "--students", "3", "--seconds-a-step", "0")
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(
        (*command, "--sandbox", str(sandbox_folder)),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "report and results say what was done" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("all is as it must be.")


def test_a_page_is_read_as_a_person_reads_it() -> None:
    """Words without scripts and styles, cells of tables, and what a browser would send of each form."""
    page = read_page("/seats/", PAGE)
    assert "red" not in page.words
    assert "not words" not in page.words
    assert page.rows == (("Seat", "Student"), ("1", "Zoë O'Brien"))
    hold = page.form("/pace/set", act="hold")
    assert hold.fields == [("act", "hold"), ("note", "<now>"), ("day", "2"), ("option", "1"), ("text", "two\nlines")]
    assert hold.values("option") == ["1", "0", "1"]
    assert page.form("/pace/set", act="release").buttons == [("act", "release")]


def test_what_is_not_there_is_told() -> None:
    """A word, a form, a fact or minutes that are missing end the day with a sentence."""
    page = read_page("/seats/", PAGE)
    page.require("Zoë O'Brien")
    with pytest.raises(Wrong, match="does not say “Mara”"):
        page.require("Mara")
    with pytest.raises(Wrong, match="no form /pace/set"):
        page.form("/pace/set", act="lead")
    with pytest.raises(Wrong, match="found 2, expected 3"):
        require_same("The students", 2, 3)
    with pytest.raises(Wrong, match="tells '0' minutes"):
        require_minutes("The lab", "0")
