"""A learner works a lab from the flaw to the proof, in a real browser against the real judge."""

import re

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from quintain.packs import load_lab

from .axe import find_faults
from .conftest import Classroom, in_both_browsers
from .workbench import (
    LABS,
    VERDICT_MILLISECONDS,
    editable,
    expect_saved,
    expect_verdict,
    fix_text,
    judge,
    open_fix,
    write,
)

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

LAB_NAMES = ("redos", "sql-login", "archive-options", "native-badge", "certificates")
SLOW_LAB_NAMES = ("dependency-confusion",)  # its programs are pip, which beside other tests takes minutes


@pytest.mark.parametrize(
    ("name", "browser_name"),
    [
        *((name, "chromium") for name in LAB_NAMES),
        *((name, "firefox") for name in LAB_NAMES[1:4]),
        *(pytest.param(name, "chromium", marks=pytest.mark.exhaustive) for name in SLOW_LAB_NAMES),
    ],
    indirect=["browser_name"],
)
def test_a_lab_is_found_then_tried_wrongly_then_proven(learner: Page, classroom: Classroom, name: str) -> None:
    """Mark the flaw; hand in a known wrong fix, which is named; hand in a sound one, which holds."""
    lab = load_lab(LABS / name)
    wrong, sound = lab.wrong_fixes[0], lab.sound_fixes[0]

    open_fix(learner, name)
    write(learner, fix_text(name, wrong.name))
    judge(learner)
    expect_verdict(learner, wrong.expect)

    write(learner, fix_text(name, sound.name))
    judge(learner)
    expect_verdict(learner, "proven")
    learner.get_by_role("link", name="See why it holds").click()
    expect(learner.get_by_role("heading", name="It holds.")).to_be_visible()
    for other in lab.sound_fixes[1:]:
        expect(learner.locator("main")).to_contain_text(other.title)


@pytest.mark.whole
def test_an_attack_stands_beside_what_it_did_to_the_shipped_code(learner: Page) -> None:
    """Opened by keyboard: side by side in a wide window, one below the other in a narrow one; nothing held out."""
    learner.set_viewport_size({"width": 1440, "height": 900})
    open_fix(learner, "sql-login")
    write(learner, fix_text("sql-login", "errors-caught"))
    judge(learner)
    expect_verdict(learner, "still-open")
    # All its variants are written down; one that is drawn was never tried on the original code.
    card = learner.locator("#evidence .attack").filter(has_text="Comment ends the query")
    button = card.get_by_role("button", name="Beside the original code")
    original, own = card.locator(".side").first, card.locator(".side").last
    expect(button).to_have_attribute("aria-expanded", "false", timeout=VERDICT_MILLISECONDS)
    expect(original).to_be_hidden()

    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    for side, heading in ((original, "On the original code"), (own, "On your code")):
        expect(side.get_by_role("heading", name=heading)).to_be_visible()
        expect(side).to_contain_text("SQL as executed")
        expect(side.locator("mark").filter(has_text="'").first).to_be_visible()
    expect(original).to_contain_text("of shop.py")
    assert find_faults(learner) == []
    assert side_by_side(original, own)
    learner.set_viewport_size({"width": 390, "height": 900})
    assert not side_by_side(original, own)

    learner.set_viewport_size({"width": 1440, "height": 900})
    row = learner.locator("#evidence .checks .row").first
    assert on_one_line(row)
    learner.set_viewport_size({"width": 390, "height": 900})
    assert on_one_line(row)

    hidden = learner.locator("#evidence .attack").filter(has_text="Hidden attack")
    expect(hidden).to_have_count(3)
    expect(hidden.get_by_role("button")).to_have_count(0)
    button.press("Enter")
    expect(original).to_be_hidden()

    learner.locator("#history a").first.click()
    learner.get_by_role("button", name="Beside the original code").first.click()
    expect(learner.get_by_role("heading", name="On the original code")).to_be_visible()
    assert find_faults(learner) == []


@pytest.mark.parametrize(
    ("name", "labelled"),
    [
        ("sql-login", {24: "attacks 1, 2 came", 37: "attack 3 came", 47: "attack 4 came"}),
        ("blind-sql", {20: "came through here", 26: "came through here", 55: "attack 2 came"}),
    ],
)
def test_line_that_decided_is_labelled(learner: Page, name: str, labelled: dict[int, str]) -> None:
    """Not the honest query before it, nor the door through which the goods went in the end."""
    open_fix(learner, name)
    starter = (LABS / name / "starter" / editable(name)).read_text()
    write(learner, f"{starter}# the original\n")
    judge(learner)
    expect_verdict(learner, "still-open")
    lines = starter.splitlines()
    labels = learner.locator(".cm-line.q-landed")
    expect(labels).to_have_text([lines[number - 1] for number in labelled])
    for label, words in zip(labels.all(), labelled.values(), strict=True):
        expect(label).to_have_attribute("data-label", re.compile(words))


def side_by_side(one: Locator, other: Locator) -> bool:
    """Tell whether two boxes begin at the same height."""
    first, second = one.bounding_box(), other.bounding_box()
    assert first is not None
    assert second is not None
    return first["y"] == second["y"]


