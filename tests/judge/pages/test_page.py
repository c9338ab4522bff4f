"""A page is read as a browser reads it, so that an attack is seen where it would work, and nowhere else."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from quintain.judge import read_page
from quintain.judge.errors import Garbled
from quintain.judge.pages.page import MOST_CHARACTERS
from tests.judge.pages.page_corpus import LOOKS_SO, RUNS

WORD = "runqzx"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<script>runqzx()</script>", "the script runqzx()"),
        ("<SCRIPT type=module\n>runqzx()</sCript\t>", "the script runqzx()"),
        ("<p><img/src='x'onerror=runqzx()>", "the handler onerror=runqzx() of <img>"),
        ("<p><img src=x onerror=runqzx() </p>", "the handler onerror=runqzx() of <img>"),
        ("<input value=a\fonfocus=runqzx()>", "the handler onfocus=runqzx() of <input>"),
        ('<h2 title="a" onclick="&#114;unqzx()">', "the handler onclick=runqzx() of <h2>"),
        ("<a href=' java\tscr&NewLine;ipt:runqzx()'>", "the address javascript:runqzx() of <a>"),
        ("<a href='&#1;JAVASCRIPT:runqzx()'>", "the address JAVASCRIPT:runqzx() of <a>"),
        ("<iframe srcdoc='&lt;script>runqzx()</script>'>", "the script runqzx()"),
        ("<form runqzx>", "the attribute runqzx of <form>"),
        ("<runqzx>", "the element <runqzx>"),
        ("<!--> <svg onload=runqzx()>", "the handler onload=runqzx() of <svg>"),
        ("<!-- --!><svg onload=runqzx()>", "the handler onload=runqzx() of <svg>"),
        ("<textarea></textarea ><svg onload=runqzx()>", "the handler onload=runqzx() of <svg>"),
        ("</><svg onload=runqzx()>", "the handler onload=runqzx() of <svg>"),
        ('<script type="application/json">"</script/><svg onload=runqzx()>"', "the handler onload=runqzx() of <svg>"),
    ],
)
def test_what_a_browser_makes_of_a_visitors_text_is_told(page: str, told: str) -> None:
    """Code, elements and attributes of the visitor's making."""
    assert read_page(page).arose(WORD) == (told,)


@pytest.mark.parametrize("page", LOOKS_SO.values(), ids=LOOKS_SO)
def test_text_that_stays_text_is_not_told(page: str) -> None:
    """Escaped text, values, comments, data, dormant templates and tags that never end run nothing."""
    assert read_page(page).runs(WORD) == ()


@pytest.mark.parametrize("page", RUNS.values(), ids=RUNS)
def test_code_is_told(page: str) -> None:
    """Whatever Chromium runs, by itself or after a click."""
    assert len(read_page(page).runs(WORD)) == 1


def test_a_sandbox_may_let_scripts_run() -> None:
    """Not in the corpus: the frame is a process of its own, in which the test's binding does not arrive in time."""
    page = read_page("<iframe sandbox='allow-scripts' srcdoc='<script>runqzx()</script>'></iframe>")
    assert page.runs(WORD) == ("the script runqzx()",)


def test_a_comment_in_a_script_hides_its_end() -> None:
    """Behind ``<!--`` and ``<script`` the next end tag does not count, unless the comment ends before."""
    hidden = read_page('<script id=a>"<!-- <script>"</script><p>x</p><script id=b></script>')
    assert [each.name for each in hidden.elements] == ["html", "head", "script", "body"]
    shown = read_page('<script id=a>"<!-- <script> -->"</script><p>x</p><script id=b></script>')
    assert [each.name for each in shown.elements] == ["html", "head", "script", "body", "p", "script"]


def test_people_see_text_and_line_ends() -> None:
    """Text is decoded once; scripts are not seen."""
    page = read_page("<article><p>Tom &amp; Zo&euml;<br>3 < 5 &amp;lt;</p><script>no</script></article><p>after")
    (article,) = page.named("article")
    assert page.text_of(article) == "Tom & Zoë\n3 < 5 &lt;"
    assert [each.name for each in page.inside(article)] == ["p", "br", "script"]


