"""An exhibit within a page: what needs no script, and data that cannot leave its element."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from quintain.catalog import pack_store
from quintain.catalog.templatetags.exhibits import exhibit
from quintain.packs.model import Exhibit, Table
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
