"""The EPUB: its container, its package, its links, and what learners must not find in it."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree as ET

import pytest

from quintain.courseware.editions import EPUB, Audience, Scope
from quintain.courseware.html.tags import Html, text_of
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Code, Lesson, Prose
from tests.courses import whole_course
from tests.courseware.editions import chosen, files_of, tree_of, unpacked, with_blocks, written

HTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
LONG = 60
LESSON = Scope(lesson="sql-injection")
SOME_LESSONS = tuple(whole_course().lessons[slug] for slug in ("injection-principles", "sql-injection", "stride"))


def parsed(name: str) -> ET.Element:
    """Return a document of the learner's book as a tree."""
    return tree_of(files_of(EPUB)[name])


def documents() -> Iterator[tuple[str, ET.Element]]:
    """Yield the pages of the learner's book."""
    for name in files_of(EPUB):
        if name.endswith(".xhtml"):
            yield name, parsed(name)


def test_the_type_of_the_file_is_said_first_and_is_not_compressed() -> None:
    """A program reads the type at a fixed place of the file (OCF 3.3, 4.3)."""
    content = written(chosen(EPUB, scope=LESSON))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert content[30:].startswith(b"mimetypeapplication/epub+zip")


def test_the_same_course_gives_the_same_bytes() -> None:
    """Two copies of one edition can be compared, and a cache can tell that nothing has changed."""
    assert written(chosen(EPUB, scope=LESSON)) == written(chosen(EPUB, scope=LESSON))


def test_the_package_lists_every_file_once() -> None:
    """What is in the book is in its manifest, and nothing else is; every page is in the order of reading."""
    package = parsed("EPUB/package.opf")
    items = {item.attrib["href"]: item.attrib["id"] for item in package.iter(f"{OPF}item")}
    held = {name.removeprefix("EPUB/") for name in files_of(EPUB) if name.startswith("EPUB/")} - {"package.opf"}
    assert set(items) == held
    spine = [each.attrib["idref"] for each in package.iter(f"{OPF}itemref")]
    assert sorted(spine) == sorted(id_ for href, id_ in items.items() if href.endswith(".xhtml"))


def test_the_book_has_every_lesson_lab_and_case() -> None:
    """Nothing that learners may read is left out, and the contents lead to each chapter."""
    course = whole_course()
    keys = {f"lessons/{slug}" for slug in course.lessons} | {f"labs/{slug}" for slug in course.labs}
    keys |= {f"cases/{slug}" for slug in course.cases}
    assert keys <= {name.removeprefix("EPUB/").removesuffix(".xhtml") for name in files_of(EPUB)}
    nav = {link.get("href") for link in parsed("EPUB/nav.xhtml").iter(f"{HTML}a")}
    assert {f"{key}.xhtml" for key in keys} <= nav


