"""The offline edition: its links and scripts, its policy, what is searched, and what learners must not find in it."""

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urlsplit

import pytest
from justhtml import JustHTML

from quintain.courseware.editions import OFFLINE, Scope
from quintain.courseware.errors import BuildFailed
from quintain.courseware.html.drawings import classic_script
from quintain.packs.model.lesson import Prose, Show
from quintain.packs.stop_words import STOP_WORDS
from tests.courses import whole_course
from tests.courseware.editions import chosen, files_of, unpacked, with_blocks, written
from tests.courseware.test_epub import HOSTILE, SOME_LESSONS, secrets

LESSON = Scope(lesson="sql-injection")
REFERENCE = re.compile(r'<\w[^<>]*?\s(?:href|src|action)="([^"]*)"')


def pages() -> Iterator[tuple[str, str]]:
    """Yield the pages of the learner's edition."""
    for name, content in files_of(OFFLINE).items():
        if name.endswith(".html"):
            yield name, content.decode()


def sections() -> list[dict[str, str]]:
    """Return what the search of the learner's edition knows."""
    return sections_in(files_of(OFFLINE))


def test_every_link_and_script_is_in_the_folder() -> None:
    """All that a page names is a file beside it with the id that is asked for, or a page of the web that is linked."""
    files = files_of(OFFLINE)
    ids = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in pages()}
    for name, text in pages():
        for address in REFERENCE.findall(text):
            if urlsplit(address).scheme in {"http", "https"}:
                assert f'src="{address}"' not in text
                continue
            path, anchor = urldefrag(address)
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert there in files, f"{name}: {address}"
            assert not anchor or anchor in ids[there], f"{name}: {address}"


def test_styles_fetch_nothing_from_elsewhere() -> None:
    """Fonts are in the folder."""
    style = files_of(OFFLINE)["styles/style.css"].decode()
    for address in re.findall(r"url\(\"?([^)\"]+)\"?\)", style):
        assert posixpath.normpath(f"styles/{address}") in files_of(OFFLINE), address


def test_no_script_is_a_module_and_none_is_in_a_page() -> None:
    """A page that is opened as a file may load no modules; and the policy lets no script of the page's own run."""
    for name, text in pages():
        assert 'type="module"' not in text, name
        for script in re.findall(r"<script[^>]*>", text):
            assert " src=" in script or 'type="application/json"' in script, name
        assert "default-src 'none'" in unescape(text), name


def test_every_exhibit_brings_its_script() -> None:
    """All exhibits that a lesson shows have a classic script, which has no import and no export left."""
    scripts = {name: text.decode() for name, text in files_of(OFFLINE).items() if name.startswith("exhibits/")}
    assert set(scripts) == {f"exhibits/{slug}.js" for slug in whole_course().exhibits}
    for name, script in scripts.items():
        assert not re.search(r"\bimport\s*[{*\"']|\bexport\s*[{*]", script), name


def test_a_script_that_was_not_bundled_is_refused_by_name() -> None:
    """An author reads which exhibit it is, and what to do."""
    exhibit = replace(next(iter(whole_course().exhibits.values())), slug="odd", drawing="alert(1)")
    with pytest.raises(
        BuildFailed, match="The script of the exhibit odd does not end with its default export"
    ) as caught:
        classic_script(exhibit)
    assert caught.value.remedy == "Bundle it again: quintain bundle odd"


def test_the_imports_of_every_file_of_a_drawing_are_kept() -> None:
    """The bundler leaves one import for each file, wherever its code begins."""
    drawing = (
        "// quintain-source:0\n"
        'import{h as e}from"quintain/exhibits";var a=e;import{s as n,icon}from"quintain/exhibits";function m(){}'
        "export{m as default,a as kept};\n"
    )
    exhibit = replace(next(iter(whole_course().exhibits.values())), slug="two", drawing=drawing)
    assert classic_script(exhibit) == (
        '// quintain-source:0\nquintain.draw("two",function(kit){"use strict";const{h:e,s:n,icon:icon}=kit;'
        "// quintain-source:0\nvar a=e;function m(){}\nreturn m;});\n"
    )


