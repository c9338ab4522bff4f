"""Pages of the course in the language of the reader: a lesson, its questions, a lab, the search, and the way there."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils.translation import override
from lxml import html
from pytest_django import Settings

from quintain.catalog import pack_store, search
from quintain.packs import load_pack, translations
from quintain.packs.model.pack import Pack
from tests.courses import COURSE, whole_course

pytestmark = [pytest.mark.django_db]

GERMAN = {"accept-language": "de"}
ENGLISH = {"accept-language": "en"}
UNTRANSLATED = "Diese Seite ist noch nicht übersetzt. Der Kurs ist hier auf Englisch."
PARTLY = "Teile dieser Seite sind neuer als die Übersetzung und deshalb auf Englisch."
SAID = "Kann nachts jemand"


@pytest.fixture
def whole(settings: Settings, course: Pack) -> Pack:
    """Put the course of the repository in the pack store."""
    settings.PACK = str(COURSE)
    pack_store.put(whole_course())
    return whole_course()


def drawn(page: Client, path: str, language: dict[str, str]) -> html.HtmlElement:
    """Return a page as a browser in this language gets it."""
    answer = page.get(path, headers=language)
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.content.decode())


def translated(root: Path, catalog: str) -> list[str]:
    """Return the messages of a catalog that have a translation."""
    entries = polib.pofile(str(root / f"translations/de/{catalog}.po"), wrapwidth=0)
    return [each.msgid for each in entries if each.translated()]


def classed(name: str) -> str:
    """Return the condition of XPath that an element has a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def text_of(tree: html.HtmlElement, path: str) -> str:
    """Return the words of an element."""
    (found,) = tree.xpath(path)
    return " ".join(found.text_content().split())


def foreign_words(tree: html.HtmlElement, path: str) -> list[str]:
    """Return what an element has in another language than the page; notes on terms are those of the glossary."""
    return [
        " ".join(each.text_content().split()) for each in tree.xpath(f"{path}//*[@lang][not(ancestor::*[@popover])]")
    ]


def test_a_lesson_is_read_in_ones_own_language(page: Client, whole: Pack) -> None:
    """Two people of one process, one after the other and again: each in the own language, from one address."""
    titles: dict[str, list[str]] = {}
    for language in (GERMAN, ENGLISH, GERMAN, ENGLISH):
        tree = drawn(page, "/topics/introduction/", language)
        titles.setdefault(language["accept-language"], []).append(text_of(tree, "//h1"))
        assert tree.get("lang") == language["accept-language"]
    lesson = whole.lessons["introduction"]
    with override("de"):
        german = pack_store.current_pack().lessons["introduction"]
    assert german.title != lesson.title or german.summary != lesson.summary
    assert titles == {"de": [german.title] * 2, "en": [lesson.title] * 2}
    words = text_of(drawn(page, "/topics/introduction/", GERMAN), "//main")
    assert "Finden, angreifen, fixen" in words
    assert "Find, break, fix" not in words


@pytest.mark.parametrize(
    "path",
    [
        f"/topics/{name}/"
        for name in (
            "introduction",
            "validation-principles",
            "attack-surface",
            "regex-validation",
            "dealing-with-redos",
        )
    ],
)
def test_a_translated_lesson_has_no_english_prose(page: Client, whole: Pack, path: str) -> None:
    """Prose, notes below code, incidents and questions: what is English there has no translation in the catalogs."""
    tree = drawn(page, path, GERMAN)
    name = path.split("/")[2]
    said = {plain(text) for folder in ("lessons", "quizzes") for text in translated(COURSE, f"{folder}/{name}")}
    assert len(said) > 50
    classes = ("prose", "quiz", "note", "incident", "lead")
    for place in (*(f"//main//*[{classed(name)}]" for name in classes), "//figcaption"):
        found = {plain(words) for words in foreign_words(tree, place)}
        assert not found & said, place
        assert len(found) < 10, place
    assert UNTRANSLATED not in tree.text_content()


