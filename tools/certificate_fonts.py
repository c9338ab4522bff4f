"""Writes the fonts of certificates anew, from those that the pages have: Typst reads no woff2 and no variable fonts.

Run it with a Python that has fontTools and Brotli, after `npm ci` in frontend/:
uv run --no-project --with fonttools==4.60.1 --with brotli python tools/certificate_fonts.py

None of the three declares a Reserved Font Name (SIL Open Font License 1.1), so each keeps its own.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "frontend" / "node_modules"
FONTS = ROOT / "src" / "quintain" / "certificates" / "fonts"
GRENZE = "@fontsource/grenze/files/grenze-{}-600-normal.woff2"
HANKEN = "@fontsource-variable/hanken-grotesk/files/hanken-grotesk-{}-wght-normal.woff2"
MONO = "@fontsource/commit-mono/files/commit-mono-latin-400-normal.woff2"
SUBSETS = ("latin", "latin-ext", "vietnamese")


def merged(parts: Sequence[TTFont]) -> TTFont:
    """Return one font of several subsets: two files of one family and weight would hide each other."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, part in enumerate(parts):
            part.flavor = None
            paths.append(f"{folder}/{number}.ttf")
            part.save(paths[-1])
        return Merger().merge(paths)


def name(font: TTFont, family: str, weight: int, style: str) -> TTFont:
    """Have the font found by its family and weight."""
    for id_, text in ((1, family), (2, style), (4, f"{family} {style}"), (16, family), (17, style)):
        font["name"].setName(text, id_, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    return font


def write(font: TTFont, file: str, letters: str = "") -> None:
    """Keep these letters, or all, without hints."""
    options = Options(hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(each) for each in letters] if letters else font.getBestCmap())
    subsetter.subset(font)
    font.flavor = None
    font.save(FONTS / file)


def main() -> None:
    """Write all fonts."""
    grenze = merged([TTFont(PACKAGES / GRENZE.format(each)) for each in SUBSETS])
    write(name(grenze, "Grenze", 600, "SemiBold"), "Grenze-SemiBold.ttf")
    for weight, style in ((400, "Regular"), (600, "SemiBold")):
        parts = [TTFont(PACKAGES / HANKEN.format(each)) for each in SUBSETS]
        instances = [instantiateVariableFont(part, {"wght": weight}) for part in parts]
        write(name(merged(instances), "Hanken Grotesk", weight, style), f"HankenGrotesk-{style}.ttf")
    ascii_letters = "".join(map(chr, range(32, 127)))
    write(name(TTFont(PACKAGES / MONO), "Commit Mono", 400, "Regular"), "CommitMono-Regular.otf", ascii_letters)


if __name__ == "__main__":
    main()
