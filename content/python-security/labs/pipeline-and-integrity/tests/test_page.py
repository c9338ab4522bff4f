"""What the customers count on: the page is there, and the form works."""

import json
from urllib.parse import urljoin

from helpers import BRANDS, OWN, Browser


def opened(box):
    browser = Browser(box)
    assert browser.built, browser.why
    return browser


def test_page_has_its_form_and_prices(box, rng):
    """The page shows today's prices as texts, and has the three fields for the card."""
    values = {"adult": f"{rng.randrange(11, 90)}.50 & <less>", "child": f"{rng.randrange(1, 10)}.25"}
    box.write("prices.json", json.dumps(values))
    page = opened(box).page
    assert f"Adults {values['adult']} pounds, children {values['child']} pounds." in page.text
    (form,) = [each for each in page.named("form") if each.attributes.get("id") == "card"]
    assert form.attributes.get("method", "").lower() == "post"
    names = [each.attributes.get("name") for each in page.inside(form) if each.name == "input"]
    assert [name for name in names if name in {"number", "expires", "code"}] == ["number", "expires", "code"]


def test_form_is_sent_to_our_server(box):
    """The form goes to /pay, and the policy allows it."""
    browser = opened(box)
    (form,) = [each for each in browser.page.named("form") if each.attributes.get("id") == "card"]
    to = urljoin(browser.base, form.attributes.get("action", ""))
    assert to == f"{OWN}/pay"
    assert browser.lets_out("form-action", to), "the policy forbids the form"


def test_cardform_runs(box):
    """The browser runs CardForm 2.4.1 as it was reviewed."""
    assert opened(box).runs_cardform(), "the browser does not run CardForm 2.4.1"


def test_cardform_finds_the_brand(box):
    """CardForm may ask its server for the brand of a card."""
    assert opened(box).lets_out("connect-src", BRANDS), "the policy forbids the question"


def test_page_has_its_look(box):
    """The style sheet and the logo are loaded from our server."""
    browser = opened(box)
    sheets = [
        urljoin(browser.base, each.attributes.get("href", ""))
        for each in browser.page.named("link")
        if "stylesheet" in each.attributes.get("rel", "").lower().split()
    ]
    images = [urljoin(browser.base, each.attributes.get("src", "")) for each in browser.page.named("img")]
    for directive, url, urls in (
        ("style-src-elem", f"{OWN}/static/tickets.css", sheets),
        ("img-src", f"{OWN}/static/logo.svg", images),
    ):
        assert url in urls
        assert browser.fetch(url) is not None
        assert browser.lets_out(directive, url), f"the policy forbids {url}"


def test_other_headers_stay(box):
    """The two headers of the original are still there."""
    assert opened(box).built
    lines = (box.read("dist/headers.txt") or b"").decode().lower().splitlines()
    assert "x-content-type-options: nosniff" in lines
    assert "referrer-policy: no-referrer" in lines