def test_every_link_leads_somewhere() -> None:
    """A link within the book names a file that is there, and an id of it; any other is a page of the web."""
    pages = dict(documents())
    ids = {name: {each.attrib["id"] for each in page.iter() if "id" in each.attrib} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.iter(f"{HTML}a"):
            address = link.attrib["href"]
            if urlsplit(address).scheme in {"http", "https"}:
                continue
            path, anchor = urldefrag(address)
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert there in pages, f"{name}: {address}"
            assert not anchor or anchor in ids[there], f"{name}: {address}"


def test_no_id_stands_twice_in_a_page() -> None:
    """A link to an id leads to one place."""
    for name, page in documents():
        ids = [each.attrib["id"] for each in page.iter() if "id" in each.attrib]
        assert len(ids) == len(set(ids)), name


def test_nothing_is_fetched_or_run() -> None:
    """A reader without a network loses nothing, and no page has a script or a picture from elsewhere."""
    for name, page in documents():
        assert not [
            each.tag for each in page.iter() if each.tag in {f"{HTML}{tag}" for tag in ("script", "img", "iframe")}
        ]
        (style,) = page.iter(f"{HTML}link")
        assert str(PurePosixPath(name).parent / style.attrib["href"]).endswith("styles/style.css")
    assert b"http" not in files_of(EPUB)["EPUB/styles/style.css"]


def test_figures_are_drawings_with_a_sentence() -> None:
    """Each exhibit is there as SVG, with words for readers who do not see it."""
    svg = "{http://www.w3.org/2000/svg}svg"
    figures = [figure for _, page in documents() for figure in page.iter(svg)]
    assert len(figures) >= len(whole_course().exhibits)
    assert all(figure.get("aria-label") for figure in figures)


def test_the_package_says_how_accessible_the_book_is() -> None:
    """Shops and libraries read these words (EPUB Accessibility 1.1, 2)."""
    said = {each.attrib["property"] for each in parsed("EPUB/package.opf").iter(f"{OPF}meta")}
    wanted = {
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    }
    assert {f"schema:{word}" for word in wanted} <= said


def secrets(labs: Iterable[Lab], lessons: Iterable[Lesson]) -> set[str]:
    """Return what only instructors may read: reasons, hints, debriefs, notes.

    Lines with markup, and short ones, which may be elsewhere as well, are left out.
    """
    found: list[str] = []
    for lab in labs:
        found += [fix.why for fix in lab.fixes]
        found += [spot.why for spot in (lab.find.spots if lab.find else ())]
        found += [line for section in lab.hints for line in section.markdown.split("\n")]
        found += lab.debrief.split("\n")
    for lesson in lessons:
        found += [line for section in lesson.notes for line in section.markdown.split("\n")]
    lines = (re.sub(r"^(- |\d+\. )", "", line).strip() for line in found)
    return {line for line in lines if len(line) > LONG and not set(line) & set("`*_[]<>\\|&#")}


def told(files: Mapping[str, bytes]) -> str:
    """Return all that the pages of a book say."""
    return " ".join(text_of(Html(text.decode())) for name, text in files.items() if name.endswith(".xhtml"))


def test_learners_find_no_solution() -> None:
    """The book for learners has no reason of a fix, no hint, no debrief and no note."""
    kept = secrets(whole_course().labs.values(), SOME_LESSONS)
    text = told(files_of(EPUB))
    assert len(kept) > 1000
    assert [line for line in kept if line in text] == []


def test_instructors_find_every_solution() -> None:
    """The book for instructors has all of them."""
    course = whole_course()
    kept = secrets([course.labs["sql-login"], course.labs["blind-sql"]], [course.lessons["sql-injection"]])
    text = told(unpacked(written(chosen(EPUB, Audience.INSTRUCTOR, LESSON))))
    assert len(kept) > 50
    assert [line for line in kept if line not in text] == []


HOSTILE = "</script><script>alert(1)</script> & \"'><img src=https://example.org/x onerror=alert(1)> \x00\x0b\ufffe ]]>"


def test_hostile_text_stays_text() -> None:
    """Markup in a lesson's text is read as text, and characters that XML does not have are replaced."""
    code = Code(PurePosixPath("a.py"), "python", 1, f'x = "{HOSTILE}"\n', (1,), {1: HOSTILE})
    prose = Prose(f"## {HOSTILE}\n\n{HOSTILE}\n\n![a picture](https://example.org/a.png)\n\n[x](javascript:alert(1))\n")
    contents = with_blocks(chosen(EPUB, scope=LESSON), HOSTILE, prose, code)
    for name, content in unpacked(written(contents)).items():
        if name.endswith((".xhtml", ".opf")):
            page = tree_of(content)
            assert not [each for each in page.iter() if each.tag in {f"{HTML}script", f"{HTML}img"}], name
            assert not [each for each in page.iter(f"{HTML}a") if each.attrib["href"].startswith("javascript")], name
    lesson = tree_of(unpacked(written(contents))["EPUB/lessons/sql-injection.xhtml"])
    shown = "".join(lesson.itertext())
    assert shown.count("<script>alert(1)</script>") >= 5
    assert "a picture" in shown


@pytest.mark.parametrize("scope", [Scope(day=2), LESSON], ids=["day", "lesson"])
def test_a_part_of_the_course_links_to_nothing_that_it_has_not(scope: Scope) -> None:
    """A link to a chapter of another day becomes its words alone."""
    files = unpacked(written(chosen(EPUB, scope=scope)))
    for name, content in files.items():
        if name.endswith(".xhtml"):
            for link in tree_of(content).iter(f"{HTML}a"):
                path, _ = urldefrag(link.attrib["href"])
                if path and not urlsplit(path).scheme:
                    assert posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in files