def test_code_is_the_same_in_each_language(page: Client, whole: Pack) -> None:
    """The listings of a lesson, letter by letter."""
    for path in ("/topics/redos/", "/topics/validation-principles/"):
        theirs, ours = (drawn(page, path, language) for language in (GERMAN, ENGLISH))
        listings = [
            [code.text_content() for code in tree.xpath(f"//main//li[not({classed('note')})]//code")]
            for tree in (theirs, ours)
        ]
        assert len(listings[0]) > 20
        assert listings[0] == listings[1]


def test_sections_have_one_address_in_all_languages(page: Client, whole: Pack) -> None:
    """A link from one person to another leads to the same place."""
    trees = [drawn(page, "/topics/redos/", language) for language in (GERMAN, ENGLISH)]
    ids, titles = (
        [[each.get(key) or "" if key else each.text_content() for each in tree.xpath("//main//h2")] for tree in trees]
        for key in ("id", "")
    )
    assert ids[0] == ids[1]
    assert "what-to-do-on-monday" in ids[0]
    assert titles[0] != titles[1]
    links = [[each.get("href") for each in tree.xpath(f"//*[{classed('on-page')}]//a")] for tree in trees]
    assert links[0] == links[1]
    assert set(links[0]) <= {f"#{each}" for each in ids[0]}


def test_reading_sections_are_marked_in_each_language(page: Client, whole: Pack) -> None:
    """They are named by the titles of the source."""
    counts = [
        len(drawn(page, "/topics/redos/", language).xpath(f"//main//h2//*[{classed('tag')}]"))
        for language in (GERMAN, ENGLISH)
    ]
    assert counts[0] == counts[1] == 4


def test_an_answer_is_explained_in_ones_own_language(page: Client, whole: Pack) -> None:
    """And is the same answer: what was chosen in one language is known in the other."""
    question = whole.lessons["introduction"].questions[0]
    right = next(index for index, option in enumerate(question.options) if option.right)
    with override("de"):
        german = next(
            each for each in pack_store.current_pack().lessons["introduction"].questions if each.uuid == question.uuid
        )
    answer = page.post(f"/questions/{question.uuid}/answers", {"option": right}, headers=GERMAN, follow=True)
    words = html.document_fromstring(answer.content.decode()).text_content()
    assert plain(german.options[right].why) in plain(words)
    words = drawn(page, "/topics/introduction/", ENGLISH).text_content()
    assert plain(question.options[right].why) in plain(words)


def plain(text: str) -> str:
    """Return a text without its marks and with single spaces."""
    return " ".join(re.sub(r"\]\([^)]*\)|[`*_\[]", "", text).split())


def test_a_lab_is_told_in_ones_own_language(page: Client, whole: Pack) -> None:
    """Title, brief, promises and hints; the code is the same."""
    with override("de"):
        german = pack_store.current_pack().labs["tour"]
    theirs, ours = (drawn(page, "/labs/tour/find/", language) for language in (GERMAN, ENGLISH))
    assert text_of(theirs, "//h1") == german.title
    assert text_of(ours, "//h1") == whole.labs["tour"].title
    assert plain(german.promises[0].text) in plain(text_of(theirs, "//*[@id='promises']"))
    assert not theirs.xpath(f"//body//*[@lang][.//h1 or .//h2 or {classed('prose')}]")
    answer = page.post("/labs/tour/hints", {"phase": "find"}, headers=GERMAN, follow=True)
    assert plain(german.hints[0].title) in plain(answer.content.decode())


def test_what_nobody_has_translated_says_so(page: Client, whole: Pack) -> None:
    """In one sentence; its words are marked as English, and the way there is in German."""
    tree = drawn(page, "/topics/what-is-security/", GERMAN)
    assert UNTRANSLATED in tree.text_content()
    first = tree.xpath(f"//main//*[{classed('prose')}]/p")[0]
    assert first.xpath("./span[@lang='en']"), "screen readers change their voice for it"
    assert "lang" not in tree.xpath("//*[@id='rail-title']")[0].attrib
    tree = drawn(page, "/topics/what-is-security/", ENGLISH)
    assert UNTRANSLATED not in tree.text_content()
    assert not tree.xpath("//*[@lang='en']//*[@lang]")


