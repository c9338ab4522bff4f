"""``python -m quintain_tools.pictures``: photographs the main pages for the documentation, light and dark.

A classroom of its own is served and used by people in several windows; `quintain_tools.showroom` has how. The pictures
are WebP, which Chromium writes itself. A name limits what is written, not what is done: ``--only verdict``.
"""

import argparse
import base64
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page, expect, sync_playwright

from quintain_tools.showroom import (
    JUDGED_MILLISECONDS,
    LAB,
    ROOT,
    WIDE,
    Showroom,
    break_it,
    confirm,
    judge_fix,
    mark_line,
    name_weakness,
    showroom,
)

INTO: Final = ROOT / "docs" / "pictures"
MOST_BYTES: Final = 2_500_000
"""For all pictures together: everybody who clones the repository has them."""
QUALITY: Final = 72
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
ROUND_MINUTES: Final = "5"
SLIDE: Final = 4
"""The one that is shown: a program with its flawed line."""
SEARCH_LOOKS: Final = 30
SEARCH_LOOK_MILLISECONDS: Final = 2000
"""A lab counts for a certificate when the search behind its verdict is over, which its page tells only when asked."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page as a person sees it: ``prepare`` opens it and waits until it is whole."""

    name: str
    prepare: Callable[[Showroom], Page]
    height: int = WIDE["height"]
    """Of the window, in pixels."""


def main(words: Sequence[str] | None = None) -> int:
    """Take the pictures; exit status 1 if all of them together are too big."""
    parser = argparse.ArgumentParser(prog="quintain_tools.pictures", description="Photographs pages for the docs.")
    parser.add_argument("--into", type=Path, default=INTO)
    parser.add_argument("--only", action="append", choices=[shot.name for shot in SHOTS], help="May be given again.")
    parser.add_argument("--failed", type=Path, help="Where the windows are photographed when a step fails.")
    chosen = parser.parse_args(words)
    chosen.into.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        showroom(Path(folder), playwright) as room,
    ):
        for shot in SHOTS:
            try:
                page = shot.prepare(room)
            except Exception:
                if chosen.failed:
                    photograph_all(room, chosen.failed)
                raise
            if not chosen.only or shot.name in chosen.only:
                photograph(page, shot.name, chosen.into, shot.height)
                print(shot.name, flush=True)
    return 1 if too_big(chosen.into) else 0


def too_big(folder: Path) -> bool:
    """Print how big the pictures of a folder are together, and tell whether that is too much."""
    total = sum(picture.stat().st_size for picture in folder.glob("*.webp"))
    print(f"{total} bytes of {MOST_BYTES}")
    return total > MOST_BYTES


def photograph_all(room: Showroom, into: Path) -> None:
    """Write what each window shows, from which the reason of a failure is seen."""
    into.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate((room.operator, room.instructor, *room.seats)):
        page.screenshot(path=into / f"window-{number}.png")


