"""Drawings of exhibits: their TypeScript, and the script for browsers, which says what it was made of."""

from collections.abc import Mapping
from typing import Final

from quintain.packs.folders import digest_of

SOURCE: Final = "drawing.ts"
SCRIPT: Final = "drawing.js"
ENDING: Final = ".ts"


def mark_of(tree: Mapping[str, str]) -> str:
    """Give the first line of every script that was made of the TypeScript in this folder, and of no other."""
    sources = ((name, text) for name, text in tree.items() if name.endswith(ENDING))
    return f"// quintain-source:{digest_of(sources)}\n"


def is_bundled(tree: Mapping[str, str]) -> bool:
    """Tell whether the folder's script was made of the TypeScript that is there now."""
    return tree.get(SCRIPT, "").startswith(mark_of(tree))
