"""The page of the look shows every component in every state, and passes what every page must."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import Classroom, in_both_browsers, open_page, overflow_pixels

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

STYLES = Path(__file__).resolve().parents[2] / "frontend" / "styles"
SCRIPTLESS = r"\.(?:cm|tok)-[\w-]+"  # the editor's own names

# What the page does not show, and why not.
REASONS: Mapping[str, tuple[str, ...]] = {
    "the frame of the home page, of which no page but that one is made": (
        *("codes", "day", "days", "days-head", "home-top", "lab", "module", "page", "plan", "sum"),
        *("resume", "resume-work", "tally", "term", "topic", "topics", "unwritten", "ways", "welcome"),
    ),
    "the frame of a lesson": (
        "dot",
        "labs",
        "lesson",
        "lesson-end",
        "margin",
        "on-page",
        "rail",
        "read",
        "reading",
        "sources",
    ),
    "the frame of the workbench": (
        "api-entries",
        "check",
        "divider",
        "editor-bar",
        "keys",
        "of-evidence",
        "of-task",
        "pane-links",
        "pane-tool",
        "shortcuts",
        "syntax",
        "how",
        "skip-find",
        "step",
        "steps",
        "task",
        "task-end",
        "tools",
        "workbench-page",
    ),
    "the frame of an attempt and of the page after the proof": (
        "after",
        "attempt-page",
        "pull-request",
        "unbroken",
        "weakness-line",
    ),
    "the pages of notes, of a case study and of the timetable, which are made of nothing else": (
        *(
            "beside-it",
            "case",
            "cases",
            "dayplan",
            "entries",
            "entry",
            "fill",
            "gap",
            "kind",
            "line",
            "opens",
        ),
        *("is-attack", "is-break", "is-discovery", "is-free", "is-lab", "is-lunch", "is-repair", "lengths", "minutes"),
        *("long-2", "long-3", "long-4", "long-5", "long-6", "moments", "span-2", "span-3", "span-4", "unplanned"),
        *("timetable", "timetable-head"),
    ),
    "the head of a lesson, beside its button for instructors": ("lesson-head",),
    "the page of all words, and a note that says what one of them means": ("glossary", "term", "term-note"),
    "the console of the phase break: a run under way, one from before, and an exception": (
        *("break", "console-end", "from-before", "old", "raised", "stop"),
    ),
    "a state of an exercise that an answer brings about": (
        *("belongs", "damaged", "mark", "notes", "shown", "told", "unmade"),
    ),
    "the still figure of an exhibit, which its script replaces": (
        *(
            "bits-still",
            "boundary-still",
            "cascade-still",
            "checks-still",
            "duel-still",
            "imports-still",
            "install-still",
            "lamps-still",
            "memory-still",
            "odometers-still",
            "parsers-still",
            "race-still",
            "growth",
            "trees-still",
        ),
    ),
    "a state of an exhibit that the learner's hand brings about": (
        *("endless", "later", "silence", "stacked", "tells-nothing", "wait"),
        "warned",
    ),
    "is on the page of a lab: the list of promises, and the offer of a sound fix": ("notebox", "promises"),
    "is there only while a verdict is played": ("play",),
    "is there only while the server refuses to save": ("is-refused",),
    "needs a verdict whose attacks were played on the original code, too": ("beside", "drawn"),
    "is in the editor's place where there is no script": ("plain-name",),
    "is a table that scrolls, on pages of their own": ("scroll",),
    "is at the workbench, whose panes have their width by buttons, too": ("widths", "widths-tool"),
}
ABSENT = {name for names in REASONS.values() for name in names}
# Pages of a class, of an account, of the test, of the search and of what people take home, which have parts of their
# own; books and the offline edition are no pages of the server. test_class.py, test_wall.py, test_slides.py,
# test_signing_in.py, test_accessibility.py and test_offline.py look at each of them, most in both colours and at two
# widths.
LOOKED_AT_ON_THEIR_PAGES = {
    "account.css",
    "api.css",
    "arena.css",
    "assessment.css",
    "book.css",
    "certificates.css",
    "checklist.css",
    "classes.css",
    "courseware.css",
    "epub.css",
    "offline.css",
    "pacing.css",
    "pairing.css",
    "search.css",
    "slides.css",
    "wall.css",
}


def open_gallery(page: Page, room: Classroom) -> None:
    """Open the page and wait until its script has drawn all."""
    page.goto(f"http://127.0.0.1:{room.port}/design/")
    expect(page.locator("#changed-place .cm-content")).to_be_visible()
    expect(page.locator("#watched .trial")).to_have_count(3)
    expect(page.locator("#exhibit ~ .specimen .stage.still")).to_have_count(0, timeout=30_000)  # drawn one by one


def classes_written() -> set[str]:
    """Return the classes that the style sheets know, without those of highlighted code and of the editor itself."""
    found: set[str] = set()
    for sheet in STYLES.glob("*.css"):
        if sheet.name in LOOKED_AT_ON_THEIR_PAGES:
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        if sheet.name == "code.css":
            text = text.partition(".k, .kn")[0]
        for selector in re.findall(r"([^{}]+)\{", text):
            plain = re.sub(r"(?<=:is\()\.k[^)]*(?=\))|" + SCRIPTLESS, "", selector)
            found |= set(re.findall(r"\.([a-z][\w-]*)", plain)) if not selector.strip().startswith("@") else set()
    return found


def test_every_component_of_the_styles_is_shown(learner: Page, classroom: Classroom) -> None:
    """A class of the style sheets stands on the page, or in the list above with a reason."""
    open_gallery(learner, classroom)
    shown = set(learner.evaluate("[...new Set([...document.querySelectorAll('*')].flatMap((e) => [...e.classList]))]"))
    assert sorted(classes_written() - shown - ABSENT) == []
    assert sorted(ABSENT & shown) == [], "shown after all"
    assert sorted(ABSENT - classes_written()) == [], "in no style sheet any more"


# Firefox driven by BiDi takes no wish for dark colours or less motion.
LOOKS = [("light", 1440, "chromium"), ("dark", 1440, "chromium"), ("light", 390, "chromium"), ("dark", 390, "chromium")]


@pytest.mark.whole
@pytest.mark.parametrize(
    ("scheme", "width", "browser_name"), [*LOOKS, ("light", 1440, "firefox")], indirect=["browser_name"]
)
def test_it_passes_axe_and_fits_its_window(browser: Browser, classroom: Classroom, scheme: Any, width: int) -> None:
    """WCAG 2.2 AA, as far as axe can tell, for every component at once."""
    # Any: Playwright's literal type is not exported
    context, page, complaints = open_page(
        browser, classroom, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    open_gallery(page, classroom)
    faults = find_faults(page)
    overflow = overflow_pixels(page)
    context.close()
    assert faults == []
    assert overflow == 0
    assert complaints.lines == []


@pytest.mark.sample(most=1)
@pytest.mark.parametrize(
    ("enlarge", "browser_name"),
    [("the page", "chromium"), ("the text", "chromium"), ("the text", "firefox")],
    indirect=["browser_name"],
)
def test_it_loses_nothing_at_twice_the_size(browser: Browser, classroom: Classroom, enlarge: str) -> None:
    """Neither the whole page nor its text alone, at 200 per cent, makes anybody scroll sideways."""
    zoomed: dict[str, object] = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
    context, page, _ = open_page(browser, classroom, **(zoomed if enlarge == "the page" else {}))
    open_gallery(page, classroom)
    if enlarge == "the text":
        page.evaluate("document.documentElement.style.fontSize = '200%'")
    overflow = overflow_pixels(page)
    context.close()
    assert overflow == 0


@pytest.mark.whole
def test_nothing_moves_for_those_who_want_it_calm(browser: Browser, classroom: Classroom) -> None:
    """With less motion asked for, neither the judge's spinner nor a swing nor a transition runs."""
    context, page, _ = open_page(browser, classroom, reduced_motion="reduce")
    open_gallery(page, classroom)
    page.get_by_role("button", name="Let them ride again").click()
    moving = page.evaluate("document.getAnimations().length")
    context.close()
    assert moving == 0


@pytest.mark.whole
def test_it_moves_for_everybody_else(learner: Page, classroom: Classroom) -> None:
    """The lances ride in when asked to, and then all is still but the judge's spinners."""
    open_gallery(learner, classroom)
    learner.get_by_role("button", name="Let them ride again").click()
    names = "document.getAnimations().map((each) => each.animationName)"
    assert {"ride", "swing"} <= set(learner.evaluate(names))
    learner.wait_for_function(f"() => {names}.every((name) => name === 'turn')")
    assert set(learner.evaluate(names)) == {"turn"}


@in_both_browsers
def test_marks_are_set_and_taken_away_on_the_page(learner: Page, classroom: Classroom) -> None:
    """The search on the page is the real one; what is handed in leads nowhere and loses nothing."""
    open_gallery(learner, classroom)
    cards = learner.locator("#marks .markcard")
    expect(cards).to_have_count(4)
    learner.get_by_role("button", name="Remove this mark").first.click()
    expect(cards).to_have_count(3)
    learner.locator(".quiz .option input").first.check()
    learner.get_by_role("button", name="Answer", exact=True).click()
    assert learner.url.endswith("/design/")
