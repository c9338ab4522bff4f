"""A pack that is no part of the repository brings an exhibit of its own, and a lesson shows it at work."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from quintain.cli.new import write_pack
from quintain.packs import load_pack

from .conftest import Classroom, free_port, in_both_browsers, open_page

pytestmark = pytest.mark.browser

EXHIBIT = Path(__file__).parent / "own_exhibit"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A new pack, whose lesson shows the exhibit of docs/howto/make-an-exhibit.md."""
    folder = tmp_path / "pack"
    write_pack(folder, "A course of its own")
    shutil.copytree(EXHIBIT, folder / "exhibits" / "sizes", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "lessons/paths/lesson.md").open("a", encoding="utf-8") as lesson:
        lesson.write("\n```exhibit sizes\n```\n")
    assert list(load_pack(folder).exhibits) == ["sizes"]
    return folder


@pytest.fixture
def room(tmp_path: Path, pack: Path, sandbox_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    """A classroom of that pack."""
    monkeypatch.setenv("QUINTAIN_PACK", str(pack))
    room = Classroom(tmp_path / "data", free_port(), sandbox=sandbox_folder)
    room.data.mkdir()
    room.start()
    yield room
    room.kill()


@in_both_browsers
def test_an_exhibit_of_another_pack_moves(browser: Browser, room: Classroom) -> None:
    """Its script imports the shared parts by their name, and its control changes the large number and the picture."""
    context, page, complaints = open_page(browser, room)
    page.goto(f"http://127.0.0.1:{room.port}/topics/paths/")
    exhibit = page.locator("[data-exhibit=sizes]")
    expect(exhibit.locator(".answer b")).to_have_text("4")
    expect(exhibit.locator("svg rect")).to_have_count(5)
    exhibit.get_by_role("slider", name="Letters").press("ArrowRight")
    expect(exhibit.locator(".answer b")).to_have_text("5")
    expect(exhibit.locator("svg")).to_have_attribute("aria-label", "3 letters become 5 characters.")
    context.close()
    assert complaints.lines == []


def test_a_drawing_that_fails_takes_nothing_else_from_the_lesson(browser: Browser, pack: Path, room: Classroom) -> None:
    """Its figure stays, the console says what is wrong, and the exhibit after it moves."""
    lesson = pack / "lessons/paths/lesson.md"
    shutil.copytree(pack / "exhibits/sizes", pack / "exhibits/more")
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n```exhibit more\n```\n", encoding="utf-8")
    room.kill()
    room.start()
    context, page, _ = open_page(browser, room)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.route(
        "**/exhibits/sizes/*.js", lambda route: route.fulfill(body="throw Error('no')", content_type="text/javascript")
    )
    page.goto(f"http://127.0.0.1:{room.port}/topics/paths/")
    expect(page.locator("[data-exhibit=more] .answer b")).to_have_text("4")
    expect(page.locator("[data-exhibit=sizes] .stage.still svg[role=img]")).to_be_visible()
    context.close()
    assert faults == ["no"]
