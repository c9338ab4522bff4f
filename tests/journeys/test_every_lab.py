"""Every lab of the course, worked in the browser as a learner would: each wrong fix once, and one that holds.

It takes minutes a lab, so it runs only if asked: ``pytest -m exhaustive tests/journeys/test_every_lab.py``.
"""

import pytest
from playwright.sync_api import Page, expect

from quintain.packs import load_lab
from quintain.packs.model.lab import OUTAGE, Lab, Status
from tests.courses import whole_course

from .conftest import Classroom
from .workbench import LABS, expect_saved, expect_verdict, judge, open_break, open_fix, show_file, write

pytestmark = [
    pytest.mark.browser,
    pytest.mark.exhaustive,
    pytest.mark.timeout(1800),
]

RUN_MILLISECONDS = 120_000
LIVE = sorted(slug for slug, lab in whole_course().labs.items() if lab.status is Status.LIVE)


def mark_every_flaw(page: Page, lab: Lab) -> None:
    """Mark each flawed place by keyboard and name its weakness; the page leads on when all are found."""
    assert lab.find is not None
    for spot in lab.find.spots:
        show_file(page, spot.file)
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+Home")
        for _ in range(spot.first - 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("m")
        page.locator(f'#marks [name="weakness-{spot.file}-{spot.first}"][value="{spot.cwe[0]}"]').check(force=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#marks").get_by_text("right", exact=True)).to_have_count(len(lab.find.spots))
    expect(page.locator("#find-done")).to_be_visible()


@pytest.mark.parametrize("slug", LIVE)
def test_a_lab_is_found_broken_and_fixed_in_the_browser(learner: Page, classroom: Classroom, slug: str) -> None:
    """Marks, exploit, every wrong fix with its verdict, and at last one that holds, with its debrief."""
    lab = load_lab(LABS / slug)
    if lab.find is not None:
        learner.goto(f"http://127.0.0.1:{classroom.port}/labs/{slug}/find/")
        expect(learner.locator(".cm-content")).to_be_visible()
        mark_every_flaw(learner, lab)
    if lab.break_ is not None:
        open_break(learner, slug)
        write(learner, (lab.folder / lab.break_.reference).read_text())
        learner.keyboard.press("Control+Enter")
        word = "It works." if lab.break_.goal == OUTAGE else "You are in."
        expect(learner.locator("#console .said b")).to_have_text(word, timeout=RUN_MILLISECONDS)
    if not lab.fixes:
        return
    open_fix(learner, slug)
    for fix in (*lab.wrong_fixes, lab.sound_fixes[0]):
        for path in lab.run.editable:
            show_file(learner, path)
            write(learner, fix.files.get(path, lab.starter[path]))
        expect_saved(learner)
        judge(learner)
        expect_verdict(learner, fix.expect)
    learner.get_by_role("link", name="See why it holds").click()
    expect(learner.get_by_role("heading", name="It holds.")).to_be_visible()
