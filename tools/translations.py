"""Renews the catalogs of all translations from templates, Python and scripts; needs the gettext tools.

What is new is untranslated afterwards, what has changed is fuzzy, and what nobody asks for any more is removed.
Without arguments, all languages that have a catalog; ``just translations pt_BR`` begins one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from quintain.web.catalog_files import DOMAINS, compile_catalog, languages_in, read_catalog
from quintain.web.catalogs import CATALOGS, catalog_of

ROOT: Final = Path(__file__).resolve().parent.parent
SCRIPTS: Final = ROOT / "frontend" / "src"
COMMON: Final = ("--add-location", "file", "--no-obsolete", "--no-wrap", "-v", "0")


def extract(locale: str) -> None:
    """Write both catalogs of a language."""
    CATALOGS.mkdir(exist_ok=True)
    names = ["-l", locale, *COMMON]
    _make_messages(CATALOGS.parent, *names, "-i", "dist")
    _make_messages_of_scripts(locale, names)
    for domain in DOMAINS:
        place = catalog_of(CATALOGS, locale.replace("_", "-"), domain, "po")
        catalog = read_catalog(place)
        # Dates would change each time, and make every two branches differ.
        for name in (
            "POT-Creation-Date",
            "PO-Revision-Date",
            "Last-Translator",
            "Language-Team",
            "Report-Msgid-Bugs-To",
        ):
            catalog.metadata.pop(name, None)
        catalog.metadata |= {"Project-Id-Version": "Quintain", "Language": locale}
        catalog.header = ""
        catalog.metadata_is_fuzzy = False
        catalog.sort(key=lambda entry: (sorted(entry.occurrences), entry.msgid))
        catalog.save(str(place), newline="\n")
        catalog_of(CATALOGS, locale.replace("_", "-"), domain).write_bytes(compile_catalog(catalog))


def _make_messages_of_scripts(locale: str, names: list[str]) -> None:
    """Have the scripts' catalog made beside them, where alone Django looks, and bring it to the others."""
    kept, made = (folder / locale / "LC_MESSAGES" / "djangojs.po" for folder in (CATALOGS, SCRIPTS / "locale"))
    made.parent.mkdir(parents=True)
    try:
        if kept.is_file():
            shutil.copy(kept, made)
        _make_messages(SCRIPTS, *names, "-d", "djangojs", "-e", "ts")
        shutil.copy(made, kept)
    finally:
        shutil.rmtree(SCRIPTS / "locale")


def _make_messages(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *arguments], cwd=folder, env=environment, check=True
    )


if __name__ == "__main__":
    for each in sys.argv[1:] or languages_in(CATALOGS):
        extract(each)
