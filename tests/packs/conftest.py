"""A pack of one small lab, one lesson and one quiz, whole and sound: each test breaks it in its own way."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from quintain.cli.new import write_lab
from quintain.packs import Problem, survey_pack
from quintain.packs.drawings import mark_of

LAB = "11111111-1111-4111-8111-111111111111"
PACK = """
    id = "small"
    uuid = "22222222-2222-4222-8222-222222222222"
    code = "S-1"
    title = "Small"
    days = 2
    seats = 12
    house_seats = 15
    prerequisite = "Python"
    materials = "Courseware"
    tracks = ["main"]
    objectives = ["Learn"]
    browsers = ["Any"]
"""
TRACK = """
    title = "Main"
    [[modules]]
    id = "first"
    title = "First"
    day = 1
    [[modules.topics]]
    id = "paths"
    title = "Paths"
    labs = ["notes"]
    [[modules.topics]]
    id = "queries"
    title = "Queries"
"""
DAYS = """
    [[days]]
    day = 1
    begins = "09:00"
    ends = "10:30"
    [[days.sessions]]
    topic = "paths"
    [[days.sessions]]
    lab = "notes"
    [[days.sessions]]
    lab = "more"
    minutes = 40
    level = "stretch"
    planned = "A09 More"
    [[days.sessions]]
    pause = "break"
    minutes = 15
    at = "09:45"
    [[days.sessions]]
    topic = "queries"
    minutes = 30
"""
PARTS = """
    [[modules.topics.parts]]
    id = "links"
    title = "Links"
    labs = ["notes"]
    [[modules.topics.parts]]
    id = "archives"
    title = "Archives"
"""
LESSON = """
    uuid = "33333333-3333-4333-8333-333333333333"
    title = "Paths"
    summary = "Where a name leads."
    minutes = 5
    status = "live"
    [[sources]]
    title = "CWE-22"
    url = "https://cwe.mitre.org/data/definitions/22.html"
"""
PROSE = """
    A path is a way.

    ## The way up

    Two dots lead up.

    ```include guard.py lines=2-3 mark=3
    line 3: this compares folders,
    not texts
    ```

    ```question dots
    ```

    ```incident 2021-10-05 as_of=2026-11-27 A server that walked
    A fix that was none, [told by its authors](https://httpd.apache.org/security/vulnerabilities_24.html).
    ```

    ```exhibit path-walk
    ```

    ```console
    $ cat ../x
    ```

    The end.

    ## In short

    - A path is resolved.

    ## What to do on Monday

    - Look for dots.
"""
ENDS = "\n## In short\n\n- Up.\n\n## What to do on Monday\n\n- Look.\n"
NOTES = """
    ## Timing

    5 minutes. Take your time.

    - 3 minutes: the way up.
    - 2 minutes: the question.

    ## What people get wrong

    - They compare texts.

    ## Ask the room

    Where does `../..` lead?

    ## Show live

    Run `guard.py`:

    ```pycon
    >>> inside(ROOT / "..")
    False
    ```
"""
GUARD = """
    import pathlib
    ROOT = pathlib.Path("notes").resolve()
    def inside(path): return path.resolve().is_relative_to(ROOT)
"""
QUIZ = """
    [[questions]]
    id = "dots"
    uuid = "44444444-4444-4444-8444-444444444444"
    prompt = "Where do two dots lead?"
    [[questions.options]]
    text = "Up"
    why = "They name the folder above."
    right = true
    [[questions.options]]
    text = "Nowhere"
    why = "That is one dot."
"""
DRAWING = "export default () => ({ parts: [], draw() {} });\n"
EXHIBIT = """
    title = "Where a name leads"
    about = "Each step of `resolve`"
    caption = "Two dots lead up."
