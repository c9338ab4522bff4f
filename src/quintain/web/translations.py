"""The texts that scripts show, in the language of the page; a page without a catalog speaks English."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

from quintain.web.languages import is_offered

DOMAIN = "djangojs"


def stamp(language: str) -> str:
    """Return what changes with a language's catalog, so that browsers may keep it for ever; empty if there is none."""
    return _stamp(language, tuple(settings.LOCALE_PATHS)) if settings.USE_I18N and is_offered(language) else ""


@lru_cache(maxsize=32)
def _stamp(language: str, folders: tuple[Path, ...]) -> str:
    catalogs = (folder / to_locale(language) / "LC_MESSAGES" / f"{DOMAIN}.mo" for folder in folders)
    contents = [catalog.read_bytes() for catalog in catalogs if catalog.is_file()]
    return hashlib.sha256(b"".join(contents)).hexdigest()[:16] if contents else ""
