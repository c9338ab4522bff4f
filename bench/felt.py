"""Measures what a learner feels in a browser whose cache is cold, beside a bare static page, and prints a table.

    python -m bench.felt [--times 7 --typed 2 --letters 200] [--explain]

Every load has a window of its own, so that nothing is cached, and every round goes through all ways: so a busy machine
is busy for each of them. The bare page holds as many bytes of text as the lesson's HTML and its style sheet, without a
style sheet, a script or a font. While letters are typed the server is stopped as a process, so that every request is
taken by the kernel and never answered. Figures are medians; shifts and keys are the worst that was seen.
"""

import argparse
import contextlib
import os
import platform
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from tests.journeys.conftest import Browsers, Classroom, free_port, sign_in

LESSON = "/topics/sql-injection/"
LAB = "/labs/sql-login"
JUDGED = "/labs/archive-options"  # a lab in which something has been tried already
SHIFTING = {
    "a lesson": LESSON,
    "*find*": f"{LAB}/find/",
    "*break*": f"{LAB}/break/",
    "*break* with a run": f"{JUDGED}/break/",
    "*fix*": f"{LAB}/fix/",
    "*fix* with a verdict": f"{JUDGED}/fix/",
}
WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
THROTTLES = (1, 4)
SETTLED_MILLISECONDS = 700
BETWEEN_KEYS_MILLISECONDS = 35
PATIENCE_SECONDS = 30
SLOW_KEY_MILLISECONDS = 100
EDITOR = ".cm-content"
WORD = b"<p>There is nothing here but text, of which there is as much as on the page beside it.</p>\n"

# Runs before anything of the page: what the browser itself notes, and when a letter stands in the editor.
WATCH = """
window.felt = {shift: 0, moved: [], typed: 0, keys: []};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    felt.shift += entry.value;
    for (const {node, previousRect: a, currentRect: b} of entry.sources) {
      const what = node?.nodeType === 1 ? node : node?.parentElement;
      const name = `${what?.tagName}.${what?.className?.baseVal ?? what?.className}#${what?.id}`;
      const [from, to] = [a, b].map((each) => [each.x, each.y, each.width, each.height].map(Math.round).join());
      felt.moved.push(`${entry.value.toFixed(4)} ${name} ${from} -> ${to}`);
    }
  }
}).observe({type: "layout-shift", buffered: true});
addEventListener("DOMContentLoaded", () => {
  const look = () => {
    if (felt.typed || !document.querySelector(".cm-content")?.textContent.startsWith("§")) return;
    requestAnimationFrame(() => (felt.typed ||= performance.now()));
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
});
addEventListener("keydown", (event) => {
  requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => felt.keys.push(performance.now() - event.timeStamp);
    port2.postMessage(0);
  });
}, true);
"""

STATIONS = """(() => {
  const {responseStart, responseEnd, domInteractive} = performance.getEntriesByType("navigation")[0];
  const style = performance.getEntriesByType("resource").find((each) => each.name.includes(".css"))?.responseEnd;
  return JSON.stringify({responseStart, responseEnd, domInteractive, style}, (_, each) => each?.toFixed?.(0) ?? each);
})()"""


@dataclass
class Way:
    """One thing that is felt, and its figures: milliseconds, or parts of the screen that moved."""

    name: str
    act: Callable[[], float]
    taken: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.taken)

    @property
    def worst(self) -> float:
        """The largest one."""
        return max(self.taken)


