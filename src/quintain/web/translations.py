"""The texts that scripts show, in the classroom's language; a page without a catalog speaks English."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

DOMAIN = "djangojs"


def stamp() -> str:
    """Return what changes with the catalog, so that browsers may keep it for ever; empty if there is none."""
    return _stamp(settings.LANGUAGE_CODE, tuple(settings.LOCALE_PATHS)) if settings.USE_I18N else ""


@lru_cache(maxsize=4)
def _stamp(language: str, folders: tuple[Path, ...]) -> str:
    catalogs = (folder / to_locale(language) / "LC_MESSAGES" / f"{DOMAIN}.mo" for folder in folders)
    contents = [catalog.read_bytes() for catalog in catalogs if catalog.is_file()]
    return hashlib.sha256(b"".join(contents)).hexdigest()[:16] if contents else ""
