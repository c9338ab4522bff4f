"""A browser sends forms as people do, and no more for another site than browsers do."""

import httpx
import pytest

from quintain.judge.pages.browsers import MULTIPART, Browser
from quintain.judge.profiles.http_exchanges import show_request

PAGE = """<form id="order" action="/order?of=tea" method="post">
<input type="hidden" name="token" value="a&amp;b"><input name="name"><button name="b">Go</button></form>
<form id="search"><input name="q"></form>"""
COOKIES = ["strict=1; SameSite=Strict", "lax=1; SameSite=Lax", "none=1; SameSite=None", "plain=1"]


class Shop(httpx.BaseTransport):
    """Shows its page with a cookie of each kind, leads back from an order, and keeps what came."""

    def __init__(self) -> None:
        self.seen: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as the shop does."""
        request.read()
        self.seen.append(request)
        if request.method == "POST":
            return httpx.Response(303, headers={"location": "/"})
        return httpx.Response(200, headers=[("set-cookie", text) for text in COOKIES], html=PAGE)


@pytest.fixture
def shop() -> Shop:
    """A shop that nobody has visited."""
    return Shop()


@pytest.fixture
def browser(shop: Shop) -> Browser:
    """A browser that has the shop's page open."""
    opened = Browser(httpx.Client(base_url="https://lab.test", transport=shop))
    opened.open("/")
    shop.seen.clear()
    return opened


def cookies(request: httpx.Request) -> list[str]:
    """Name the cookies that came along."""
    return sorted(part.split("=")[0] for part in request.headers["cookie"].split("; "))


def test_a_form_is_sent_with_its_hidden_fields_from_its_own_page(browser: Browser, shop: Shop) -> None:
    """The answer's redirect is followed, and the page that comes is shown."""
    assert browser.submit(browser.form("order"), name="Zoë").status_code == 303
    sent, then = shop.seen
    assert sent.url.raw_path == b"/order?of=tea"
    assert sent.content == b"token=a%26b&name=Zo%C3%AB"
    assert sent.headers["origin"] == "https://lab.test"
    assert sent.headers["referer"] == "https://lab.test/"
    assert sent.headers["sec-fetch-site"] == "same-origin"
    assert "origin" not in then.headers
    assert browser.form("order").attributes["method"] == "post"


def test_a_form_without_a_method_asks(browser: Browser, shop: Shop) -> None:
    """It goes to the page's own address, as a query."""
    browser.submit(browser.form("search"), q="a & b")
    (sent,) = shop.seen
    assert (sent.method, sent.url.params["q"]) == ("GET", "a & b")
    assert "origin" not in sent.headers


@pytest.mark.parametrize(
    ("lure", "told", "kept"),
    [
        ({}, ("https://prizes.test", "cross-site"), "none plain"),
        ({"encoding": MULTIPART}, ("https://prizes.test", "cross-site"), "none plain"),
        ({"is_anonymous": True}, ("null", "cross-site"), "none plain"),
        ({"by": "https://notlab.test"}, ("https://notlab.test", "cross-site"), "none plain"),
        ({"by": "https://shop.lab.test"}, ("https://shop.lab.test", "same-site"), "lax none plain strict"),
        ({"method": "GET"}, (None, "cross-site"), "lax none plain"),
        ({"method": "GET", "is_image": True}, (None, "cross-site"), "none plain"),
    ],
)
def test_another_site_chooses_the_form_and_not_who_sends_it(
    browser: Browser, shop: Shop, lure: dict[str, str], told: tuple[str | None, str], kept: str
) -> None:
    """The browser names the origin, and keeps cookies back as SameSite wants."""
    browser.lured("/order?of=tea", {"name": "Anna & Co"}, **lure)  # type: ignore[arg-type]
    (sent,) = shop.seen
    assert (sent.headers.get("origin"), sent.headers["sec-fetch-site"]) == told
    assert sent.url.params["of"] == "tea"
    assert any(
        text in sent.content + sent.url.query
        for text in [b"name=Anna+%26+Co", b"name=Anna%20%26%20Co", b"\r\nAnna & Co\r\n"]
    )
    assert cookies(sent) == kept.split()
    assert ("referer" in sent.headers) is (told[0] != "null")


def test_a_link_on_another_site_brings_no_strict_cookie(browser: Browser, shop: Shop) -> None:
    """Nobody can tell it from a link that an attacker has set."""
    browser.open("/", came_from="https://mail.test")
    (sent,) = shop.seen
    assert cookies(sent) == ["lax", "none", "plain"]
    assert sent.headers["referer"] == "https://mail.test/"


def test_a_readers_evidence_names_the_other_site(browser: Browser, shop: Shop) -> None:
    """A forged request differs from an honest one by nothing but its origin, so the evidence shows it."""
    browser.submit(browser.form("search"), q="tea")
    browser.lured("/order?of=tea", {"name": "Anna"})
    honest, forged = (show_request(request)[0].text for request in shop.seen)
    assert "origin" not in honest
    assert forged.startswith("POST /order?of=tea\norigin: https://prizes.test\nreferer: https://prizes.test/\ncookie: ")
    assert forged.endswith("\n\nname=Anna")


@pytest.mark.parametrize(
    ("home", "is_told"),
    [
        ("https://lab.test", True),
        ("http://lab.test", False),
        ("http://localhost:8000", True),
        ("http://shop.localhost", True),
        ("http://127.0.0.2", True),
        ("http://[::1]", True),
        ("http://10.0.0.1", False),
        ("http://notlocalhost", False),
    ],
)
def test_what_a_request_is_for_is_told_to_trustworthy_addresses_alone(shop: Shop, home: str, is_told: bool) -> None:
    """Over plain HTTP, browsers send no Sec-Fetch-Site to a name that is not this machine's."""
    Browser(httpx.Client(base_url=home, transport=shop)).open("/")
    (sent,) = shop.seen
    assert [name for name in sent.headers if name.startswith("sec-")] == [
        f"sec-fetch-{what}" for what in ("site", "mode", "dest") if is_told
    ]


def test_another_scheme_is_another_site(browser: Browser, shop: Shop) -> None:
    """Since sites have a scheme, plain HTTP on a host of ours gets no cookies with SameSite."""
    browser.lured("/order", {}, by="http://shop.lab.test")
    (sent,) = shop.seen
    assert sent.headers["sec-fetch-site"] == "cross-site"
    assert cookies(sent) == ["none", "plain"]


def test_a_form_that_is_missing_is_said_to_be(browser: Browser) -> None:
    """A test that fails upon it has words for its reader."""
    with pytest.raises(AssertionError, match="The page at / has no forms with the id 'basket'; one is needed"):
        browser.form("basket")