"""
CASE = """
    uuid = "55555555-5555-4555-8555-555555555555"
    title = "A server that walked"
    summary = "A fix that was none."
    minutes = 5
    status = "live"
    date = 2021-10-05
    topics = ["paths"]
    as_of = 2026-11-27
    [[sources]]
    title = "Its authors"
    url = "https://httpd.apache.org/security/vulnerabilities_24.html"
    [[timeline]]
    at = 2021-10-04T09:30:00Z
    what = "A fix"
    kind = "repair"
    [[timeline]]
    at = 2021-10-04T12:30:00+02:00
    what = "It holds *not*"
    kind = "discovery"
    [[timeline]]
    at = 2021-10-05
    what = "Another"
    kind = "repair"
"""
STORY = """
    ## What happened

    It walked.

    ## Why it could happen

    ```include walk.py
    ```

    ## What would have stopped it

    A folder.

    ## What to take home

    Names are ways.
"""
DATA = """
    {
     "interpreter": "CPython 3.13.5",
     "steps": ["a", ".."],
     "tables": [{"title": "Steps", "columns": ["step", "leads to"], "rows": [["`a`", 1], ["`..`", 0]]}]
    }
"""
FIGURE = """
    <svg xmlns="http://www.w3.org/2000/svg" class="walk" width="40" viewBox="0 0 40 20" aria-label="A way up.">
    <text x="1" y="9">a &lt; b</text>
    </svg>
"""


class Folder:
    """A pack's folder that tests write into, and ask for its problems."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str) -> None:
        """Write a file, dedented, its first blank line taken off."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Put one text in place of another that stands there exactly once."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def line(self, name: str, text: str) -> int:
        """Return the number of the first line that holds a text."""
        lines = (self.root / name).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong with the pack."""
        return survey_pack(self.root).problems


@pytest.fixture
def pack(tmp_path: Path) -> Folder:
    """Give a sound pack."""
    folder = Folder(tmp_path / "pack")
    folder.write("pack.toml", PACK)
    folder.write("tracks/main.toml", TRACK)
    folder.write("lessons/paths/lesson.toml", LESSON)
    folder.write("lessons/paths/lesson.md", PROSE)
    folder.write("lessons/paths/notes.md", NOTES)
    folder.write("lessons/paths/guard.py", GUARD)
    folder.write("exhibits/path-walk/exhibit.toml", EXHIBIT)
    folder.write("exhibits/path-walk/record.py", "print('recorded')\n")
    folder.write("exhibits/path-walk/data.json", DATA)
    folder.write("exhibits/path-walk/figure.svg", FIGURE)
    folder.write("exhibits/path-walk/drawing.ts", DRAWING)
    folder.write("exhibits/path-walk/drawing.js", mark_of({"drawing.ts": DRAWING}) + DRAWING)
    folder.write("quizzes/paths/quiz.toml", QUIZ)
    folder.write("cases/walked/case.toml", CASE)
    folder.write("cases/walked/case.md", STORY)
    folder.write("cases/walked/walk.py", "print('..')\n")
    folder.write("runtimes/web.txt", "flask==3.1.3\n")
    new_lab(folder)
    return folder


def add_parts(folder: Folder) -> None:
    """Give the topic paths two further parts, the first of them with a lesson of its own."""
    folder.edit("tracks/main.toml", 'labs = ["notes"]\n', f'labs = ["notes"]\n{dedent(PARTS).lstrip()}')
    folder.write("lessons/links/lesson.toml", LESSON.replace("3333-4333", "3333-4334").replace("Paths", "Links"))
    folder.write("lessons/links/lesson.md", f"A link leads elsewhere.\n\n## Where it leads\n\nUp.\n{ENDS}")
    folder.write("lessons/links/notes.md", NOTES)


def new_lab(folder: Folder, slug: str = "notes", profile: str = "function", uuid: str = LAB, code: str = "Z01") -> None:
    """Write a sound lab."""
    words = {"__SCHEMA__": "x", "__UUID__": uuid, "__CODE__": code, "__TITLE__": slug, "__TOPIC__": "paths"}
    write_lab(folder.root / "labs" / slug, profile, words)


type Break = Callable[[Folder], object]
