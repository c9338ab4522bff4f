"""Which languages the interface has: English, and each that has a compiled catalog. It knows no Django settings."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SOURCE: Final = "en"
"""The language in which the interface is written."""
CATALOGS: Final = Path(__file__).parents[1] / "locale"
"""The catalogs that come with Quintain."""
CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_FOLDER: Final = re.compile(r"([a-z]{2,3})(?:_([A-Za-z]{2,4}))?")


def locale_of(code: str) -> str:
    """Return the folder of a language's catalogs: ``pt_BR`` for ``pt-br``."""
    name, _, place = code.partition("-")
    if len(place) > 2:  # noqa: PLR2004  a script, such as Hant; a country has two letters
        return f"{name.lower()}_{place.title()}"
    return f"{name.lower()}_{place.upper()}" if place else name.lower()


def catalog_of(folder: Path, code: str, domain: str = "django", ending: str = "mo") -> Path:
    """Return where a folder of catalogs has that of a language."""
    return folder / locale_of(code) / "LC_MESSAGES" / f"{domain}.{ending}"


def has_catalog(folders: Sequence[Path], code: str) -> bool:
    """Tell whether the interface has been translated into a language."""
    return CODE.fullmatch(code) is not None and any(catalog_of(each, code).is_file() for each in folders)


def find_languages(folders: Sequence[Path], default: str) -> list[tuple[str, str]]:
    """Return the code and the own name of each language: the default first, English, then those with a catalog."""
    codes = {default: None, SOURCE: None}
    for folder in folders:
        for catalog in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
            if found := _FOLDER.fullmatch(catalog.parents[1].name):
                codes["-".join(filter(None, found.groups())).lower()] = None
    return [(code, name_of(code)) for code in codes]


def name_of(code: str) -> str:
    """Return how a language is called in itself: ``Deutsch``; its code if Django does not know it."""
    from django.conf.locale import LANG_INFO  # noqa: PLC0415  authors do not wait for Django

    known = LANG_INFO.get(code.lower(), {})
    name = str(known.get("name_local") or code)
    return name[:1].upper() + name[1:]
