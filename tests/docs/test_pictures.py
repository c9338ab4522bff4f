"""Pictures of the documentation: each is there in both colours, has a text in its place, and is shown somewhere."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from quintain_tools.pictures import INTO, MOST_BYTES, SHOTS
from quintain_tools.screencast import MOST_BYTES as MOST_BYTES_OF_VIDEO

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
TOUR = ROOT / "docs" / "tutorial" / "tour.md"
SHORTEST_TEXT = 30


class Pictures(HTMLParser):
    """Collects the dark picture, the light one and the text of each ``<picture>``."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.dark: list[str] = []
        self.light: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is named."""
        given = dict(attrs)
        if tag == "source":
            assert given["media"] == "(prefers-color-scheme: dark)"
            self.dark.append(given["srcset"] or "")
        if tag == "img":
            self.light.append((given["src"] or "", given.get("alt") or ""))


def shown() -> dict[Path, list[tuple[str, str, str]]]:
    """Return the pictures of each page: light, dark and the text."""
    found = {}
    for page in PAGES:
        reader = Pictures()
        reader.feed(page.read_text("utf-8"))
        found[page] = [(light, dark, text) for (light, text), dark in zip(reader.light, reader.dark, strict=True)]
    return found


def test_each_picture_is_there_in_both_colours_with_a_text() -> None:
    """By the address that the page gives, so that a forge shows it, too."""
    for page, pictures in shown().items():
        for light, dark, text in pictures:
            assert (page.parent / light).is_file(), (page, light)
            assert (page.parent / dark).is_file(), (page, dark)
            assert light.replace("-light.", "-dark.") == dark, page
            assert len(text) >= SHORTEST_TEXT, (page, light)


def test_no_picture_is_left_over_and_none_is_missing() -> None:
    """The script takes what the pages show, and the folder holds nothing else."""
    wanted = {f"{shot.name}-{scheme}.webp" for shot in SHOTS for scheme in ("light", "dark")}
    named = {Path(name).name for pictures in shown().values() for light, dark, _ in pictures for name in (light, dark)}
    assert named == wanted
    assert {each.name for each in INTO.iterdir()} == wanted | {"lab.webm"}


def test_pictures_and_video_are_small() -> None:
    """Everybody who clones the repository has them; each picture is a WebP, the video a WebM."""
    pictures = list(INTO.glob("*.webp"))
    assert sum(each.stat().st_size for each in pictures) <= MOST_BYTES
    for each in pictures:
        head = each.read_bytes()[:12]
        assert (head[:4], head[8:]) == (b"RIFF", b"WEBP"), each
    video = (INTO / "lab.webm").read_bytes()
    assert video.startswith(b"\x1a\x45\xdf\xa3")
    assert len(video) <= MOST_BYTES_OF_VIDEO


def test_the_tour_shows_all_pictures_in_the_order_of_a_lab() -> None:
    """Find comes before break, break before the verdict, the verdict before the fix that holds."""
    names = re.findall(r"<img src=\"\.\./pictures/(\w+)-light", TOUR.read_text("utf-8"))
    assert set(names) == {shot.name for shot in SHOTS}
    assert all(names.index(a) < names.index(b) for a, b in pairwise(("find", "break", "verdict", "fix")))
