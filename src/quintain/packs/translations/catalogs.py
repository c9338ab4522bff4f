"""Catalogs of GNU gettext as a pack has them: read as an outsider would send them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import polib

from quintain.packs.folders import Unreadable, read_text

FOLDER: Final = "translations"
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3}|-[A-Z]{2})?")
"""A folder of a language: de, pt-BR, zh-Hant."""
ENDING: Final = ".po"
MOST_ENTRIES: Final = 4000


class CatalogUnfit(Exception):  # noqa: N818  always caught and told
    """A catalog that cannot be used: ``message`` says why, as a sentence, and ``line`` where if that is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation, and the line of the catalog that it is in."""

    text: str
    line: int


type Catalog = Mapping[tuple[str, str], Entry]
"""Translations that can be shown, by the context and the text of their messages: none that is fuzzy or obsolete."""


def shown_path(language: str, catalog: PurePosixPath) -> PurePosixPath:
    """Return the path of a catalog within its pack."""
    return PurePosixPath(FOLDER, language, f"{catalog}{ENDING}")


def path_of(root: Path, language: str, catalog: PurePosixPath) -> Path:
    """Return where a pack has a catalog of a language."""
    return root / shown_path(language, catalog)


def is_there(path: Path) -> bool:
    """Tell whether there is a catalog, or a link that cannot be one."""
    return path.exists() or path.is_symlink()


def read_catalog(path: Path, language: str) -> Catalog:
    """Read the translations of a catalog that can be shown.

    Raises:
        CatalogUnfit: As `read_entries`.

    """
    return {
        (entry.msgctxt or "", entry.msgid): Entry(entry.msgstr, entry.linenum or 1)
        for entry in read_entries(path, language)
        if entry.msgstr and not entry.fuzzy and not entry.obsolete and not entry.msgid_plural
    }


def read_entries(path: Path, language: str) -> polib.POFile:
    """Read a catalog as translators edit it.

    Raises:
        CatalogUnfit: It is missing, no catalog of this language, or no file that a pack may have.

    """
    try:
        text = read_text(path)
    except Unreadable as error:
        raise CatalogUnfit(error.message, error.line) from None
    try:
        # polib takes a text without a newline for the name of a file.
        found = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogUnfit("This is not a catalog of gettext.", int(line[1]) if line else None) from None
    if len(found) > MOST_ENTRIES:
        raise CatalogUnfit(f"The catalog has more than {MOST_ENTRIES} messages.")
    said = found.metadata.get("Language", language)
    if said.replace("_", "-").casefold() != language.casefold():
        raise CatalogUnfit(f"The catalog says that its language is {ascii(said)[:40]}, not {language}.")
    return found