class Window:
    """A browser's windows: each new, with nothing kept from another but who is signed in."""

    def __init__(self, browser: Browser, room: Classroom) -> None:
        self._browser = browser
        self._home = room.link.split("/sign-in/")[0]
        self.explain = False
        with contextlib.closing(browser.new_context()) as context:
            page = context.new_page()
            sign_in(page, room)
            self._signed_in = context.storage_state()
            for lab, phase, button in ((JUDGED, "break", "#run"), (JUDGED, "fix", "#judge")):
                page.goto(f"{self._home}{lab}/{phase}/")
                page.wait_for_selector(".cm-content")
                page.click(button)
                page.wait_for_selector("#evidence:is(.is-run, .is-still-open)", timeout=PATIENCE_SECONDS * 4000)

    @contextlib.contextmanager
    def open(self, throttle: int, width: str = "wide") -> Iterator[Page]:
        """Open a window with a cold cache on a machine that is ``throttle`` times as slow."""
        wide, high = WIDTHS[width]
        context = self._browser.new_context(
            storage_state=self._signed_in, viewport={"width": wide, "height": high}, locale="en-GB"
        )
        with contextlib.closing(context):
            page = context.new_page()
            page.add_init_script(WATCH)
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            devtools.send("Network.clearBrowserCache")
            devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
            yield page

    def first_paint(self, address: str, throttle: int, *, without_script: bool = False) -> float:
        """Return milliseconds to the first text on the screen; scripts may be withheld for ever."""
        with self.open(throttle) as page:
            if without_script:
                page.route("**/*.js", lambda _route: None)
            page.goto(self._at(address), wait_until="commit")
            first = painted(page)
            if self.explain:
                print(f"{address} x{throttle}: text {first:.0f} ms, {page.evaluate(STATIONS)}")
            return first

    def shift(self, path: str, throttle: int, width: str) -> float:
        """Return which part of the screen has moved until the reader is at the page's end."""
        with self.open(throttle, width) as page:
            page.goto(self._at(path), wait_until="networkidle")
            page.wait_for_timeout(SETTLED_MILLISECONDS)
            for _ in range(40):
                page.mouse.wheel(0, 700)
                page.wait_for_timeout(25)
            felt = told(page)
            if self.explain and felt["moved"]:
                print(f"{path} {width} x{throttle}", *felt["moved"], sep="\n  ")
            return float(felt["shift"])

    def editor(self, path: str, throttle: int) -> float:
        """Return milliseconds until a letter that is typed stands in the editor."""
        with self.open(throttle) as page:
            page.goto(self._at(path), wait_until="commit")
            page.wait_for_selector(".cm-content", state="attached").focus()
            page.keyboard.insert_text("§")
            return wait_for(page, "felt.typed")

    def slowest_key(self, path: str, throttle: int, room: Classroom, letters: int, *, place: str = EDITOR) -> float:
        """Return the longest milliseconds from a key to its paint, while the server is stopped."""
        with self.open(throttle) as page:
            page.goto(self._at(path), wait_until="networkidle")
            page.locator(place).click()
            with stopped(room):
                for number in range(letters):
                    page.keyboard.press("Enter" if number % 40 == 39 else "abcde fgh("[number % 10])  # noqa: PLR2004
                    # Now and then a pause: long enough to be saved, which then gets no answer.
                    page.wait_for_timeout(700 if number % 50 == 49 else BETWEEN_KEYS_MILLISECONDS)  # noqa: PLR2004
                wait_for(page, f"felt.keys.length >= {letters}")
                keys = [float(each) for each in told(page)["keys"]]
            if self.explain:
                late = [(number, round(each)) for number, each in enumerate(keys) if each > SLOW_KEY_MILLISECONDS]
                print(f"{path} x{throttle}: keys {statistics.median(keys):.0f} ms, slow: {late}")
            page.goto("about:blank")
            return max(keys)

    def weight(self, path: str) -> int:
        """Return how many bytes the page's HTML and style sheets have, unpacked."""
        with self.open(1) as page:
            sizes: list[int] = []

            def weigh(answer: Any) -> None:
                if answer.request.resource_type in {"document", "stylesheet"}:
                    sizes.append(len(answer.body()))

            page.on("requestfinished", lambda request: weigh(request.response()))
            page.goto(self._at(path), wait_until="networkidle")
            return sum(sizes)

    def _at(self, address: str) -> str:
        return f"{self._home}{address}" if address.startswith("/") else address


