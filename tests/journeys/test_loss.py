"""What is typed stays: through a killed server, a lost line and a second tab."""

import pytest
from playwright.sync_api import Browser, expect

from .conftest import Classroom, in_both_browsers, open_page
from .workbench import come_back_with_what_was_typed_offline, expect_saved, open_fix, write

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.browser,
]


@in_both_browsers
def test_a_server_killed_while_typing_loses_no_keystroke(browser: Browser, own_classroom: Classroom) -> None:
    """The page says that it is offline, keeps what is typed, and sends it when the server is back."""
    context, page, _ = open_page(browser, own_classroom)
    open_fix(page, "sql-login")
    write(page, "# typed before\n")
    expect_saved(page)
    own_classroom.kill()
    page.keyboard.insert_text("# typed while the server was dead\n")
    expect(page.locator("#offline")).to_be_visible(timeout=20_000)
    page.keyboard.insert_text("# and more\n")
    own_classroom.start()
    expect(page.locator("#offline")).to_be_hidden(timeout=60_000)
    expect_saved(page)
    context.close()

    fresh, second, _ = open_page(browser, own_classroom)
    open_fix(second, "sql-login")
    for line in ("# typed before", "# typed while the server was dead", "# and more"):
        expect(second.locator(".cm-content")).to_contain_text(line)
    fresh.close()


def test_a_tab_closed_while_offline_keeps_its_text(browser: Browser, own_classroom: Classroom) -> None:
    """What the server never got comes back from the browser's own store."""
    come_back_with_what_was_typed_offline(browser, own_classroom, open_fix).context.close()


@pytest.mark.whole
def test_two_tabs_do_not_overwrite_each_other(browser: Browser, own_classroom: Classroom) -> None:
    """The second tab to save is asked which text goes on."""
    context, first, _ = open_page(browser, own_classroom)
    open_fix(first, "redos")
    second = context.new_page()
    second.goto(first.url)
    expect(second.locator(".cm-content")).to_be_visible()
    write(first, "# from the first tab\n")
    expect_saved(first)
    write(second, "# from the second tab\n")
    expect(second.get_by_role("heading", name="Changed in another tab")).to_be_visible()
    second.get_by_role("button", name="Keep this tab's text").click()
    expect_saved(second)
    first.reload()
    expect(first.locator(".cm-content")).to_contain_text("# from the second tab")
    context.close()


def test_ctrl_c_ends_the_classroom_cleanly(own_classroom: Classroom) -> None:
    """No traceback, and a last word."""
    assert own_classroom.stop() == 0
    words = "".join(own_classroom.said)
    assert "Traceback" not in words
    assert "stopped" in words