def test_addresses_keep_what_only_looks_like_a_reference() -> None:
    """In an attribute, a name without a semicolon counts only where nothing follows."""
    (link,) = read_page("<a href='/?a=1&copy=2&amp;lt=3&copyx&lt'>").named("a")
    assert link.attributes["href"] == "/?a=1&copy=2&lt=3&copyx<"


def test_a_form_is_sent_as_it_stands() -> None:
    """Hidden and ticked fields are sent, buttons and empty boxes are not."""
    page = read_page(
        "<form><input type=hidden name=t value='a&quot;b'><input name=n><input type=checkbox name=c>"
        "<input type=checkbox name=d value=1 checked><textarea name=r>&lt;x</textarea><input type=submit name=s></form>"
        "<input name=outside>"
    )
    assert page.fields(page.named("form")[0]) == {"t": 'a"b', "n": "", "d": "1", "r": "<x"}


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>one<br>two<p>three", "one\ntwo\nthree"),
        ("<p>one<br>\ntwo</p>\n\n<p>  three  </p>", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>\n<div>three</div>", "one\ntwo\nthree"),
        ("<p style='white-space: pre-line'>one\ntwo \n three", "one\ntwo\nthree"),
        ("<style>/* x */ .r, article p.note { white-space: pre-wrap }</style><p class='a note'>one\ntwo\nthree</p>",
         "one\ntwo\nthree"),
        ("<pre>\none\ntwo\nthree</pre>", "one\ntwo\nthree"),
        ("<span style='display:block'>one</span><span style='display: block'>two</span>three", "one\ntwo\nthree"),
        ("<p>one\ntwo</p>three", "one two\nthree"),
        ("<p hidden>zero</p><p style='display:none'>zero</p><template>zero</template><title>zero</title>one", "one"),
        ("<table><tr><td>one<td>two<tr><td>three</table>", "one two\nthree"),
        ("<p>one <b>two</b> <i> three</i>", "one two three"),
    ],
)  # fmt: skip
def test_lines_are_those_on_the_screen(page: str, shown: str) -> None:
    """By line breaks, by elements that begin a line, and by the white space of a style."""
    assert read_page(page).text.strip() == shown


def test_fields_of_other_kinds_are_sent_as_browsers_send_them() -> None:
    """A choice sends what is chosen, and a field beside the form may belong to it."""
    page = read_page(
        "<form id=f><select name=s><option>a<option value=2 selected>b</select><input name=x disabled>"
        "<input type=checkbox name=c checked></form><input form=f name=o value=3><input name=p>"
    )
    assert page.fields(page.named("form")[0]) == {"s": "2", "c": "on", "o": "3"}


PIECES = [
    "<p>", "<", "<!--", "</p>", "<a b=", "<a b='", "<script>", "&", "<script><!--", "<b><p>", "<svg><form>", "<br>",
    "<template>", "<iframe srcdoc='", "<style>a{white-space:pre}</style>", "<style>/*", "<p style='white-space:",
    "<a href=javascript:x>", "<base href=//a/>", "<table>x", "<button form=a>", " \n",
]  # fmt: skip


def steps_of(work: Callable[[], object]) -> int:
    """Count the lines of Python that run in a piece of work."""
    count = 0

    def trace(*_: Any) -> Any:  # Any: sys.settrace's own type
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_page_costs_its_length(piece: str) -> None:
    """Twice the page is twice the work, and not four times."""
    small, large = (
        steps_of(lambda length=length: read_page(piece * (length // len(piece))).arose(WORD))  # type: ignore[misc]
        for length in (6_000, 12_000)
    )
    assert large <= 2.6 * small + 500


def test_a_page_that_is_too_long_is_not_read() -> None:
    """The suspect has sent it, and the sentence says how long a page may be."""
    read_page("<" * MOST_CHARACTERS)
    with pytest.raises(Garbled, match=r"The page has 262,145 characters; the judge reads pages of at most 262,144\."):
        read_page("<" * (MOST_CHARACTERS + 1))
