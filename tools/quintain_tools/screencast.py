"""``python -m quintain_tools.screencast FILE.webm``: records a silent video of a lab, from find to a proven fix.

A student of a classroom of its own works in a real browser; captions are drawn over the page. The video is made of
photographs, each with the time that it is to be seen, so that a slow machine makes the same video as a fast one. While
the judge works, a photograph is taken whenever the page has changed. It needs ffmpeg, which Debian has.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

from quintain_tools.showroom import (
    JUDGED_MILLISECONDS,
    PROGRAM,
    Showroom,
    mark_line,
    name_weakness,
    showroom,
    text_of,
    write,
)

SCREEN: Final[ViewportSize] = {"width": 1280, "height": 720}
MOST_BYTES: Final = 3_000_000
MOST_SECONDS: Final = 150
FRAMES_PER_SECOND: Final = 10
TYPED_AT_ONCE: Final = 3
"""Characters between two photographs of somebody who types."""
WORKING_SECONDS: Final = 0.4
"""How long each photograph is seen that was taken while the judge was at work."""
WORKING_FRAMES: Final = 30
"""More of them are left out: a lab whose packages are fetched first takes long."""
QUALITY: Final = 36
"""VP9's constant rate factor: 0 is lossless, 63 is worst."""
CAPTION: Final = """text => {
  let caption = document.getElementById("screencast-caption");
  if (!caption) {
    caption = document.createElement("div");
    caption.id = "screencast-caption";
    caption.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:9999;padding:14px 32px;color:#fff;"
      + "font:600 22px/1.35 sans-serif;background:#10202f;text-align:center";
    (document.querySelector("dialog[open]") || document.body).append(caption);
  }
  caption.textContent = text;
}"""


class ScreencastError(Exception):
    """ffmpeg is missing or failed; the text says which."""


@dataclass(slots=True)
class Recorder:
    """Takes photographs of a window, and writes down for how long each is to be seen, in seconds."""

    page: Page
    folder: Path
    caption: str = ""
    frames: list[tuple[str, float]] = field(default_factory=list)

    def say(self, caption: str, seconds: float) -> None:
        """Show a caption over the page for so long."""
        self.caption = caption
        self.hold(seconds)

    def hold(self, seconds: float) -> None:
        """Show the page as it is for so long."""
        self.page.evaluate(CAPTION, self.caption)
        self.page.wait_for_timeout(100)
        self.add(self.page.screenshot(), seconds)

    def add(self, picture: bytes, seconds: float) -> None:
        """Add a photograph; one that shows the same as the last makes that last longer."""
        if self.frames and (self.folder / self.frames[-1][0]).read_bytes() == picture:
            name, before = self.frames.pop()
            self.frames.append((name, before + seconds))
            return
        name = f"{len(self.frames):04}.png"
        (self.folder / name).write_bytes(picture)
        self.frames.append((name, seconds))

    def until(self, wanted: Locator) -> None:
        """Photograph the page while the judge works, until something is there.

        Raises:
            ScreencastError: It did not come.

        """
        end = monotonic() + JUDGED_MILLISECONDS / 1000
        taken = 0
        while not wanted.is_visible():
            if monotonic() > end:
                message = "The judge has not answered."
                raise ScreencastError(message)
            if taken < WORKING_FRAMES:
                self.hold(WORKING_SECONDS)
                taken += 1
            self.page.wait_for_timeout(150)
        self.hold(WORKING_SECONDS)

    def type(self, text: str) -> None:
        """Type into the open file as somebody does who knows what to write."""
        for start in range(0, len(text), TYPED_AT_ONCE):
            self.page.keyboard.insert_text(text[start : start + TYPED_AT_ONCE])
            self.hold(0.1)

    @property
    def seconds(self) -> float:
        """How long the video is."""
        return sum(seconds for _, seconds in self.frames)

    def playlist(self) -> str:
        """Return what ffmpeg's concat demuxer reads; the last picture is named twice, as it asks."""
        lines = ["ffconcat version 1.0"]
        for name, seconds in self.frames:
            lines += [f"file {name}", f"duration {seconds:.2f}"]
        return "\n".join([*lines, f"file {self.frames[-1][0]}", ""])