def painted(page: Page) -> float:
    """Wait for the first text on the screen, and return when it was."""
    return wait_for(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime")


def wait_for(page: Page, figure: str) -> float:
    """Ask until there is a figure; the page's own policy keeps it from being waited for within."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = page.evaluate(figure)
        if found:
            return float(found)
        page.wait_for_timeout(20)
    raise SystemExit(f"There is no {figure} at {page.url}.")


def told(page: Page) -> dict[str, Any]:
    """Return what was noted in the page."""
    felt: dict[str, Any] = page.evaluate("felt")
    return felt


@contextlib.contextmanager
def stopped(room: Classroom) -> Iterator[None]:
    """Stop the server's process for a while."""
    assert room.process is not None  # noqa: S101  it was started
    room.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        room.process.send_signal(signal.SIGCONT)
        time.sleep(0.3)


@contextlib.contextmanager
def bare_page(size: int) -> Iterator[str]:
    """Serve a page of ``size`` bytes of text and nothing else."""
    body = b'<!doctype html><html lang="en"><title>Bare</title><body><textarea></textarea>'
    body += WORD * ((size - len(body)) // len(WORD))

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def go_round(ways: list[Way], times: int) -> None:
    """Go through all ways, so many times."""
    for _ in range(times):
        for way in ways:
            way.taken.append(way.act())


def ways_of(window: Window, room: Classroom, bare: str, letters: int) -> tuple[list[Way], list[Way]]:
    """Return what is measured in each round, and what is measured more seldom, as it takes long."""
    often, seldom = [], []
    for slow in THROTTLES:
        often += [
            Way(f"bare x{slow}", partial(window.first_paint, bare, slow)),
            Way(f"lesson x{slow}", partial(window.first_paint, LESSON, slow)),
            Way(f"withheld x{slow}", partial(window.first_paint, LESSON, slow, without_script=True)),
            Way(f"workbench x{slow}", partial(window.first_paint, f"{LAB}/fix/", slow)),
            Way(f"break x{slow}", partial(window.editor, f"{LAB}/break/", slow)),
            Way(f"fix x{slow}", partial(window.editor, f"{LAB}/fix/", slow)),
        ]
        bare_keys = partial(window.slowest_key, bare, slow, room, letters, place="textarea")
        seldom.append(Way(f"bare keys x{slow}", bare_keys))
        seldom.append(Way(f"keys x{slow}", partial(window.slowest_key, f"{LAB}/fix/", slow, room, letters)))
        for width in WIDTHS:
            for name, path in SHIFTING.items():
                seldom.append(Way(f"shift {name} {width} x{slow}", partial(window.shift, path, slow, width)))
    return often, seldom


def show(ways: dict[str, Way], letters: int, times: tuple[int, int]) -> None:
    """Print the table."""
    facts = f"Python {platform.python_version()}, {os.process_cpu_count()} processors, Linux {platform.release()}"
    print(f"{facts}; n = {times[0]}, for shifts and keys {times[1]}; load {os.getloadavg()[0]:.1f} at the end\n")
    print("| what | processor as it is | a quarter of it | aim |\n|---|---|---|---|")

    def row(what: str, name: str, aim: str, against: str = "") -> None:
        cells = []
        for slow in THROTTLES:
            middle = ways[f"{name} x{slow}"].median
            ratio = f" ({middle / ways[f'{against} x{slow}'].median:.2f})" if against else ""
            cells.append(f"{middle:.0f} ms{ratio}")
        print(f"| {what} | {' | '.join(cells)} | {aim} |")

    row("first text of a bare static page of the same size", "bare", "")
    row("first text of a lesson", "lesson", "", "bare")
    row("the same, every script withheld", "withheld", "as with script", "lesson")
    row("first text of the workbench", "workbench", "", "bare")
    row("a letter stands in the editor, *break*", "break", "< 1000 ms")
    row("a letter stands in the editor, *fix*", "fix", "< 1000 ms")
    for what, name, aim in (
        (f"slowest of {letters} keys to its paint, in a bare field for text", "bare keys", ""),
        ("the same in the editor, the server never answering", "keys", "as in the bare field"),
    ):
        keys = [f"{ways[f'{name} x{slow}'].median:.0f} ms" for slow in THROTTLES]
        print(f"| {what} | {' | '.join(keys)} | {aim} |")
    for name in SHIFTING:
        for width in WIDTHS:
            shifts = [f"{ways[f'shift {name} {width} x{slow}'].worst:.4f}" for slow in THROTTLES]
            print(f"| what jumps: {name}, {WIDTHS[width][0]} wide | {' | '.join(shifts)} | < 0.01 |")


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--times", type=int, default=7)
    options.add_argument("--typed", type=int, default=2, help="how often shifts and keys are measured")
    options.add_argument("--letters", type=int, default=200)
    options.add_argument("--explain", action="store_true", help="tell what has moved, and each slow key")
    options.add_argument("--only", default="", help="only ways whose name holds this; prints figures and no table")
    asked = options.parse_args()
    with contextlib.ExitStack() as open_:
        data = Path(open_.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        room = Classroom(data, free_port())
        room.start()
        open_.callback(room.kill)
        browser = Browsers(open_.enter_context(sync_playwright())).start_chromium()
        open_.callback(browser.close)
        window = Window(browser, room)
        bare = open_.enter_context(bare_page(window.weight(LESSON)))
        for path in (LESSON, f"{LAB}/fix/"):  # what a server does once is nobody's wait but the first
            window.first_paint(path, 1)
        window.explain = asked.explain
        often, seldom = ways_of(window, room, bare, asked.letters)
        wanted = [[way for way in ways if asked.only in way.name] for ways in (often, seldom)]
        go_round(wanted[0], asked.times)
        go_round(wanted[1], asked.typed)
        if asked.only:
            for way in (*wanted[0], *wanted[1]):
                print(f"{way.name}: median {way.median:.4g}, worst {way.worst:.4g}")
        else:
            show({way.name: way for way in (*often, *seldom)}, asked.letters, (asked.times, asked.typed))


if __name__ == "__main__":
    main()
