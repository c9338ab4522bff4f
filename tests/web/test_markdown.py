"""Markdown of authors becomes safe HTML."""

import html
import re

import pytest

from quintain.web.code import highlight_lines
from quintain.web.markdown import markdown_pieces, render_inline, render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "```python onclick=alert(1)\n<script>\n```",
        '```"><script>\nx\n```',
        "    <script>",
    ],
)
def test_no_markup_of_the_author_survives(text: str) -> None:
    """Neither elements nor attributes nor addresses that run."""
    html = render_markdown(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html.lower()
    assert 'href="data' not in html.lower()
    assert 'href="vbscript' not in html.lower()
    assert "<pre onclick" not in html


def test_a_fence_is_coloured_by_classes() -> None:
    """No style attribute, which the policy would forbid."""
    html = render_markdown("```python\nx = 'a<b'\n```")
    assert 'class="' in html
    assert "style=" not in html
    assert "a&lt;b" in html


def test_inline_markdown_makes_no_paragraph() -> None:
    """Titles and options stand within other elements."""
    assert render_inline("`a` & *b*") == "<code>a</code> &amp; <em>b</em>"


def test_lines_keep_their_number_and_count() -> None:
    """Text over several lines is one string in Python, and still one row each."""
    lines = highlight_lines('x = """a\n\n<b>"""\n', "python", 5)
    assert [line.number for line in lines] == [5, 6, 7, 8][: len(lines)]
    assert len(lines) == 3
    assert "&lt;b&gt;" in lines[2].html
    assert all(line.html.count("<span") == line.html.count("</span>") for line in lines)


def test_an_unknown_language_is_plain() -> None:
    """And escaped."""
    assert [line.html for line in highlight_lines("<a>\nb", "no such language")] == ["&lt;a&gt;", "b"]


@pytest.mark.parametrize("language", ["console", "pycon", "python", "toml", "sql", "html", "yaml", "bash", "diff"])
@pytest.mark.parametrize("text", ["$ python3 a.py\n$ python3 b.py", "$ python3 a.py\n\n", ">>> x = 1\n>>> x", "a", ""])
def test_no_line_is_lost_or_added(language: str, text: str) -> None:
    """A console's last line may be a command with nothing printed below it."""
    lines = highlight_lines(text, language)

    assert [re.sub("<[^>]*>", "", line.html) for line in lines] == [
        html.escape(line, quote=False) for line in text.removesuffix("\n").split("\n")
    ]


def test_the_name_of_a_weakness_stays_in_one_line() -> None:
    """A browser breaks lines behind a hyphen; in code, nothing is added."""
    assert render_inline("A cause (CWE-89), `CWE-79` & <b>") == (
        'A cause (<span class="cwe">CWE-89</span>), <code>CWE-79</code> &amp; &lt;b&gt;'
    )


def test_pieces_are_the_whole_text() -> None:
    """Each outermost block is one; an item of a list comes without its list, with its number if it has one."""
    lists = "3. One\n\n   more\n4. Two\n\n- Point\n  - inner\n"
    text = f"A *b*.\n\n## T `x`\n\n{lists}\n```sql\nSELECT 1\n```\n\n| a |\n|-|\n| 1 |\n\n---\n"
    pieces = markdown_pieces(text)
    assert [(piece.tag, piece.number) for piece in pieces] == [
        ("p", 0),
        ("h2", 0),
        ("li", 3),
        ("li", 4),
        ("li", 0),
        ("pre", 0),
        ("table", 0),
        ("hr", 0),
    ]
    unlisted = re.sub(r"</?[ou]l[^>]*>\n?", "", "".join(piece.html for piece in pieces))
    assert unlisted == re.sub(r"</?[ou]l[^>]*>\n?", "", render_markdown(text))
    assert pieces[1].text == "T `x`"


def test_a_link_is_found_whose_address_is_in_another_piece() -> None:
    """A text is read as a whole before it is cut."""
    (first,) = markdown_pieces("See [there].\n\n[there]: https://example.org/\n")
    assert 'href="https://example.org/"' in first.html