def test_the_search_knows_every_chapter_by_its_sections() -> None:
    """Each entry leads to a heading of a page, and its text is what the page says there."""
    found = sections()
    assert {urldefrag(each["address"])[0] for each in found} == {
        name for name, _ in pages() if name not in {"index.html", "search.html"}
    }
    (value,) = (each for each in found if each["address"] == "lessons/sql-injection.html#a-value-becomes-sql")
    assert value["kind"] == "Lesson"
    assert value["title"] == "SQL injection"
    assert "query = f\"SELECT name FROM members WHERE name = '{name}' AND pin = '{pin}'\"" in value["text"]


def test_the_search_is_told_which_words_to_leave_out() -> None:
    """They are those of the classroom's search."""
    _, words = files_of(OFFLINE)["scripts/search-data.js"].decode().rstrip("\n").split("\n")
    assert words.startswith("var quintainStopWords=[")
    assert set(json.loads(words.partition("=")[2].rstrip(";"))) == STOP_WORDS


def test_learners_find_no_solution() -> None:
    """Neither a page nor the data of the search has a reason of a fix, a hint, a debrief or a note."""
    text = " ".join(each["text"] for each in sections())
    assert [line for line in secrets(whole_course().labs.values(), SOME_LESSONS) if line in text] == []


def test_hostile_text_stays_text() -> None:
    """Markup in a lesson's text, or in the numbers of an exhibit, starts no element in a browser's parser."""
    contents = with_blocks(
        chosen(OFFLINE, scope=LESSON), HOSTILE, Prose(f"## {HOSTILE}\n\n{HOSTILE}\n"), Show("bind-or-splice")
    )
    exhibit = contents.exhibits["bind-or-splice"]
    numbers = json.dumps({"text": HOSTILE, "bindings": []})
    hostile = replace(exhibit, title=HOSTILE, about=HOSTILE, caption=HOSTILE, interpreter=HOSTILE, numbers=numbers)
    contents = replace(contents, exhibits={**contents.exhibits, "bind-or-splice": hostile})
    files = unpacked(written(contents))
    for name, content in files.items():
        if name.endswith(".html"):
            page = JustHTML(content.decode(), sanitize=False)
            scripts = page.query("script")
            attributes = [script.attrs or {} for script in scripts]
            assert all(each.get("src") or each.get("type") == "application/json" for each in attributes)
            assert page.query("img") == [], name
    lesson = JustHTML(files["lessons/sql-injection.html"].decode(), sanitize=False)
    (data,) = lesson.query('script[type="application/json"]')
    assert json.loads(data.to_text(strip=False))["text"] == HOSTILE
    (found,) = (each for each in sections_in(files) if each["heading"].startswith("</script>"))
    assert found["text"].startswith("</script><script>alert(1)</script> & \"'>")


def sections_in(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Return what the search of these files knows."""
    text = files["scripts/search-data.js"].decode()
    found: list[dict[str, str]] = json.loads(text.partition("\n")[0].partition("=")[2].rstrip(";"))
    return found


def test_the_same_course_gives_the_same_bytes() -> None:
    """Two copies of one edition can be compared."""
    assert written(chosen(OFFLINE, scope=LESSON)) == written(chosen(OFFLINE, scope=LESSON))


def test_all_is_in_one_folder_that_says_what_to_open() -> None:
    """A person who unpacks it gets one folder, named like the file."""
    content = written(chosen(OFFLINE, scope=LESSON))
    names = {PurePosixPath(name).parts[0] for name in archived(content)}
    assert names == {"sec-132-offline-learner-lesson-sql-injection"}
    assert b"Open index.html" in unpacked(content)["README.txt"]


def archived(content: bytes) -> list[str]:
    """Return the names in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()
