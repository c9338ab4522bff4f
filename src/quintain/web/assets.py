"""Names of the built front end's files. They carry a hash, so that browsers may keep them for ever."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

DIST = Path(__file__).parent / "static" / "dist"


class FrontEndMissing(Exception):  # noqa: N818  a state of the installation
    """The front end has not been built; installing the package builds it."""

    def __init__(self) -> None:
        super().__init__("The front end is not built: `uv pip install -e .` does it, or `npm run build` in frontend/.")


def asset_url(name: str) -> str:
    """Return the address of a built file by its name without the hash.

    Raises:
        FrontEndMissing: Nothing has been built.
        KeyError: There is no file of that name.

    """
    return static(f"dist/{_manifest(_built_at())[name]}")


def script_urls(page: str) -> list[str]:
    """Return the addresses of all scripts that a page's own script imports, itself first; none for a page without."""
    return [static(f"dist/{name}") for name in _manifest(_built_at())["scripts"].get(page, ())]


def sprite() -> SafeString:
    """Return all icons as symbols of one hidden SVG."""
    return mark_safe(_sprite(_built_at()))  # noqa: S308  our own build wrote it


def _built_at() -> int:
    try:
        return (DIST / "manifest.json").stat().st_mtime_ns
    except FileNotFoundError:
        raise FrontEndMissing from None


@lru_cache(maxsize=1)
def _manifest(_built_at: int) -> dict[str, Any]:
    return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _sprite(_built_at: int) -> str:
    return (DIST / "icons.svg").read_text(encoding="utf-8").strip()
