# ruff: noqa: E501  the tables show one broken file a line
"""An exhibit's folder: loaded, or answered with id, file and remedy; a figure holds nothing that acts."""

import json
from pathlib import Path

import pytest

from quintain.packs import load_pack
from quintain.packs.exhibits import read_exhibit
from quintain.packs.model.exhibit import Table
from tests.packs.conftest import Break, Folder

FOLDER = "exhibits/path-walk"
SHEET, RECORD, DATA, FIGURE, DRAWING, SCRIPT = (
    f"{FOLDER}/{name}" for name in ("exhibit.toml", "record.py", "data.json", "figure.svg", "drawing.ts", "drawing.js")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" viewBox="0 0 1 1" aria-label="A dot."{}>{}</svg>'


def edit(name: str, old: str, new: str) -> Break:
    return lambda pack: pack.edit(name, old, new)


def write(name: str, text: str) -> Break:
    return lambda pack: pack.write(name, text)


def link(path: Path) -> None:
    path.rename(path.with_name("kept"))
    path.symlink_to("kept")


BROKEN: dict[str, tuple[Break, str, str, str]] = {
    "no data": (lambda pack: (pack.root / DATA).unlink(), "exhibit.E001", DATA, "data.json is missing."),
    "no script": (lambda pack: (pack.root / RECORD).unlink(), "exhibit.E001", RECORD, "record.py is missing."),
    "no caption": (edit(SHEET, 'caption = "Two dots lead up."\n', ""), "exhibit.E006", SHEET, "The key `caption` is missing."),
    "data too large": (write(DATA, "x" * 300_000), "exhibit.E003", DATA, "data.json is larger than 256 KiB."),
    "no JSON": (write(DATA, "{"), "exhibit.E012", DATA, "This is not JSON"),
    "nested beyond reason": (write(DATA, "[" * 100_000), "exhibit.E012", DATA, "This is not JSON"),
    "a list": (write(DATA, "[]"), "exhibit.E012", DATA, "must hold one object"),
    "no interpreter": (edit(DATA, '"CPython 3.13.5"', "3"), "exhibit.E012", DATA, "interpreter"),
    "no table": (write(DATA, '{"interpreter": "x", "tables": []}'), "exhibit.E012", DATA, "at least one table"),
    "a row too short": (edit(DATA, '"`a`", 1', '"`a`"'), "exhibit.E012", DATA, "as many cells"),
    "a cell that is a list": (edit(DATA, '"`a`", 1', '"`a`", []'), "exhibit.E012", DATA, "texts and numbers"),
    "no XML": (write(FIGURE, "<svg"), "exhibit.E013", FIGURE, "This is not XML"),
    "no sentence": (edit(FIGURE, ' aria-label="A way up."', ""), "exhibit.E013", FIGURE, "aria-label"),
    "a script": (write(FIGURE, SVG.format("", "<script>x</script>")), "exhibit.E013", FIGURE, "<script>"),
    "a page within": (write(FIGURE, SVG.format("", "<foreignObject/>")), "exhibit.E013", FIGURE, "<foreignObject>"),
    "something loaded": (write(FIGURE, SVG.format("", '<use href="//x"/>')), "exhibit.E013", FIGURE, "<use>"),
    "a handler": (write(FIGURE, SVG.format(' onload="x"', "")), "exhibit.E013", FIGURE, "onload"),
    "a style": (write(FIGURE, SVG.format(' style="fill:red"', "")), "exhibit.E013", FIGURE, "style"),
    "a link of old": (write(FIGURE, SVG.format(' xmlns:l="http://www.w3.org/1999/xlink" l:href="x"', "")), "exhibit.E013", FIGURE, "xlink"),
    "another namespace": (write(FIGURE, SVG.format("", '<text xmlns="http://www.w3.org/1999/xhtml">x</text>')), "exhibit.E013", FIGURE, "xhtml"),
    "a bomb": (write(FIGURE, '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'), "exhibit.E013", FIGURE, "declaration"),
    "a drawing in the drawing": (write(FIGURE, SVG.format("", "<svg/>")), "exhibit.E013", FIGURE, "<svg>"),
    "groups beyond reason": (write(FIGURE, SVG.format("", "<g>" * 20_000 + "</g>" * 20_000)), "exhibit.E013", FIGURE, "too deep"),
    "no Python": (write(RECORD, "def"), "exhibit.E014", RECORD, "This is not Python"),
    "no drawing": (lambda pack: (pack.root / DRAWING).unlink(), "exhibit.E001", DRAWING, "drawing.ts is missing."),
    "a drawing that nobody bundled": (lambda pack: (pack.root / SCRIPT).unlink(), "exhibit.E016", SCRIPT, "drawing.js is missing."),
    "a drawing changed since": (edit(DRAWING, "parts", "bits"), "exhibit.E016", SCRIPT, "drawing.js was not made of the TypeScript"),
    "a further file of the drawing": (write(f"{FOLDER}/bars.ts", "export {};"), "exhibit.E016", SCRIPT, "drawing.js was not made of the TypeScript"),
    "a script that says nothing of its source": (write(SCRIPT, "export default 1;"), "exhibit.E016", SCRIPT, "drawing.js was not made of the TypeScript"),
    "a script too large": (write(SCRIPT, "x" * 300_000), "exhibit.E003", SCRIPT, "drawing.js is larger than 256 KiB."),
    "a script that is a link": (lambda pack: link(pack.root / SCRIPT), "exhibit.E010", SCRIPT, "drawing.js is a link."),
    "no slug": (lambda pack: (pack.root / FOLDER).rename(pack.root / "exhibits/Path"), "exhibit.E015", "exhibits/Path", "Path is no slug."),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_exhibit_answers_with_id_and_file(pack: Folder, name: str) -> None:
    """Whatever is wrong is told once, with the id and the file, and keeps the pack from loading."""
    how, rule, path, message = BROKEN[name]
    how(pack)
    found = [problem for problem in pack.problems() if problem.id.startswith("exhibit.")]
    assert [(problem.id, str(problem.path)) for problem in found] == [(rule, path)]
    assert message in found[0].message


def test_a_script_of_an_older_drawing_is_told_with_its_line_and_the_command(pack: Folder) -> None:
    """The author reads which file it is, and what makes it anew."""
    pack.edit(DRAWING, "parts", "bits")
    (problem,) = pack.problems()
    assert str(problem) == (
        f"exhibit.E016 {SCRIPT}:1 drawing.js was not made of the TypeScript that is beside it."
        " Run quintain bundle for this exhibit; it writes drawing.js again."
    )


def test_exhibit_is_loaded(pack: Folder) -> None:
    """Words, interpreter, tables, the script with its numbers and the figure, each as a page needs it."""
    exhibit = load_pack(pack.root).exhibits["path-walk"]
    assert (exhibit.title, exhibit.interpreter) == ("Where a name leads", "CPython 3.13.5")
    assert exhibit.tables == (Table("Steps", ("step", "leads to"), (("`a`", "1"), ("`..`", "0"))),)
    assert json.loads(exhibit.numbers) == {"interpreter": "CPython 3.13.5", "steps": ["a", ".."]}
    assert exhibit.figure.startswith("<svg class=")
    assert 'role="img"' in exhibit.figure
    assert "a &lt; b" in exhibit.figure
    assert exhibit.drawing == (pack.root / SCRIPT).read_text()


def test_machine_is_named_where_it_matters(pack: Folder) -> None:
    """Data with a machine, as where time was measured, names its processor beside the interpreter."""
    pack.edit(DATA, '"steps"', '"machine": {"processor": "Some Chip"}, "steps"')
    assert load_pack(pack.root).exhibits["path-walk"].interpreter == "CPython 3.13.5, Some Chip"


def test_a_changed_number_changes_the_pack(pack: Folder) -> None:
    """The digest of a pack follows its exhibits."""
    before = load_pack(pack.root).digest
    pack.edit(DATA, '"`a`", 1', '"`a`", 2')
    assert load_pack(pack.root).digest != before


def test_folder_that_is_a_link_is_refused(pack: Folder, tmp_path: Path) -> None:
    """Nothing outside of the pack becomes an exhibit."""
    (pack.root / FOLDER).rename(tmp_path / "elsewhere")
    (pack.root / FOLDER).symlink_to(tmp_path / "elsewhere")
    _, problems = read_exhibit(pack.root / FOLDER)
    assert [problem.id for problem in problems] == ["exhibit.E010"]
