"""Markdown of authors as Typst."""

import re

import pytest

from quintain.courseware.contents import Contents
from quintain.courseware.editions import HANDBOOK, Audience, Edition, Paper
from quintain.courseware.typst.manuscript import Manuscript
from quintain.courseware.typst.prose import blocks, inline, words_of

CONTENTS = Contents(
    Edition(HANDBOOK, Audience.LEARNER, Paper.A4), "T", "C", "d", (), "", (), (), {}, {}, (), {"redos": "A07 ReDoS"}
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


def test_links_of_the_web_are_numbered_once(into: Manuscript) -> None:
    """The same address has the same number in the list at the end."""
    for _ in range(2):
        assert ", 1, " in written("[a](https://example.org/)", into)
    assert ", 2, " in written("[b](https://example.com/)", into)
    assert list(into.links.titles) == ["https://example.org/", "https://example.com/"]


@pytest.mark.parametrize(
    ("markdown", "terms"),
    [
        ("The idea is called **k-anonymity**.", ["k-anonymity"]),
        ("A **threat** is what may happen.", ["threat"]),
        ("This is **not** a control.", []),
        ("**Publish less**: fewer groups.", []),
        ("Do this in **lab A07**.", []),
        ("It reads **every** file.", []),
    ],
)
def test_the_index_has_what_is_defined(into: Manuscript, markdown: str, terms: list[str]) -> None:
    """A bold word with the words of a definition around it; one that is bold for its weight is none."""
    inline(markdown, into)
    assert list(into.terms) == terms


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