def photograph(page: Page, name: str, into: Path, height: int = WIDE["height"]) -> None:
    """Write ``NAME-light.webp`` and ``NAME-dark.webp`` of what the window shows at a height in pixels."""
    page.set_viewport_size({"width": WIDE["width"], "height": height})
    session = page.context.new_cdp_session(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        (into / f"{name}-{scheme}.webp").write_bytes(base64.b64decode(taken["data"]))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    session.detach()


def find(room: Showroom) -> Page:
    """Mark two flawed lines, and a third that does no harm."""
    page = room.seats[1]
    room.open_phase(page, "find")
    page.set_viewport_size({"width": WIDE["width"], "height": 1600})  # so that every line has its number in view
    for line, weakness in ((25, "CWE-89"), (38, "CWE-89"), (13, "CWE-20")):
        mark_line(page, line)
        name_weakness(page, line, weakness)
    page.set_viewport_size(WIDE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#marks .markcard").first).to_be_visible()
    expect(page.get_by_role("button", name="Mark again").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    return page


def break_(room: Showroom) -> Page:
    """Read the vault's secret from the original program by an exploit."""
    break_it(room, room.seats[1])
    return room.seats[1]


def verdict(room: Showroom) -> Page:
    """Hand in a fix that stops some attacks; one that gets through is shown."""
    page = room.seats[1]
    judge_fix(room, page, "doubled-quotes", "Still open")
    return page


def fix(room: Showroom) -> Page:
    """Hand in a fix that stops every attack."""
    page = room.seats[2]
    judge_fix(room, page, "placeholders", "It holds.")
    return page


def lesson(room: Showroom) -> Page:
    """Open the lesson about the topic of the lab."""
    room.go(room.seats[2], "/topics/sql-injection/")
    return room.seats[2]


def landing(room: Showroom) -> Page:
    """Open the course as a student who has proven a lab."""
    room.go(room.seats[2], "/")
    return room.seats[2]


def slides(room: Showroom) -> Page:
    """Open the lesson as slides."""
    room.go(room.instructor, f"/topics/sql-injection/slides/#slide-{SLIDE}")
    expect(room.instructor.locator(f"#slide-{SLIDE}")).to_be_in_viewport()
    return room.instructor


def timetable(room: Showroom) -> Page:
    """Open the days of the course."""
    room.go(room.seats[2], "/timetable/")
    return room.seats[2]


def handbook(room: Showroom) -> Page:
    """Open what can be taken home."""
    room.go(room.seats[2], "/courseware/")
    return room.seats[2]


def certificate(room: Showroom) -> Page:
    """Issue a certificate, and open it as everybody sees it who has its address."""
    page = room.seats[2]
    issue = page.get_by_role("button", name="Issue the certificate")
    room.go(page, "/certificate/")
    for _ in range(SEARCH_LOOKS):
        if issue.is_visible():
            break
        page.wait_for_timeout(SEARCH_LOOK_MILLISECONDS)
        room.go(page, "/certificate/")
    issue.click()
    expect(page.locator(".certificate-status.is-valid")).to_be_visible()
    page.locator('a[href^="/c/"]').first.click()
    page.wait_for_url(re.compile(r"/c/"))
    return page


def help_(room: Showroom) -> Page:
    """Raise the hands of two students, and open the queue."""
    for seat, question in (
        (0, "Which of the two quotes ends the string?"),
        (3, "My fix stops four attacks. What is left?"),
    ):
        page = room.seats[seat]
        room.open_phase(page, "fix")
        page.locator("#hand-button").click()
        page.locator("#hand-menu textarea").fill(question)
        page.get_by_role("button", name="Raise my hand").click()
        expect(page.locator("#hand-button")).to_contain_text("Hand raised")
    room.go(room.instructor, f"{room.class_path}help/")
    expect(room.instructor.get_by_text("Which of the two quotes")).to_be_visible()
    return room.instructor


def wall(room: Showroom) -> Page:
    """Have more students work, and open the wall."""
    judge_fix(room, room.seats[3], "doubled-then-cut", "Still open")
    break_it(room, room.seats[2])
    break_it(room, room.seats[4])
    room.go(room.instructor, f"{room.class_path}wall/")
    expect(room.instructor.locator("#seat-3")).to_be_visible()
    return room.instructor


def class_(room: Showroom) -> Page:
    """Open the page of the class."""
    room.go(room.instructor, room.class_path)
    return room.instructor


def arena(room: Showroom) -> Page:
    """Try exploits of the class on its own fixes, and open the projector."""
    teacher = room.instructor
    room.go(teacher, f"{room.class_path}arena/")
    teacher.get_by_label("Lab", exact=True).select_option(LAB)
    teacher.get_by_role("button", name="Open", exact=True).click()
    expect(teacher.get_by_role("button", name="Open a round")).to_be_visible()
    for seat, name, enters in (
        (1, "Red Fox", ("fix", "exploit")),
        (2, "Blue Owl", ("fix", "exploit")),
        (3, "Green Heron", ("fix",)),
        (4, "Grey Wolf", ("exploit",)),
    ):
        page = room.seats[seat]
        room.go(page, "/")
        page.locator("#pace-arena").get_by_role("link", name="Arena").click()
        expect(page.get_by_role("button", name=f"Enter my {enters[0]}").first).to_be_visible()
        for kind in enters:
            if page.locator(f"#{kind}-name").is_visible():
                page.locator(f"#{kind}-name").fill(name)
            page.get_by_role("button", name=f"Enter my {kind}").first.click()
            expect(page.get_by_role("button", name=f"Take my {kind} back")).to_be_visible()
    teacher.get_by_label("Minutes to enter").fill(ROUND_MINUTES)
    teacher.get_by_role("button", name="Open a round").click()
    teacher.get_by_role("button", name=re.compile("^Run .* now$")).click()
    expect(teacher.locator("#arena-controls")).to_contain_text("There is nothing to run", timeout=JUDGED_MILLISECONDS)
    room.go(teacher, f"{room.class_path}arena/projector/")
    expect(teacher.locator("#arena-board .standings")).to_be_visible()
    return teacher


def people(room: Showroom) -> Page:
    """Open the accounts as an operator."""
    room.go(room.operator, "/people/")
    return room.operator


def platforms(room: Showroom) -> Page:
    """Connect a learning platform as an operator."""
    page, platform = room.operator, "https://moodle.example.org"
    room.go(page, "/lti/platforms/")
    confirm(page)
    for label, text in (
        ("Name, as people here know it", "Example School"),
        ("Issuer (platform ID)", platform),
        ("Client ID", "k3Vb8mQzR1xYp0L"),
        ("Deployment ID", "1"),
        ("Authentication request URL", f"{platform}/mod/lti/auth.php"),
        ("Access token URL", f"{platform}/mod/lti/token.php"),
        ("Public keyset URL", f"{platform}/mod/lti/certs.php"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Connect the platform").click()
    confirm(page)
    room.go(page, "/lti/platforms/")
    expect(page.get_by_role("link", name="Example School")).to_be_visible()
    return page


def api(room: Showroom) -> Page:
    """Open the reference of the API."""
    room.go(room.operator, "/api/")
    return room.operator


SHOTS: Final = (
    Shot("find", find),
    Shot("break", break_),
    Shot("verdict", verdict, 1080),
    Shot("fix", fix),
    Shot("lesson", lesson),
    Shot("course", landing, 1000),
    Shot("slides", slides),
    Shot("timetable", timetable),
    Shot("handbook", handbook),
    Shot("certificate", certificate),
    Shot("help", help_),
    Shot("wall", wall),
    Shot("class", class_),
    Shot("arena", arena),
    Shot("people", people),
    Shot("platforms", platforms),
    Shot("api", api),
)

if __name__ == "__main__":
    sys.exit(main())
