"""A learner plays with an exhibit: by pointer, by keyboard alone, without script, and with odd values."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import Classroom, open_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

EXHIBITS = Path(__file__).parents[2] / "content" / "python-security" / "exhibits"
TOPICS = {
    "bind-or-splice": "sql-injection",
    "count-the-steps": "redos-in-python",
    "two-tracks": "race-conditions",
    "wrap-dial": "integer-visualization",
}
TREE = """list => {
  const grow = item => [item.querySelector(":scope > code").textContent,
    ...[...item.querySelectorAll(":scope > ul > li")].map(grow)];
  return grow(list.querySelector(":scope > li"));
}"""

MINUS = "\N{MINUS SIGN}"

type Open = Callable[[str], Locator]


def data_of(name: str) -> Any:  # JSON as it stands in the file
    return json.loads((EXHIBITS / name / "data.json").read_text(encoding="utf-8"))


@pytest.fixture
def exhibit(learner: Page, classroom: Classroom) -> Open:
    """Open the lesson of an exhibit."""

    def show(name: str) -> Locator:
        learner.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
        found = learner.locator(f"[data-exhibit={name}]")
        expect(found.locator(".exhibit-controls")).to_be_visible()
        return found

    return show


@pytest.fixture
def still_page(browser: Browser, classroom: Classroom, learner: Page) -> Iterator[Page]:
    """A signed-in window without script, narrow."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.add_cookies(learner.context.cookies())  # type: ignore[arg-type]  # what is read may be written
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", TOPICS)
def test_without_script_an_exhibit_has_figure_caption_and_numbers(
    still_page: Page, classroom: Classroom, name: str
) -> None:
    """The figure says in a sentence what is seen, the table opens, and no dead control stands about."""
    still_page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
    found = still_page.locator(f"[data-exhibit={name}]")
    expect(found.locator("svg[role=img]")).to_be_visible()
    assert found.locator("svg").get_attribute("aria-label")
    expect(found.locator("figcaption")).to_be_visible()
    expect(found.locator("button, input")).to_have_count(0)
    found.get_by_text("The numbers as a table").click()
    rows = sum(len(table["rows"]) for table in data_of(name)["tables"])
    expect(found.locator("tbody tr")).to_have_count(rows)
    expect(found.locator("tbody tr").first).to_be_visible()


def test_every_recorded_value_is_read_as_a_real_parser_reads_it(exhibit: Open) -> None:
    """The page's own small parser and sqlglot agree on every tree, and on what is no query."""
    shown = exhibit("bind-or-splice")
    data = data_of("bind-or-splice")
    for door in data["doors"]:
        shown.get_by_label(door["title"]).check()
        for case in (case for case in data["cases"] if case["door"] == door["id"]):
            shown.get_by_label("The value that a visitor types").fill(case["value"])
            spliced, bound = shown.locator(".exhibit-pictures > div").all()
            assert bound.locator(".outline").evaluate(TREE) == door["tree"]
            expect(bound.locator(".bound code")).to_have_text(case["value"])
            if case["spliced"]["tree"] is None:
                expect(spliced.locator(".no-tree")).to_be_visible()
            else:
                assert spliced.locator(".outline").evaluate(TREE) == case["spliced"]["tree"]
            for place, answer in ((spliced, case["spliced"]), (bound, case["bound"])):
                expect(place.locator(".below b")).to_have_text(
                    answer.get("error") or ", ".join(answer["rows"]) or "no row"
                )


def test_a_value_of_one_s_own_is_read_and_said_not_to_be_run(exhibit: Open) -> None:
    """Typed, it changes the spliced tree and never the bound one, and the page is honest about what it did not do."""
    shown = exhibit("bind-or-splice")
    value = shown.get_by_label("The value that a visitor types")
    value.fill("zoe' OR pin LIKE '%")
    expect(shown.locator(".answer")).to_contain_text("Another tree")
    expect(shown.locator(".outline .harm").first).to_have_text("OR")
    expect(shown.locator(".below").first).to_contain_text("not run")
    value.fill("O''Brien")
    expect(shown.locator(".answer")).to_contain_text("Same tree")


@pytest.mark.parametrize(
    "value",
    ["", "'", '"', "((((((", "<img src=x onerror=alert(1)>", "/*", "\U0001f9e8' --", "(" * 200, "--\u2028", "\\"],
)
def test_no_value_breaks_the_exhibit(exhibit: Open, value: str) -> None:
    """Whatever is typed is shown as text, and answered with a tree or with the reason why there is none."""
    shown = exhibit("bind-or-splice")
    shown.get_by_label("The value that a visitor types").fill(value)
    spliced = shown.locator(".exhibit-pictures > div").first
    expect(spliced.locator(".outline, .no-tree")).to_have_count(1)
    expect(shown.locator("img")).to_have_count(0)