def on_one_line(row: Locator) -> bool:
    """Tell whether a row has its number, its title and its outcome beside each other."""
    boxes = [each.bounding_box() for each in (row.locator(".title"), row.locator(".number"), row.locator(".state"))]
    title, *others = [each for each in boxes if each is not None]
    middle = title["y"] + title["height"] / 2
    return len(others) == 2 and all(each["y"] <= middle <= each["y"] + each["height"] for each in others)


@in_both_browsers
def test_flawed_lines_are_marked_by_keyboard_and_named(learner: Page, classroom: Classroom) -> None:
    """The phase *find* works without a mouse; a right mark says why it is a flaw."""
    lab = load_lab(LABS / "sql-login")
    assert lab.find is not None
    spot = lab.find.spots[0]
    learner.goto(f"http://127.0.0.1:{classroom.port}/labs/sql-login/find/")
    learner.locator(".cm-content").focus()
    learner.keyboard.press("Control+Home")
    for _ in range(spot.first - 1):
        learner.keyboard.press("ArrowDown")
    learner.keyboard.press("m")
    card = learner.locator("#marks")
    card.get_by_text(spot.cwe[0]).first.click()
    learner.keyboard.press("Control+Enter")
    expect(card.get_by_text("right", exact=True).first).to_be_visible()


@in_both_browsers
def test_own_tests_run_without_costing_an_attempt(learner: Page) -> None:
    """*Run tests* tells what works and counts no attempt."""
    open_fix(learner, "sql-login")
    before = learner.locator("#history").inner_text()
    learner.get_by_role("button", name="Run tests").click()
    expect(learner.locator("#evidence")).to_contain_text(re.compile(r"tests of \d+ fail"), timeout=60_000)
    expect(learner.get_by_role("button", name="Run tests")).to_be_enabled(timeout=60_000)
    learner.reload()
    assert learner.locator("#history").inner_text() == before


@in_both_browsers
def test_reset_keeps_a_copy(learner: Page) -> None:
    """Going back to the original code throws nothing away."""
    open_fix(learner, "redos")
    write(learner, "# all mine\n")
    expect_saved(learner)
    learner.get_by_role("button", name="Reset to the original code").click()
    learner.get_by_role("button", name="Reset the files").click()
    expect(learner.locator(".cm-content")).not_to_contain_text("all mine")
    learner.get_by_text("kept cop").first.click()
    learner.get_by_role("button", name="Bring back").first.click()
    expect(learner.locator(".cm-content")).to_contain_text("all mine")


def test_a_page_says_when_live_updates_are_away(learner: Page) -> None:
    """In words, and as long as they are: nothing is disabled, and there is nothing to be tried again."""
    sockets: list[WebSocketRoute] = []

    def pass_on(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(server.send)
        server.on_message(route.send)
        sockets.append(route)

    learner.route_web_socket(re.compile("/live/labs/sql-login[?]"), pass_on)
    open_fix(learner, "sql-login")
    strip = learner.locator("#offline")
    expect(strip).to_be_hidden()
    while not sockets:
        learner.wait_for_timeout(20)
    sockets[-1].send('{"type": "line", "away": true}')
    expect(strip).to_contain_text("Live updates are away.")
    expect(strip.get_by_role("button", name="Try now")).to_be_hidden()
    expect(learner.locator("[data-needs-server][aria-disabled=true]")).to_have_count(0)
    assert find_faults(learner) == []
    sockets[-1].send('{"type": "line", "away": false}')
    expect(strip).to_be_hidden()
    expect(learner.locator("#saved-voice")).to_have_text("Live updates are back.")


OPEN_MANY = """async (path) => {
  const address = location.origin.replace("http", "ws") + path;
  window.many = Array.from({ length: 24 }, () => new WebSocket(address));
  await Promise.all(window.many.map((each) => new Promise((done) => (each.onopen = done))));
}"""


def test_a_tab_too_many_says_so_and_works_all_the_same(learner: Page) -> None:
    """The 25th live connection is refused in words, and not as a lost line: Run and Judge work by requests.

    Once others are closed, the next try is let in, and the words are gone.
    """
    open_fix(learner, "sql-login")
    learner.evaluate(OPEN_MANY, "/live/labs/sql-login")
    late = learner.context.new_page()
    late.goto(learner.url)
    open_fix(late, "sql-login")
    strip = late.locator("#offline")
    expect(strip).to_contain_text("Too many tabs are open. Close some of them.")
    expect(late.locator("[data-needs-server][aria-disabled=true]")).to_have_count(0)
    assert find_faults(late) == []
    judge(late)
    expect_verdict(late, "still-open")
    expect(strip).to_contain_text("Too many tabs are open")

    learner.evaluate("() => window.many.forEach((each) => each.close())")
    again = late.get_by_role("button", name="Try now")
    for _ in range(60):  # the server hears of each closed connection a moment later
        again.click()
        late.wait_for_timeout(500)
        if strip.is_hidden():
            break
    expect(strip).to_be_hidden()
    late.close()
