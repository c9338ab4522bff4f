"""Markdown of authors as Typst."""

import re

import pytest

from quintain.courseware.contents import Chapter, Contents
from quintain.courseware.editions import HANDBOOK, Audience, Edition, Paper
from quintain.courseware.typst.manuscript import Manuscript
from quintain.courseware.typst.matter import indexes
from quintain.courseware.typst.prose import blocks, inline, words_of
from quintain.packs.model.glossary import CourseTerm

TERMS = (
    CourseTerm("salt", "salt", "l", "Random bytes."),
    CourseTerm("trust-boundary", "trust boundary", "l", "A place."),
    CourseTerm("aead", "AEAD", "l", "Encryption.", ("authenticated encryption", "aead mode")),
    CourseTerm("aes", "AES", "l", "A cipher.", ("Rijndael",)),
)
LABS = {"redos": "A07 ReDoS"}
CONTENTS = Contents(
    Edition(HANDBOOK, Audience.LEARNER, Paper.A4),
    "T",
    "C",
    "d",
    (),
    "",
    (),
    (),
    {},
    {},
    (),
    {"redos": "A07 ReDoS"},
    TERMS,
)


@pytest.fixture
def into() -> Manuscript:
    """Return an empty manuscript, whose edition holds one lab."""
    return Manuscript(CONTENTS, frozenset({"lab-redos", "topic-redos"}))


def written(markdown: str, into: Manuscript) -> str:
    """Return source without its layout."""
    return "".join(line.strip() for line in inline(markdown, into).split("\n"))


def test_raw_html_is_text(into: Manuscript) -> None:
    """As on the pages: what looks like a tag is read, not obeyed."""
    assert '"<b>x</b>"' in inline("<b>x</b>", into)
    assert "call(" not in blocks("<script>\nalert(1)\n</script>", into)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/cards.txt", "#place", "data:text/html,x", "file:///etc"])
def test_an_address_that_paper_cannot_follow_is_no_link(into: Manuscript, address: str) -> None:
    """Its words stay, or the whole as it was written where Markdown itself sees no link."""
    source = written(f"[words]({address})", into)
    assert "words" in source
    assert not re.search(r"\b(link|web|reference)\(", re.sub(r'"[^"]*"', "", source))


def test_links_of_the_site_lead_to_pages(into: Manuscript) -> None:
    """To a lesson or lab that the edition holds; to any other, the words stay alone."""
    assert 'reference("topic-redos"' in written("[a](/topics/redos/)", into)
    assert "reference" not in written("[a](/topics/other/)", into)
    assert 'reference("lab-redos"' in written("See lab A07.", into)
    assert "reference" not in written("See lab B07, and `A07`.", into)


def test_a_link_around_the_name_of_a_lab_names_its_page_once(into: Manuscript) -> None:
    """The link of the site is the reference; within one to the web, the name is a word of it."""
    assert written("[lab A07](/labs/redos/)", into).count("reference(") == 1
    assert "reference(" not in written("[lab A07](https://example.org/)", into)
    assert written("[words](/labs/redos/), lab A07", into).count("reference(") == 2


def test_links_of_the_web_are_numbered_once(into: Manuscript) -> None:
    """The same address has the same number in the list at the end."""
    for _ in range(2):
        assert ", 1, " in written("[a](https://example.org/)", into)
    assert ", 2, " in written("[b](https://example.com/)", into)
    assert list(into.links.titles) == ["https://example.org/", "https://example.com/"]


@pytest.mark.parametrize(
    ("markdown", "terms"),
    [
        ("Salts are *random*, and each salt is stored.", ["salt"]),
        ("**Salt** it, behind a trust-boundary.", ["salt", "trust boundary"]),
        ("An Authenticated encryption.", ["AEAD"]),
        ("`salt` is code, and **rights are given** to nobody.", []),
        ("A **threat** is what may happen.", []),
    ],
)
def test_the_index_has_the_terms_of_the_glossary(into: Manuscript, markdown: str, terms: list[str]) -> None:
    """By the term's own name; a word that is only bold is none."""
    inline(markdown, into)
    assert list(into.terms) == terms


