"""Text of several tabs, of an earlier version, of an ended session and of a failing server: none of it gets lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from .conftest import Classroom, open_page
from .test_kills import ENTRIES, wait_until_delivered
from .workbench import editable, expect_saved, open_break, open_fix, sign_in_again, write

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

FULL_MILLISECONDS = 20_000
BROKEN_DATABASE = "indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); };"
BROKEN_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.fixture
def context(browser: Browser, classroom: Classroom) -> Iterator[BrowserContext]:
    """A browser in which the learner is signed in, with one page that is about to be used."""
    context, _, _ = open_page(browser, classroom)
    yield context
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")  # a request of a page that is being left may still be on its way
    context.close()


def shown(page: Page, text: str) -> None:
    """Wait until the editor shows a text."""
    expect(page.locator(".cm-content")).to_contain_text(text)


def second_tab(context: BrowserContext, page: Page) -> Page:
    """Open the same page in another tab."""
    second = context.new_page()
    second.goto(page.url)
    expect(second.locator(".cm-content")).to_be_visible()
    return second


def copies(page: Page) -> str:
    """Return what the list of kept copies says, once there is one."""
    expect(page.locator("#copies")).to_be_attached()
    return page.locator("#copies").text_content() or ""


def expect_both(page: Page, one: str, other: str) -> None:
    """See one of two texts in the editor, and the other come back from its copy."""
    expect(page.locator(".messages")).to_contain_text("the kept text is a copy on the server")
    assert "found in a browser" in copies(page)
    text = page.locator(".cm-content").inner_text()
    assert (one in text) != (other in text)
    page.get_by_role("button", name="Show the kept copies").click()
    page.locator("#copies").get_by_role("button", name="Bring back").first.click()
    shown(page, other if one in text else one)


def go_offline(page: Page) -> None:
    """Let no request of one tab through."""
    page.route("**/labs/**", lambda route: route.abort())


def expect_no_dialog(page: Page) -> None:
    """See that nobody is asked."""
    expect(page.locator("#conflict")).to_be_hidden()


@pytest.mark.whole
@pytest.mark.parametrize(
    ("lab", "button", "goes_on"),
    [("redos", "Keep this tab's text", "second"), ("sql-login", "Take the other text", "first")],
)
def test_a_settled_conflict_leaves_both_texts_on_the_server(
    context: BrowserContext, lab: str, button: str, goes_on: str
) -> None:
    """Whichever text goes on, the other one can be brought back; the page tells where both are."""
    first = context.pages[0]
    open_fix(first, lab)
    second = second_tab(context, first)
    write(first, "# from the first tab\n")
    expect_saved(first)
    write(second, "# from the second tab\n")
    expect(second.get_by_role("heading", name="Changed in another tab")).to_be_visible()
    expect(second.locator("#conflict")).to_contain_text("The server keeps both")
    second.get_by_role("button", name=button).click()
    expect(second.locator(".messages")).to_contain_text(f"Both texts of {editable(lab)} are kept copies on the server.")
    shown(second, f"# from the {goes_on} tab")
    second.get_by_role("button", name="Show the kept copies").click()
    other = second.locator("#copies li", has_text="the other text of a conflict")
    expect(second.locator("#copies li", has_text="the text chosen in a conflict")).to_be_visible()
    other.get_by_role("button", name="Bring back").click()
    shown(second, "# from the first tab" if goes_on == "second" else "# from the second tab")


def test_a_conflict_about_the_exploit_leaves_both_texts_too(context: BrowserContext) -> None:
    """The phase *break* has kept copies of its own."""
    first = context.pages[0]
    open_break(first, "sql-login")
    second = second_tab(context, first)
    write(first, "print('first')\n")
    expect_saved(first)
    write(second, "print('second')\n")
    second.get_by_role("button", name="Keep this tab's text").click()
    expect(second.locator(".messages")).to_contain_text("Both texts of exploit.py are kept copies")
    second.get_by_role("button", name="Show the kept copies").click()
    row = second.locator("#copies li", has_text="the other text of a conflict")
    row.get_by_role("button", name="Bring back").click()
    expect(second).to_have_url(first.url)
    shown(second, "print('first')")


def test_two_tabs_that_were_offline_lose_neither_text(context: BrowserContext) -> None:
    """Both are closed before the server is back: one text goes on, the other is a copy, and nobody is asked."""
    first = context.pages[0]
    open_fix(first, "archive-options")
    second = second_tab(context, first)
    for page, text in ((first, "# offline in the first\n"), (second, "# offline in the second\n")):
        go_offline(page)
        write(page, text)
        expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    again = context.new_page()
    again.goto("about:blank")
    url = first.url
    first.close()
    second.close()
    again.goto(url)
    expect_both(again, "# offline in the first", "# offline in the second")
    expect_no_dialog(again)


def test_a_duplicated_tab_has_a_text_of_its_own(context: BrowserContext) -> None:
    """Duplicating a tab copies its session storage, and yet the two do not write over each other's entry."""
    first = context.pages[0]
    open_fix(first, "normalise-first")
    go_offline(first)
    write(first, "# in the original\n")
    with context.expect_page() as opening:
        first.evaluate("window.open(location.href)")
    duplicate = opening.value
    expect(duplicate.locator(".cm-content")).to_be_visible()
    expect(duplicate.locator(".cm-content")).not_to_contain_text("# in the original")
    go_offline(duplicate)
    write(duplicate, "# in the duplicate\n")
    for page in (first, duplicate):
        expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    url = first.url
    again = context.new_page()
    first.close()
    duplicate.close()
    again.goto(url)
    expect_both(again, "# in the original", "# in the duplicate")


