"""An exhibit within a page: what needs no script, data that cannot leave its element, and the script that draws it."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from quintain.catalog import pack_store
from quintain.catalog.templatetags.exhibits import exhibit
from quintain.packs.model.exhibit import Exhibit, Table
from tests.classroom import make_pack

pytestmark = pytest.mark.django_db

NUMBERS = {"text": "</script><script>alert(1)</script>&"}
STEPS = Exhibit(
    folder=Path("/nowhere/exhibits/count-the-steps"),
    slug="count-the-steps",
    title="Count <b>the</b> steps",
    about="One `re.match`",
    caption="It *doubles*.",
    interpreter="CPython 3.13.5",
    tables=(Table("Steps", ("letters", "`(a+)+`"), (("1", "<img src=x>"),)),),
    numbers=json.dumps(NUMBERS),
    figure='<svg role="img" aria-label="A curve."><text>a &lt; b</text></svg>',
    drawing="export default () => 'größer';\n",
)


@pytest.fixture
def html(page: Client) -> str:
    """Give the page of a lesson with an exhibit."""
    pack_store.put(replace(make_pack(), exhibits={"count-the-steps": STEPS}))
    return page.get("/topics/injection/").content.decode()


def test_figure_caption_and_table_stand_in_the_page(html: str) -> None:
    """A reader without script has all that the exhibit says, and the words of authors stay words."""
    assert '<svg role="img" aria-label="A curve."><text>a &lt; b</text></svg>' in html
    assert "It <em>doubles</em>." in html
    assert "One <code>re.match</code> · CPython 3.13.5" in html
    assert '<th scope="col"><code>(a+)+</code></th>' in html
    assert "Count &lt;b&gt;the&lt;/b&gt; steps" in html
    assert "<td>&lt;img src=x&gt;</td>" in html


def test_no_text_of_the_data_ends_its_element(html: str) -> None:
    """What a recorded value holds is data, even where it looks like the end of a script."""
    element = html.partition('<script type="application/json">')[2].partition("</script>")[0]
    assert "<" not in element
    assert json.loads(element) == NUMBERS


def test_an_exhibit_that_nobody_made_says_so(page: Client) -> None:
    """A lesson may be read before its picture is there."""
    html = page.get("/topics/injection/").content.decode()
    assert "The picture <code>count-the-steps</code> belongs here, and has not been made yet." in html
    assert "<b>" not in render_to_string("catalog/exhibit.html", exhibit("<b>"))


def address(html: str) -> str:
    """Return where a page says that its exhibit's script is."""
    (found,) = re.findall(r'data-exhibit="count-the-steps" data-drawing="([^"]+)"', html)
    return str(found)


def test_the_script_of_an_exhibit_is_served_as_the_pack_has_it(page: Client, html: str) -> None:
    """A browser may keep it for ever, as the address changes with it; others' caches may not, for it asks who reads."""
    answer = page.get(address(html))
    assert answer.content.decode() == STEPS.drawing
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    pack_store.put(replace(make_pack(), exhibits={"count-the-steps": replace(STEPS, drawing="export default 2;\n")}))
    assert address(page.get("/topics/injection/").content.decode()) != address(html)
    assert page.get(address(html)).status_code == 404, "the script of before"


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "gzip"), ("br", None), ("gzip;q=0", None)])
def test_the_script_is_compressed_for_those_who_take_it(
    page: Client, html: str, accepted: str, sent: str | None
) -> None:
    """What a browser refuses is not sent."""
    answer = page.get(address(html), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert (gzip.decompress(answer.content) if sent else answer.content).decode() == STEPS.drawing
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/exhibits/count-the-steps/0123456789abcdef.js",
        "/exhibits/nowhere/{stamp}.js",
        "/exhibits/count-the-steps/record.py",
        "/exhibits/count-the-steps/drawing.js",
        "/exhibits/count-the-steps/../../pack.toml",
        "/exhibits/..%2Fcount-the-steps/{stamp}.js",
        "/exhibits/count-the-steps/%2e%2e%2f%2e%2e%2fpack.js",
    ],
)
def test_nothing_but_a_script_of_the_pack_is_served(page: Client, html: str, path: str) -> None:
    """No name leads to another file of the folder, nor out of it: a request opens no file."""
    stamp = address(html).rpartition("/")[2].removesuffix(".js")
    assert page.get(path.format(stamp=stamp)).status_code == 404


def test_a_script_is_for_those_who_take_part(html: str) -> None:
    """Like the lesson that shows it, it asks who reads."""
    lesson, script = (Client().get(path) for path in ("/topics/injection/", address(html)))
    assert script.status_code == lesson.status_code != 200
    assert STEPS.drawing not in script.content.decode()


@pytest.mark.parametrize("path", ["/topics/injection/", "/cases/one-pattern/"])
def test_what_drawings_import_is_named_before_any_module(page: Client, path: str) -> None:
    """Browsers read an import map only if no module came before it; the policy lets it by its nonce."""
    answer = page.get(path)
    html = answer.content.decode()
    (nonce, imports), *others = re.findall(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', html)
    assert others == []
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    kit = json.loads(imports)["imports"]["quintain/exhibits"]
    assert re.fullmatch(r"/static/dist/exhibits-[0-9A-Z]{8}\.js", kit)
    assert html.index("importmap") < html.index('type="module"')
