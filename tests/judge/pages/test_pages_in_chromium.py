"""What the judge says of a page is what Chromium does with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import pytest
from playwright.sync_api import Error, Frame, Page, Route, sync_playwright
from quintain_tools.browser import find_browser

from quintain.judge.pages.code import EVENTS
from tests.journeys.conftest import CHROMIUM
from tests.judge.pages.page_corpus import LOOKS_SO, RUNS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

HOME: Final = "https://lab.test/"
PATIENCE_MILLISECONDS: Final = 3000
TRY_EVERYTHING: Final = """async () => {
  const pause = () => new Promise(done => setTimeout(done, 5));
  const all = root => [...root.querySelectorAll('*')].flatMap(
    each => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  for (const each of all(document)) {
    for (const name of each.getAttributeNames().filter(name => /^on/i.test(name))) {
      const event = name.slice(2).toLowerCase();
      each.dispatchEvent(new Event(event));
      if (each === document.body) window.dispatchEvent(new Event(event));
    }
    if (/^(a|area)$/i.test(each.tagName)) each.dispatchEvent(new MouseEvent('click', {cancelable: true, view: window}));
    else if (/^(button|input)$/i.test(each.tagName)) each.click();
    else if (/^form$/i.test(each.tagName)) each.requestSubmit();
    else continue;
    await pause();
  }
  await pause();
}"""
HANDLERS: Final = """() => {
  const names = [window, document.body, document.createElement('p'), document.createElement('video'),
    document.createElement('frameset'), document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
    document.createElementNS('http://www.w3.org/1998/Math/MathML', 'math')];
  const found = new Set();
  for (const each of names) for (const name in each) if (name.startsWith('on')) found.add(name.slice(2));
  return [...found];
}"""


class Reader:
    """Opens pages in one tab of Chromium, does everything on them that can be done, and sees whether code ran."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._shown = ""
        self.has_run = False
        page.expose_binding("runqzx", lambda *_: setattr(self, "has_run", True))
        page.context.route("**/*", self._answer)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _answer(self, route: Route) -> None:
        request = route.request
        if request.url == HOME:
            route.fulfill(content_type="text/html; charset=utf-8", body=self._shown)
        elif "runqzx.test" in request.url:
            route.fulfill(content_type="text/javascript", body="runqzx()")
        else:
            route.fulfill(status=204 if request.is_navigation_request() else 404)

    def runs(self, html: str, patience_milliseconds: int) -> bool:
        """Show a page, and wait for its code until patience ends."""
        self._page.goto("about:blank")
        self._shown, self.has_run = html, False
        self._page.goto(HOME)
        for frame in self._page.frames:
            with suppress(Error):  # what runs may take its own frame away
                if _runs_scripts(frame):
                    frame.evaluate(TRY_EVERYTHING)
        for _ in range(patience_milliseconds // 20):
            if self.has_run:
                break
            self._page.wait_for_timeout(20)
        return self.has_run

    def handlers(self) -> frozenset[str]:
        """Name all events that Chromium knows handlers for."""
        self._page.goto("about:blank")
        return frozenset(self._page.evaluate(HANDLERS))


def _runs_scripts(frame: Frame) -> bool:
    """Whether a frame may run scripts; where none may, Chromium answers no question of a driver's either."""
    rules = frame.frame_element().get_attribute("sandbox") if frame.parent_frame else None
    return rules is None or "allow-scripts" in rules.lower().split()


def read[T](work: Callable[[Reader], T]) -> T:
    """Let work read pages in a tab that reaches no network, aside from the browsers that other tests drive."""

    def drive() -> T:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_browser()), args=list(CHROMIUM))
            try:
                return work(Reader(browser.new_page()))
            finally:
                browser.close()

    with ThreadPoolExecutor(1, "reader") as aside:
        return aside.submit(drive).result()


@pytest.mark.whole
def test_what_is_said_to_run_runs() -> None:
    """By itself, by a click, or by an event."""

    def work(reader: Reader) -> list[str]:
        return [name for name, page in RUNS.items() if not reader.runs(page, PATIENCE_MILLISECONDS)]

    assert read(work) == []


@pytest.mark.whole
def test_what_is_said_to_be_text_does_not_run() -> None:
    """Whatever a visitor does on the page."""

    def work(reader: Reader) -> list[str]:
        return [name for name, page in LOOKS_SO.items() if reader.runs(page, 60)]

    assert read(work) == []


def test_all_handlers_of_chromium_are_known() -> None:
    """An attribute that is a handler here is one for the judge."""
    assert sorted(read(Reader.handlers) - EVENTS) == []