def test_the_text_of_a_tab_that_lives_is_left_alone(context: BrowserContext) -> None:
    """A second tab does not take it over; its own tab saves it when the line is back."""
    first = context.pages[0]
    open_fix(first, "order-by")
    go_offline(first)
    write(first, "# of the tab that lives\n")
    expect(first.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    second = second_tab(context, first)
    expect(second.locator("#reason")).to_have_text("")
    expect(second.locator(".cm-content")).not_to_contain_text("# of the tab that lives")
    first.unroute_all()
    expect_saved(first)
    expect_no_dialog(first)


def test_a_lost_answer_is_no_conflict(context: BrowserContext) -> None:
    """The server stored a text, and the tab never heard of it: what is typed next goes on from it."""
    page = context.pages[0]
    open_fix(page, "shell-injection")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/files", lose, times=1)
    write(page, "# stored, and not heard of\n")
    expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    page.keyboard.insert_text("# and more\n")
    expect_saved(page)
    expect_no_dialog(page)
    page.reload()
    shown(page, "# and more")
    expect(page.locator("#copies")).not_to_be_attached()


def test_a_page_that_is_reloaded_at_once_shows_what_was_typed(context: BrowserContext) -> None:
    """Its last save goes out when the next page is loaded already, which is then older than the server's text."""
    page = context.pages[0]
    open_fix(page, "order-json")
    write(page, "# typed a moment before\n")
    page.reload()
    shown(page, "# typed a moment before")
    page.keyboard.press("Escape")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("# and after\n")
    expect_saved(page)
    expect_no_dialog(page)
    expect(page.locator("#copies")).not_to_be_attached()


def test_a_page_shows_what_was_saved_while_it_was_on_its_way(context: BrowserContext) -> None:
    """The server had drawn it before the save of the page that it replaces, which is told of that before it goes."""
    page = context.pages[0]
    open_fix(page, "path-traversal")
    write(page, "# before\n")
    expect_saved(page)
    drawn: list[tuple[Route, APIResponse]] = []
    page.route("**/fix/", lambda route: drawn.append((route, route.fetch())), times=1)
    with page.expect_request("**/fix/"):
        page.evaluate("location.reload()")
    with page.expect_response("**/files"):
        page.keyboard.insert_text("# typed while the page was on its way\n")
    ((route, response),) = drawn
    route.fulfill(response=response)
    shown(page, "# typed while the page was on its way")
    expect_saved(page)
    expect_no_dialog(page)
    expect(page.locator("#copies")).not_to_be_attached()


def test_a_failing_server_is_asked_again_without_a_key(context: BrowserContext) -> None:
    """The page says that nothing is saved, and saves when the server can."""
    page = context.pages[0]
    open_fix(page, "template-injection")
    fault = {"error": "The server failed, not you. What was saved is safe.", "remedy": "Quote the id."}
    page.route("**/files", lambda route: route.fulfill(status=500, json=fault), times=2)
    write(page, "# typed while the server failed\n")
    expect(page.locator("#offline-words")).to_contain_text("Not saved. The server failed, not you.")
    expect(page.locator("#offline-words")).to_contain_text("Quintain tries again by itself.")
    expect_saved(page)


def test_a_refusal_goes_with_the_text_that_was_refused(context: BrowserContext) -> None:
    """After undo, the page says what is true of the text it shows."""
    page = context.pages[0]
    open_fix(page, "eval-calculator")
    write(page, "# small enough\n")
    expect_saved(page)
    page.keyboard.insert_text("x" * (300 * 1024))
    expect(page.locator("#offline-words")).to_contain_text("Not saved. The file is larger than 256 KiB.")
    page.keyboard.press("Control+Z")
    expect(page.locator("#offline")).to_be_hidden()
    expect_saved(page)


def test_after_signing_in_again_elsewhere_an_old_tab_goes_on(context: BrowserContext, classroom: Classroom) -> None:
    """The session has ended, and signing in gives the browser another CSRF token than the old page has."""
    page = context.pages[0]
    open_fix(page, "server-side-state")
    write(page, "# before\n")
    expect_saved(page)
    context.clear_cookies()
    page.keyboard.insert_text("# after the session ended\n")
    strip = page.locator("#offline")
    expect(strip).to_contain_text("Your session has ended.")
    expect(strip).to_contain_text("Sign in again in another tab, then try again here.")
    sign_in_again(context, classroom)
    page.get_by_role("button", name="Try now").click()
    expect(strip).to_be_hidden()
    expect_saved(page)
    expect_no_dialog(page)
    page.reload()
    shown(page, "# after the session ended")


def test_a_token_that_changed_in_another_tab_is_renewed_unseen(context: BrowserContext, classroom: Classroom) -> None:
    """Nobody is told of what the page can do by itself; forms of the old page work as well."""
    page = context.pages[0]
    open_fix(page, "totp")
    # The old session ends a moment before the new cookie is here, and the page may ask in between.
    page.route(
        "**/session", lambda route: route.fulfill(status=401, json={"error": "Signed out.", "remedy": ""}), times=1
    )
    sign_in_again(context, classroom)
    write(page, "# with an old token\n")
    expect_saved(page)
    expect(page.locator("#offline")).to_be_hidden()
    page.get_by_role("button", name="Reset to the original code").click()
    page.get_by_role("button", name="Reset the files").click()
    expect(page.locator(".messages")).to_contain_text("The original files are back.")


def test_a_page_does_not_save_for_somebody_else(context: BrowserContext) -> None:
    """Somebody else has signed in in this browser: the text waits for its own learner."""
    page = context.pages[0]
    open_fix(page, "log-forging")
    stranger = {"learner": "33333333-3333-4333-8333-333333333333", "csrf_token": "of somebody else"}
    page.route("**/session", lambda route: route.fulfill(json=stranger))
    old = {"error": "The form came without a token.", "remedy": "Reload.", "old_token": True}
    page.route("**/files", lambda route: route.fulfill(status=403, json=old))
    write(page, "# private\n")
    strip = page.locator("#offline")
    expect(strip).to_contain_text("Somebody else is signed in in this browser.")
    expect(strip).to_contain_text("One change is kept here")
    page.unroute_all()
    page.get_by_role("button", name="Try now").click()
    expect_saved(page)


PUT_BACK = """async (entries) => {
    const opening = indexedDB.open("quintain-typed", 1);
    const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const transaction = database.transaction("typed", "readwrite");
    for (const each of entries) transaction.objectStore("typed").put(each, [each.owner, each.path, each.tab]);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
}"""


def test_an_entry_that_comes_back_after_its_text_was_saved_is_not_offered(context: BrowserContext) -> None:
    """As after a kill before the deletion reached the disk, when the older text was once offered as the learner's."""
    page = context.pages[0]
    open_fix(page, "orm-misuse")
    go_offline(page)
    write(page, "# older\n")
    expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    older = page.evaluate(ENTRIES)
    page.unroute_all()
    expect_saved(page)
    page.keyboard.insert_text("# thirty more lines\n" * 30)
    expect_saved(page)
    assert page.evaluate(ENTRIES) == []
    page.evaluate(PUT_BACK, older)
    page.reload()
    shown(page, "# thirty more lines")
    wait_until_delivered(page)
    shown(page, "# thirty more lines")
    expect_no_dialog(page)
    expect(page.locator("#reason")).to_have_text("")
    expect(page.locator(".messages")).not_to_be_attached()
    expect(page.locator("#copies")).not_to_be_attached()


KEEP_EARLIER = """async ([owner, path, near, far]) => {
    localStorage.setItem(`kept/${owner}/${path}`, JSON.stringify({ text: near, revision: 0, at: Date.now() }));
    const database = await new Promise((resolve) => {
        const opening = indexedDB.open("quintain", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("texts");
        opening.onsuccess = () => resolve(opening.result);
    });
    const transaction = database.transaction("texts", "readwrite");
    transaction.objectStore("texts").put({ text: far, revision: 0, at: Date.now() - 1000 }, `${owner}/${path}`);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
}"""


def test_texts_of_an_earlier_version_are_recovered_once(context: BrowserContext) -> None:
    """One key for all tabs, in two places: the newer text goes on, the other is a copy, and both places are emptied."""
    page = context.pages[0]
    learner = page.locator('meta[name="learner"]').get_attribute("content")
    lab = "cross-site-request-forgery"
    page.evaluate(KEEP_EARLIER, [f"{learner}/{lab}", editable(lab), "# near\n", "# far\n"])
    open_fix(page, lab)
    shown(page, "# near")
    expect(page.locator(".messages")).to_contain_text("the kept text is a copy on the server")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept/'))") == []
    write(page, "# later\n")
    expect_saved(page)
    page.reload()
    shown(page, "# later")
    expect(page.locator("#copies li")).to_have_count(1)
    expect(page.locator("#reason")).to_have_text("")


def test_without_a_database_local_storage_keeps_the_text(browser: Browser, classroom: Classroom) -> None:
    """A browser may refuse IndexedDB, in private windows for example."""
    context, page, _ = open_page(browser, classroom)
    context.add_init_script(BROKEN_DATABASE)
    open_fix(page, "user-patterns")
    go_offline(page)
    write(page, "# kept without a database\n")
    expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    expect(page.locator("#offline")).not_to_contain_text("Leave this page open")
    again = context.new_page()
    url = page.url
    page.close()
    again.goto(url)
    shown(again, "# kept without a database")
    context.close()


def test_without_any_store_the_page_says_so_and_saves(browser: Browser, classroom: Classroom) -> None:
    """What was acknowledged is on the server whatever the browser stores; what was not needs the page to stay open."""
    context, page, _ = open_page(browser, classroom)
    context.add_init_script(BROKEN_DATABASE + BROKEN_STORAGE)
    open_fix(page, "fetch-filter")
    write(page, "# acknowledged\n")
    expect_saved(page)
    go_offline(page)
    page.keyboard.insert_text("# only in this page\n")
    expect(page.locator("#offline")).to_contain_text("Leave this page open", timeout=FULL_MILLISECONDS)
    again = context.new_page()
    url = page.url
    page.close()
    again.goto(url)
    shown(again, "# acknowledged")
    context.close()


def test_a_kept_text_that_the_server_refuses_is_offered_and_never_forced(context: BrowserContext) -> None:
    """A text above the limit can be no copy either: it stays in the browser until the learner takes it."""
    page = context.pages[0]
    open_fix(page, "deserialisation")
    page.route("**/files", lambda route: route.abort())
    write(page, "y" * (300 * 1024))
    expect(page.locator("#offline")).to_be_visible(timeout=FULL_MILLISECONDS)
    again = context.new_page()
    url = page.url
    page.close()
    again.goto(url)
    expect(again.locator(".messages")).to_contain_text(
        "that the server does not take. The file is larger than 256 KiB."
    )
    expect(again.locator(".cm-content")).not_to_contain_text("yyyy")
    again.get_by_role("button", name="Put it into the editor").click()
    shown(again, "yyyy")
    expect(again.locator("#offline-words")).to_contain_text("Not saved. The file is larger than 256 KiB.")
