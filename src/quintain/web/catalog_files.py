"""Catalogs of translations as translators have them: how far they are, what is wrong in them, merged and compiled."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib

from quintain.web.catalogs import catalog_of

DOMAINS: Final = ("django", "djangojs")
"""The catalog of pages and Python, and that of scripts."""
MOST_BYTES: Final = 8 * 2**20
"""How large a file of translations may be; ours have a twentieth of it."""
_HOLE: Final = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&\w+;")
_TRANSLATABLE: Final = re.compile(r'\s(?:title|alt|aria-label)="[^"]*"')
_LOCALE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]{2,4})?")


class CatalogUnfit(Exception):  # noqa: N818  what is wrong with a file
    """A file of translations that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one catalog is: how many messages it has of each kind, and what is wrong in those that are translated."""

    language: str
    domain: str
    translated: int
    fuzzy: int
    missing: int
    problems: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every message is translated, and nothing is wrong."""
        return not (self.fuzzy or self.missing or self.problems)


def languages_in(folder: Path) -> list[str]:
    """Return the locales for which a folder has a catalog that people edit."""
    found = {path.parents[1].name for path in folder.glob("*/LC_MESSAGES/*.po")}
    return sorted(name for name in found if _LOCALE.fullmatch(name))


def read_catalog(path: Path) -> polib.POFile:
    """Read a catalog that people edit.

    Raises:
        CatalogUnfit: It is missing, too large, or no catalog.

    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CatalogUnfit(f"{path} is larger than {MOST_BYTES // 2**20} MiB.")
        return polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=0)
    except OSError as error:
        raise CatalogUnfit(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, ValueError) as error:  # polib raises the built-in one, with the line
        raise CatalogUnfit(f"{path} is not a catalog: {error}") from None


def progress_of(folder: Path, locale: str, domain: str) -> Progress:
    """Tell how far a catalog is.

    Raises:
        CatalogUnfit: As `read_catalog`.

    """
    catalog = read_catalog(catalog_of(folder, locale.replace("_", "-"), domain, "po"))
    entries = [entry for entry in catalog if not entry.obsolete]
    fuzzy = sum(entry.fuzzy for entry in entries)
    done = [entry for entry in entries if entry.translated()]
    forms = forms_of(catalog)
    problems = tuple(f"{problem}: {entry.msgid!r}" for entry in done for problem in problems_of(entry, forms))
    return Progress(locale, domain, len(done), fuzzy, len(entries) - len(done) - fuzzy, problems)


def forms_of(catalog: polib.POFile) -> int:
    """Return how many plural forms a catalog's language has; 2 if it does not say."""
    found = re.search(r"nplurals\s*=\s*(\d)", catalog.metadata.get("Plural-Forms", ""))
    return int(found[1]) if found else 2


def problems_of(entry: polib.POEntry, forms: int) -> Iterator[str]:
    """Yield what is wrong in the translation of one message: its placeholders, its tags, its ends, its plural forms."""
    if not entry.msgid_plural:
        yield from _compare(entry.msgid, entry.msgstr)
        return
    if set(entry.msgstr_plural) != set(range(forms)):
        yield f"has not {forms} plural forms"
    for form, text in sorted(entry.msgstr_plural.items()):
        against = [list(_compare(original, text)) for original in (entry.msgid_plural, entry.msgid)]
        if form == 0 and [] in against:  # the singular may leave out the number, as the original may
            continue
        yield from against[0]


def _compare(original: str, translation: str) -> Iterator[str]:
    if _holes(original) != _holes(translation):
        yield "has other placeholders"
    if _tags(original) != _tags(translation):
        yield "has other tags"
    if _ends(original) != _ends(translation):
        yield "begins or ends with other spaces"


def _holes(text: str) -> Counter[str]:
    return Counter(_HOLE.findall(text))


def _tags(text: str) -> Counter[str]:
    return Counter(_TRANSLATABLE.sub("", tag) for tag in _TAG.findall(text) if tag != "&nbsp;")


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def read_translations(path: Path) -> dict[str, str | list[str]]:
    """Read a JSON object of translations by their originals; a list has the plural forms of one, in their order.

    Raises:
        CatalogUnfit: It is no such object.

    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CatalogUnfit(f"{path} is larger than {MOST_BYTES // 2**20} MiB.")
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogUnfit(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise CatalogUnfit(f"{path} is not JSON: {error}") from None
    if not isinstance(found, dict) or not all(map(_is_translation, found.values())):
        raise CatalogUnfit(f"{path} is not an object of texts, or of lists of texts, by their originals.")
    return found


def _is_translation(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge: how many messages got a translation, which texts no catalog asks for, what is wrong."""

    count: int
    unknown: tuple[str, ...]
    problems: tuple[str, ...]


def merge(catalogs: Sequence[polib.POFile], translations: Mapping[str, str | list[str]]) -> Merged:
    """Put translations into catalogs; those in which something is wrong are left out and told."""
    known: set[str] = set()
    problems: list[str] = []
    count = 0
    for catalog in catalogs:
        forms = forms_of(catalog)
        for entry in catalog:
            if entry.obsolete or entry.msgid not in translations:
                continue
            known.add(entry.msgid)
            wrong = _put(entry, translations[entry.msgid], forms)
            problems += (f"{problem}: {entry.msgid!r}" for problem in wrong)
            count += not wrong
    return Merged(count, tuple(sorted(translations.keys() - known)), tuple(problems))


def _put(entry: polib.POEntry, translation: str | list[str], forms: int) -> list[str]:
    """Translate one message; return what is wrong, if anything is, and leave the message as it was then."""
    if isinstance(translation, list) != bool(entry.msgid_plural):
        return ["needs its plural forms" if entry.msgid_plural else "has no plural forms"]
    tried = polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural)
    if isinstance(translation, list):
        tried.msgstr_plural = dict(enumerate(translation))
    else:
        tried.msgstr = translation
    wrong = list(problems_of(tried, forms)) if tried.translated() else ["is empty"]
    if not wrong:
        entry.msgstr, entry.msgstr_plural = tried.msgstr, tried.msgstr_plural
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    return wrong


def compile_catalog(catalog: polib.POFile) -> bytes:
    """Return a catalog as Django reads it; what is fuzzy or missing is left out, and stays English."""
    return bytes(catalog.to_binary())