def test_what_has_changed_since_is_english_and_says_so(
    page: Client, course: Pack, settings: Settings, tmp_path: Path
) -> None:
    """The block alone; the others stay German."""
    root = Path(shutil.copytree(COURSE, tmp_path / "course"))
    lesson = root / "lessons/introduction/lesson.md"
    text = lesson.read_text(encoding="utf-8")
    block = next(
        each for each in translated(root, "lessons/introduction") if f"\n\n{each}\n\n" in text and "`" not in each
    )
    lesson.write_text(text.replace(block, f"{block} This is new."), encoding="utf-8")
    settings.PACK = str(root)
    pack_store.put(load_pack(root))
    tree = drawn(page, "/topics/introduction/", GERMAN)
    assert PARTLY in tree.text_content()
    assert f"{plain(block)} This is new." in map(plain, foreign_words(tree, f"//main//*[{classed('prose')}]"))


def test_a_translation_that_is_corrected_is_seen_by_authors(
    page: Client, course: Pack, settings: Settings, tmp_path: Path
) -> None:
    """In a preview, without a restart."""
    root = Path(shutil.copytree(COURSE, tmp_path / "course"))
    settings.PACK, settings.PREVIEW = str(root), True
    assert "Ganz neu" not in drawn(page, "/topics/introduction/", GERMAN).text_content()
    place = root / "translations/de/lessons/introduction.po"
    catalog = polib.pofile(str(place), wrapwidth=0)
    entry = next(each for each in catalog if each.msgid == "Find, break, fix")
    entry.msgstr = "Ganz neu"
    catalog.save()
    pack_store.current_store()._looked_at = float("-inf")
    assert "Ganz neu" in drawn(page, "/topics/introduction/", GERMAN).text_content()


def test_a_choice_of_language_changes_the_course(page: Client, whole: Pack) -> None:
    """At once, in a browser that asks for another one."""
    page.post("/language/", {"language": "de", "next": "/"})
    assert "Finden, angreifen, fixen" in drawn(page, "/topics/introduction/", ENGLISH).text_content()
    page.post("/language/", {"language": "en", "next": "/"})
    assert "Find, break, fix" in drawn(page, "/topics/introduction/", GERMAN).text_content()


def test_the_course_is_searched_in_ones_own_language(page: Client, whole: Pack) -> None:
    """A German word finds the German section; an English person finds English words."""

    def found(query: str, language: dict[str, str]) -> str:
        return plain(drawn(page, f"/search/?q={query}", language).xpath("//main")[0].text_content())

    assert "Was ein Muster langsam macht" in found("langsam+Muster", GERMAN)
    assert "Was ein Muster langsam macht" not in found("langsam+Muster", ENGLISH)
    assert "What makes a pattern slow" in found("pattern+slow", ENGLISH)


def test_each_language_has_an_index_before_anybody_searches(whole: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first German reader does not wait for the course to be translated."""
    search.build_indexes()
    monkeypatch.setattr(translations, "translate_pack", None)
    monkeypatch.setattr(search, "Index", None)
    for language in ("de", "en"):
        with override(language):
            search.current_index()
            assert (pack_store.current_pack().translation is None) is (language == "en")


def test_nothing_is_read_twice_because_of_languages(whole: Pack) -> None:
    """What is kept with the pack is kept for each language, however often these take turns."""
    calls: list[str] = []

    @pack_store.kept_with_pack
    def title() -> str:
        calls.append(pack_store.current_pack().tracks[0].modules[2].title)
        return calls[-1]

    for _ in range(3):
        for language in ("de", "en"):
            with override(language):
                title()
    assert len(calls) == 2
    assert calls[0] != calls[1]


def test_languages_without_a_translation_read_the_course_as_it_is(whole: Pack, settings: Settings) -> None:
    """And a regional language reads the one that it belongs to."""
    assert pack_store.current_store().pack_in("fr") is whole
    translated = pack_store.current_store().pack_in("de-at")
    assert translated.translation is not None
    assert translated.translation.language == "de"
    assert pack_store.current_store().pack_in("de-at") is translated
