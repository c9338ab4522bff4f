"""A page is read as a browser reads it, so that an attack is seen where it would work, and nowhere else."""

import time

import pytest

from quintain.judge import read_page

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


@pytest.mark.parametrize(
    "page",
    [
        "<p>&lt;script>runqzx()&lt;/script></p>",
        "<p>a < script>runqzx()",
        '<h2 title="\' onclick=runqzx() &quot; onclick=runqzx()">',
        "<a href='https://x.lab.test/?javascript:runqzx()'>",
        "<a href='java script:runqzx()'>",
        "<img alt='<script>runqzx()</script>'>",
        "<!-- <script>runqzx()</script> -->",
        "<textarea><script>runqzx()</script></textarea>",
        "<title><img onerror=runqzx()></title>",
        '<script type="application/json">["runqzx()", "\\u003c/script>"]</script>',
        "<script>runqzx()",
        "<img src=x onerror=runqzx()",
        "<p data-x=runqzx onward='a'>",
    ],
)
def test_text_that_stays_text_is_not_told(page: str) -> None:
    """Escaped text, values, comments, data, and tags that never end do no harm."""
    assert read_page(page).arose(WORD) == ()


def test_a_comment_in_a_script_hides_its_end() -> None:
    """Behind ``<!--`` and ``<script`` the next end tag does not count, unless the comment ends before."""
    hidden = read_page('<script id=a>"<!-- <script>"</script><p>x</p><script id=b></script>')
    assert [each.name for each in hidden.elements] == ["script"]
    shown = read_page('<script id=a>"<!-- <script> -->"</script><p>x</p><script id=b></script>')
    assert [each.name for each in shown.elements] == ["script", "p", "script"]


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


@pytest.mark.parametrize("piece", ["<p>", "<", "<!--", "</p>", "<a b=", "<a b='", "<script>", "&", "<script><!--"])
def test_a_hostile_page_is_read_in_the_end(piece: str) -> None:
    """Pages are a suspect's: a long one costs its length and raises nothing."""
    began = time.process_time()
    read_page(piece * 20_000).arose(WORD)
    assert time.process_time() - began < 10
