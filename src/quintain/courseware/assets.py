"""Scripts, styles and fonts that editions carry: what the front end's build has put into ``dist``."""

from pathlib import Path
from typing import Final

from quintain.courseware.errors import BuildFailed

DIST: Final = Path(__file__).parent / "dist"
FONTS: Final = "fonts"
LICENCES: Final = "licences"


def read_asset(name: str) -> bytes:
    """Return a built file, such as ``epub/style.css``.

    Raises:
        BuildFailed: It was never built.

    """
    try:
        return (DIST / name).read_bytes()
    except FileNotFoundError:
        raise BuildFailed(
            f"The file {name} of the front end has not been built.",
            "Install Quintain again, or in a clone: ./quintain doctor",
        ) from None


def assets_in(folder: str) -> tuple[str, ...]:
    """Return the names of the built files in a folder, such as ``fonts/grenze-latin-600-normal.woff2``.

    Raises:
        BuildFailed: There are none.

    """
    names = tuple(f"{folder}/{path.name}" for path in sorted((DIST / folder).glob("*")) if path.is_file())
    if not names:
        read_asset(folder)
    return names
