"""Every text of the interface comes from a catalog: on pages as they are sent, and after their scripts ran."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.packs import WEAKNESSES
from quintain.packs.model.pack import Pack
from tests.courses import whole_course
from tests.pseudo import CODE, write_catalogs

from .conftest import Classroom, free_port, open_page
from .workbench import VERDICT_MILLISECONDS

pytestmark = [pytest.mark.browser]

LESSON = "/topics/sql-injection/"
LAB = "/labs/sql-login"
WORKED = "/labs/order-json"  # one that is worked on, so that no other page here shows its verdict

# What speaks the pack's language, or nobody's: prose and code, what a program or the judge says, exhibits, dates.
OTHERS = (
    ".prose, .lead, code, kbd, pre, .lines, .cm-editor, .exhibit > header, .exhibit figcaption, .exhibit figure, "
    ".exhibit .controls, .exhibit .table-place, .quiz legend, .quiz .option, .incident h3, .crumbs, .rail h2, "
    ".brand, .learner, .sources, .on-page a, #exercise-links a, .topics a, .hint p, .api-entries dt, "
    ".xterm, script, style, noscript, title, "
    "template, .verdict-words > p, .continue p, .codes, .host, time"
)

# Reads the page's words in their order; brackets may open in one element and close in another.
READ = """([others, known]) => {
  const open = "⟦", close = "⟧", found = [];
  const isWord = (text) => /\\p{L}{2}/u.test(text) && !known.includes(text.trim().replace(/\\s+/g, " "));
  const bare = (text, depth) => {
    let rest = "";
    for (const letter of text) {
      if (letter === open) depth += 1;
      else if (letter === close) depth -= 1;
      else if (depth === 0) rest += letter;
    }
    return [rest, depth];
  };
  let depth = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement: place} = walker.currentNode;
    const within = depth;
    const [rest, after] = bare(data, depth);
    depth = after;
    if (within === 0 && !place.closest(others) && isWord(rest)) found.push(rest.trim());
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"]) {
    for (const each of document.querySelectorAll(`[${name}]`)) {
      const [rest] = bare(each.getAttribute(name), 0);
      if (!each.closest(others) && isWord(rest)) found.push(`${name}: ${rest}`);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory: pytest.TempPathFactory, sandbox_folder: Path) -> Iterator[Classroom]:
    """A classroom in which every text that can be translated stands in brackets."""
    data = tmp_path_factory.mktemp("bracketed")
    write_catalogs(data)
    room = Classroom(data, free_port(), language=CODE, sandbox=sandbox_folder)
    room.start()
    yield room
    room.kill()


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The course that it shows."""
    return whole_course()


def names_of(pack: Pack) -> list[str]:
    """Return what the pack calls its own things: no text of ours."""
    modules = [module for track in pack.tracks for module in track.modules]
    topics = [unit for module in modules for unit in module.units]
    labs = pack.labs.values()
    names = {pack.title, pack.code, *WEAKNESSES.values()}
    names |= {module.title for module in modules} | {topic.title for topic in topics} | {lab.title for lab in labs}
    names |= (
        {f"{lab.code} {lab.title}" for lab in labs}
        | {lab.code for lab in labs}
        | {name for lab in labs for name in lab.starter}
    )
    names |= {section.title for lab in labs for section in (*lab.brief, *lab.hints)}
    names |= {exploit.title for lab in labs for exploit in lab.exploits}
    names |= {text for case in pack.cases.values() for text in (case.title, case.summary)}
    return sorted(names)


def unreached(page: Page, pack: Pack) -> list[str]:
    """Return the words on a page that came from no catalog; names of the pack may stand within a text, or alone."""
    found: list[str] = page.evaluate(READ, [OTHERS, names_of(pack)])
    names = sorted(map(re.escape, names_of(pack)), key=len, reverse=True)
    silent = re.compile("|".join([*names, r"\bCWE-\d+", r"[\w./-]+\.(?:py|sql|txt|pem|so|c|html|toml)\b"]))
    return [each for each in found if re.search(r"[^\W\d_]{2}", silent.sub("", re.sub(r"^[-a-z]+: ", "", each)))]


@pytest.mark.sample(most=1)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "as sent"])
@pytest.mark.parametrize("path", ["/", LESSON, f"{LAB}/find/", f"{LAB}/break/", f"{LAB}/fix/", "/labs/nowhere/"])
def test_every_text_comes_from_a_catalog(
    browser: Browser, bracketed: Classroom, pack: Pack, path: str, *, script: bool
) -> None:
    """What stays without brackets is the pack's, or a program's."""
    context, page, _ = open_page(browser, bracketed, java_script_enabled=script, locale=CODE)
    page.goto(f"{bracketed.link.split('/sign-in')[0]}{path}", wait_until="networkidle")
    assert page.locator("html").get_attribute("lang") == CODE
    assert unreached(page, pack) == []
    context.close()


@pytest.mark.whole
def test_what_scripts_draw_later_comes_from_a_catalog(browser: Browser, bracketed: Classroom, pack: Pack) -> None:
    """Marks and their answers, tabs of the program, a verdict, and a run of an exploit."""
    context, page, complaints = open_page(browser, bracketed, locale=CODE)
    home = bracketed.link.split("/sign-in")[0]
    page.goto(f"{home}{WORKED}/find/")
    page.locator(".cm-lineNumbers .cm-gutterElement").nth(5).click()
    assert unreached(page, pack) == []
    page.locator(".markcard input").first.check()
    page.locator("#check").click()
    expect(page.locator(".markcard .state")).to_be_visible()
    assert unreached(page, pack) == []
    page.goto(f"{home}{WORKED}/break/")
    page.locator("#run").click()
    expect(page.locator("#evidence.is-run")).to_be_visible(timeout=VERDICT_MILLISECONDS)
    shown = page.locator("#evidence h2, .said b")
    assert all(text.startswith("⟦") for text in shown.all_text_contents())
    page.goto(f"{home}{WORKED}/fix/")
    for tab in ("program", "requests", "terminal"):
        page.locator(f"#tab-{tab}").click()
        assert unreached(page, pack) == [], tab
    page.locator("#judge").click()
    expect(page.locator("#evidence.is-still-open")).to_be_visible(timeout=VERDICT_MILLISECONDS)
    assert page.locator("#evidence h2").first.text_content() == "⟦Still open⟧"
    context.close()
    assert complaints.lines == []


def test_english_fetches_no_catalog(browser: Browser, classroom: Classroom) -> None:
    """Nothing is asked for that is not needed."""
    context, page, _ = open_page(browser, classroom)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{classroom.link.split('/sign-in')[0]}{WORKED}/fix/", wait_until="networkidle")
    assert asked
    assert not [url for url in asked if "/words/" in url]
    context.close()