def encode(recorder: Recorder, into: Path) -> None:
    """Write a WebM (VP9, no sound) of what was recorded.

    Raises:
        ScreencastError: There is no ffmpeg, or it failed.

    """
    program = shutil.which("ffmpeg")
    if program is None:
        message = "There is no ffmpeg. Debian has it: apt-get install ffmpeg"
        raise ScreencastError(message)
    (recorder.folder / "frames.txt").write_text(recorder.playlist(), "utf-8")
    coded = ("-c:v", "libvpx-vp9", "-crf", str(QUALITY), "-b:v", "0", "-row-mt", "1", "-an", "-map_metadata", "-1")
    command = (program, "-y", "-loglevel", "error", "-f", "concat", "-i", "frames.txt")
    filters = ("-vf", f"fps={FRAMES_PER_SECOND},format=yuv420p")
    done = subprocess.run(
        (*command, *filters, *coded, str(into.absolute())),
        cwd=recorder.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ScreencastError(done.stderr)


def perform(room: Showroom, recorder: Recorder) -> None:
    """Work on a lab from the search for its flaws to a fix that holds."""
    page = recorder.page
    page.set_viewport_size(SCREEN)
    find(room, recorder)
    break_it(room, recorder)
    hand_in(room, recorder)
    page.get_by_role("link", name="See why it holds").click()
    page.wait_for_url("**/debrief/")
    recorder.say("Afterwards: why the attacks worked, and which fixes others have found.", 6)
    recorder.say("Quintain: find, break, fix. To try it: uvx quintain serve", 6)


def find(room: Showroom, recorder: Recorder) -> None:
    """Mark three flawed places, and name their weakness."""
    page = recorder.page
    room.open_phase(page, "find")
    recorder.say("A lab of the course: a tea shop with SQL injection.", 5)
    recorder.say("1. Find: mark the lines that an attacker can use, and name the weakness.", 4)
    for line in (25, 38, 48):
        page.locator(".cm-scroller").evaluate("(each, line) => each.scrollTo(0, Math.max(0, (line - 14) * 22))", line)
        page.wait_for_timeout(200)
        mark_line(page, line)
        recorder.hold(1)
        name_weakness(page, line, "CWE-89")
        recorder.hold(1.5)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#find-done")).to_be_visible()
    recorder.say("Each mark is answered with the reason.", 6)


def break_it(room: Showroom, recorder: Recorder) -> None:
    """Type an exploit, and run it against the original program."""
    page = recorder.page
    room.open_phase(page, "break")
    recorder.say("2. Break: write an exploit that reads a secret of the original program.", 5)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    recorder.type(text_of("reference.py").partition("\n\n")[2])
    recorder.hold(2)
    page.keyboard.press("Control+Enter")
    recorder.until(page.locator("#console .said b").get_by_text("You are in."))
    recorder.say("It worked: the order number became a part of the SQL.", 4)
    recorder.say("Beside it: what was sent, what ran, and what came back.", 6)


def hand_in(room: Showroom, recorder: Recorder) -> None:
    """Hand in a fix that two attacks get through, then one that holds."""
    page = recorder.page
    room.open_phase(page, "fix")
    recorder.say("3. Fix: write what you think is right. A first attempt doubles each quote.", 3)
    judged(recorder, "doubled-quotes", "The judge runs tests, and attacks the fix in a sandbox.", "Still open")
    recorder.say("Still open: the tests pass, but two attacks of seven get through.", 5)
    card = page.locator("#evidence").get_by_text("Came back").filter(visible=True).first
    card.evaluate("each => each.scrollIntoView({ block: 'center' })")
    recorder.say("The attack is shown on your own code: the number has no quotes, so there is nothing to double.", 9)
    recorder.say("The second attempt: the values are passed beside the query, never inside it.", 2)
    judged(recorder, "placeholders", "The judge tries everything again, with fresh secrets.", "It holds.")
    recorder.say("It holds: all seven attacks are stopped, and all 20 tests pass.", 7)


def judged(recorder: Recorder, fix: str, caption: str, verdict: str) -> None:
    """Write a fix of the lab's author, and hand it in."""
    page = recorder.page
    write(page, text_of("fixes", fix, PROGRAM))
    recorder.hold(4)
    page.keyboard.press("Control+Enter")
    recorder.caption = caption
    recorder.until(page.locator("#evidence").get_by_text(verdict, exact=True).first)


def main(words: Sequence[str] | None = None) -> int:
    """Record the video; exit status 1 if it is too big or too long for the repository."""
    parser = argparse.ArgumentParser(prog="quintain_tools.screencast", description="Records a video of a lab.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--failed", type=Path, help="Where the window is photographed when a step fails.")
    chosen = parser.parse_args(words)
    with (
        tempfile.TemporaryDirectory() as data,
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        showroom(Path(data), playwright, seats=1) as room,
    ):
        recorder = Recorder(room.seats[0], Path(folder))
        try:
            perform(room, recorder)
        except Exception:
            if chosen.failed:
                recorder.page.screenshot(path=chosen.failed)
            raise
        encode(recorder, chosen.file)
    size = chosen.file.stat().st_size
    print(f"{size} bytes of {MOST_BYTES}, {recorder.seconds:.0f} seconds of {MOST_SECONDS}")
    return 1 if size > MOST_BYTES or recorder.seconds > MOST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