def test_the_dial_agrees_with_every_recorded_sum(exhibit: Open) -> None:
    """All 64 sums, typed by hand: the large number is what ctypes kept, and the list what each of them said."""
    shown = exhibit("wrap-dial")
    start, add = shown.get_by_label("Start"), shown.get_by_label("Add")
    for case in data_of("wrap-dial")["cases"]:
        shown.get_by_label(str(case["width"]), exact=True).check()
        add.fill("0")
        start.fill(case["start"])
        add.fill(case["add"])
        large = shown.locator(".answer b").inner_text().replace(",", "").replace(MINUS, "-")
        assert large == case["ctypes"], case
        expect(shown.locator(".answers dd")).to_have_count(5)
        expect(shown.locator(".answers dd").nth(1)).to_have_text(case["ctypes"].replace("-", MINUS))


@pytest.mark.parametrize(
    ("typed", "fault"), [("300", "8 bits hold"), ("12x", "whole number"), ("", "whole number"), ("1e9", "whole number")]
)
def test_a_start_that_does_not_fit_is_refused_in_place(exhibit: Open, typed: str, fault: str) -> None:
    """The field says what it takes, and the dial stays where it was."""
    shown = exhibit("wrap-dial")
    before = shown.locator(".answer b").inner_text()
    start = shown.get_by_label("Start")
    start.fill(typed)
    expect(shown.locator(".fault").first).to_contain_text(fault)
    assert start.get_attribute("aria-invalid") == "true"
    assert shown.locator(".answer b").inner_text() == before


def test_every_order_of_steps_shows_its_recorded_outcome(exhibit: Open) -> None:
    """Chosen from the map of orders, each pays what it paid when it was run."""
    shown = exhibit("two-tracks")
    for program in data_of("two-tracks")["programs"]:
        shown.get_by_label(program["title"], exact=True).check()
        for index, run in enumerate(program["runs"]):
            shown.locator(".order").nth(index).click()
            expect(shown.locator(".answer b")).to_have_text(str(run["paid"]))


def test_a_step_is_moved_by_keyboard_alone(exhibit: Open, learner: Page) -> None:
    """Arrow keys let a step come earlier until the order is right; focus stays on it, and its name tells its place."""
    shown = exhibit("two-tracks")
    expect(shown.locator(".answer b")).to_have_text("160")
    last = shown.get_by_role("button", name="A, step 3")
    shown.get_by_label("No lock").focus()
    for _ in range(12):
        if last.evaluate("step => step === document.activeElement"):
            break
        learner.keyboard.press("Tab")
    for _ in range(4):
        learner.keyboard.press("ArrowLeft")
    expect(last).to_be_focused()
    expect(shown.locator(".answer")).to_contain_text("A A A B B B")
    expect(shown.locator(".answer b")).to_have_text("80")
    expect(last).to_have_accessible_name("A, step 3, at 3: leaves 20, pays 80")


def test_a_step_is_dragged(exhibit: Open, learner: Page) -> None:
    """Pulled past the other's step, it changes places with it."""
    shown = exhibit("two-tracks")
    step = shown.get_by_role("button", name="B, step 1")
    step.scroll_into_view_if_needed()
    box = step.bounding_box()
    assert box
    learner.mouse.move(box["x"] + 20, box["y"] + 20)
    learner.mouse.down()
    learner.mouse.move(box["x"] + 20 - box["width"], box["y"] + 20, steps=4)
    learner.mouse.up()
    expect(shown.locator(".answer")).to_contain_text("B A A A B B")


def test_play_shows_the_end_at_once_where_motion_is_unwanted(browser: Browser, classroom: Classroom) -> None:
    """With reduced motion, nothing moves by itself."""
    context, page, complaints = open_page(browser, classroom, reduced_motion="reduce")
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/race-conditions/")
    shown = page.locator("[data-exhibit=two-tracks]")
    shown.get_by_role("button", name="Next").click()
    expect(shown.locator(".answer")).to_contain_text("after 1 of 6 steps")
    shown.get_by_role("button", name="Play").click()
    assert shown.locator(".answer b").inner_text() == "160"
    assert shown.get_by_role("button", name="Play").count() == 1
    context.close()
    assert complaints.lines == []


@pytest.mark.parametrize("name", TOPICS)
def test_below_640_pixels_pictures_stand_one_below_the_other(browser: Browser, classroom: Classroom, name: str) -> None:
    """Nothing sticks out of the exhibit, and words keep their size."""
    context, page, complaints = open_page(browser, classroom, viewport={"width": 390, "height": 800})
    page.goto(f"http://127.0.0.1:{classroom.port}/topics/{TOPICS[name]}/")
    shown = page.locator(f"[data-exhibit={name}]")
    expect(shown.locator(".exhibit-controls")).to_be_visible()
    assert shown.evaluate("exhibit => exhibit.scrollWidth <= exhibit.clientWidth")
    sizes = shown.locator("svg text").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert all(size >= 12 for size in sizes)
    lefts = {round(box["x"]) for part in shown.locator(".exhibit-pictures > div").all() if (box := part.bounding_box())}
    assert len(lefts) <= 1
    context.close()
    assert complaints.lines == []
