# /// script
# requires-python = ">=3.13"
# dependencies = ["brotli==1.2.0", "fonttools==4.68.0"]
# ///
"""Makes the handbook's fonts of those that the pages ship: TrueType, of one weight each, latin and latin-ext in one.

Typst reads no WOFF 2 and no variable font, and of two files with one family and weight it sees one. Run `just fonts`
after a change of a font package in frontend/package.json. Writes the files, their licences, and glyphs.txt: the
characters that at least one of them has, as ranges.

Neither Hanken Grotesk nor Grenze reserves a name (their licences say so); Commit Mono goes by a name of our own, since
its package does not say.
"""

import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "frontend" / "node_modules"
TARGET = ROOT / "src" / "quintain" / "courseware" / "typst" / "fonts"
HANKEN, GRENZE, COMMIT = "@fontsource-variable/hanken-grotesk", "@fontsource/grenze", "@fontsource/commit-mono"


class Face(NamedTuple):
    """A font to make: its file, family and style, the package's files without ending, and the weight to fix."""

    file: str
    family: str
    style: str
    package: str
    parts: tuple[str, ...]
    weight: int


FACES = (
    *(
        Face(
            f"hanken-grotesk-{weight}{'-italic' if slant == 'italic' else ''}.ttf",
            "Hanken Grotesk",
            name,
            HANKEN,
            tuple(f"hanken-grotesk-{script}-wght-{slant}" for script in ("latin", "latin-ext")),
            weight,
        )
        for weight, slant, name in ((400, "normal", "Regular"), (700, "normal", "Bold"), (400, "italic", "Italic"))
    ),
    Face(
        "grenze-600.ttf",
        "Grenze",
        "Regular",
        GRENZE,
        tuple(f"grenze-{script}-600-normal" for script in ("latin", "latin-ext")),
        600,
    ),
    Face("commit-mono-400.ttf", "Quintain Code", "Regular", COMMIT, ("commit-mono-latin-400-normal",), 400),
    Face("commit-mono-700.ttf", "Quintain Code", "Bold", COMMIT, ("commit-mono-latin-700-normal",), 700),
)


def main() -> None:
    """Write all fonts anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    characters: set[int] = set()
    for face in FACES:
        with TemporaryDirectory() as folder:
            parts = [_part(face, part, Path(folder)) for part in face.parts]
            font = Merger().merge([str(part) for part in parts]) if len(parts) > 1 else TTFont(parts[0])
            _name(font, face)
            font["head"].modified = font["head"].created  # so that the same fonts give the same bytes
            font.recalcTimestamp = False
            font.save(TARGET / face.file)
        characters |= font.getBestCmap().keys()
    for package in (HANKEN, GRENZE, COMMIT):
        shutil.copyfile(PACKAGES / package / "LICENSE", TARGET / f"{package.split('/')[-1]}-LICENSE.txt")
    (TARGET / "glyphs.txt").write_text("\n".join(_ranges(sorted(characters))) + "\n", encoding="ascii")


def _part(face: Face, name: str, folder: Path) -> Path:
    font = TTFont(PACKAGES / face.package / "files" / f"{name}.woff2")
    font.flavor = None
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": face.weight})
    for table in ("STAT", "DSIG"):
        if table in font:
            del font[table]
    path = folder / f"{name}.ttf"
    font.save(path)
    return path


def _name(font: TTFont, face: Face) -> None:
    names = font["name"]
    kept = {0: names.getDebugName(0), 13: names.getDebugName(13), 14: names.getDebugName(14)}
    names.names = []
    whole = f"{face.family} {face.style}" if face.style != "Regular" else face.family
    texts = {1: face.family, 2: face.style, 4: whole, 6: whole.replace(" ", "")} | kept
    for number, text in texts.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    italic, bold = face.style == "Italic", face.style == "Bold"
    font["OS/2"].fsSelection = 0x01 if italic else 0x20 if bold else 0x40
    font["head"].macStyle = (0x01 if bold else 0) | (0x02 if italic else 0)


def _ranges(numbers: list[int]) -> Iterable[str]:
    starts = [numbers[0], *(later for earlier, later in pairwise(numbers) if later > earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(numbers) if later > earlier + 1), numbers[-1]]
    return (f"{start:04X}-{end:04X}" for start, end in zip(starts, ends, strict=True))


if __name__ == "__main__":
    main()