def test_other_words_for_a_term_lead_to_it(into: Manuscript) -> None:
    """In their place in the alphabet, but for those that are beside it anyway, and for terms that the book has not."""
    inline("Some AEAD, and a salt.", into)
    (index,) = [each for each in indexes(into) if "Index of terms" in each]
    said = re.findall(r'"([^"]*)"', index)
    assert [each for each in said if not each.startswith("at-")][2:] == [
        "AEAD", "authenticated encryption", ", ", "see", " AEAD", "salt",
    ]  # fmt: skip


def test_a_term_is_in_the_index_once_for_each_chapter(into: Manuscript) -> None:
    """Where the chapter uses it first, its labs and answers included; each case study is on its own."""
    chapters = [Chapter(number, str(number), "", part=False, lesson=None, labs=()) for number in (1, 2)]
    for chapter in (*chapters, *chapters, None, None):
        into.begin(chapter, 1)
        inline("A salt, and another salt.", into)
    assert len(into.terms["salt"]) == 2 + 2


def test_the_index_prefers_the_lesson_of_a_term_then_headings_bold_type_and_uses(into: Manuscript) -> None:
    """Seven places of twelve, in the order of the book; the main one is where the lesson has the term in bold."""
    texts = {1: "salt", 2: "salt salt", 7: "a salt, **salt**", 10: "salt, then **salt**, **salt**"}
    for number in range(1, 13):
        lesson = "l" if number == 10 else str(number)
        into.begin(Chapter(number, lesson, "Salts" if number == 9 else "", part=False, lesson=None, labs=()), 1)
        if number == 11:
            blocks("## Of salt\n\nsalt", into)
        inline(texts.get(number, "salt salt salt"), into)
    (index,) = [each for each in indexes(into) if "Index of terms" in each]
    at = {place.label: number for number, place in enumerate(into.terms["salt"], 1)}
    shown = re.findall(r'\("(at-\d+)", (true|false), \)', index)
    assert [(at[label], main) for label, main in shown] == [
        (3, "false"), (4, "false"), (5, "false"), (7, "false"), (9, "false"), (10, "true"), (11, "false"),
    ]  # fmt: skip
    main = into.terms["salt"][9]
    assert (main.in_bold, main.uses) == (True, 3)


def test_text_around_names_of_terms_and_weaknesses_stays_whole(into: Manuscript) -> None:
    """Each place is written in order, and nothing of the text is lost or said twice."""
    source = written("See a salt, CWE-89 in A07 and AEAD.", into)
    said = [each for each in re.findall(r'"([^"]*)"', source) if not each.startswith(("at-", "lab-"))]
    assert said == ["See a ", "salt, ", "CWE-89", " in ", "A07", " and ", "AEAD."]
    assert (list(into.terms), list(into.weaknesses)) == (["salt", "AEAD"], ["CWE-89"])


def test_weaknesses_go_into_the_index(into: Manuscript) -> None:
    """Each place where a number is named; not in code, which is quoted."""
    inline("CWE-89 and CWE-943, not `CWE-79`.", into)
    assert list(into.weaknesses) == ["CWE-89", "CWE-943"]


def test_levels_of_headings_leave_none_out(into: Manuscript) -> None:
    """PDF/UA refuses a heading two levels below the one before."""
    into.begin(None, 1)
    source = blocks("#### Deep\n\ntext\n\n## Title\n\n### Below", into)
    assert [part.split(", ")[1] for part in source.split("title(")[1:]] == ["2", "3", "4"]


def test_words_are_read_without_signs() -> None:
    """For bookmarks and lengths of columns."""
    assert words_of("a *b* `c` [d](https://example.org)") == "a b c d"
