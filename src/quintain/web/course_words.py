"""In which language the words of the course are: that of the page as far as they are translated, else its own."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from quintain.packs.model.translation import Translation
from quintain.packs.translations.units import has_words
from quintain.web.catalogs import SOURCE
from quintain.web.languages import spoken

_find: list[Callable[[], Translation | None]] = []


def register(find: Callable[[], Translation | None]) -> None:
    """Let the room that has the course say what of it is translated into the language of the answer."""
    _find[:] = [find]


def translation() -> Translation | None:
    """Return what is translated into the language of the answer; None if all of the course is in its own language."""
    return _find[0]() if _find and speaks_other() else None


def speaks_other() -> bool:
    """Tell whether the page is in another language than that in which courses are written."""
    return spoken().partition("-")[0] != SOURCE


def translated_texts() -> frozenset[str] | None:
    """Return the words of the course that are in the language of the page; None if none of the course is."""
    found = translation()
    return None if found is None else found.translated


def translate(text: str) -> str:
    """Return a value of the course that was stored in its own language, in that of the page as far as it can be."""
    found = translation()
    return text if found is None else found.values.get(text, text)


def mark(text: str | None = None) -> SafeString:
    """Return the attribute for an element with words of the course in a page of another language; else nothing.

    Args:
        text: the words, as they are in the pack. Without them, the element has Markdown, in which each block is marked.

    """
    texts = translated_texts()
    if texts is not None and (text is None or is_translated(text, texts)):
        return SafeString()
    return mark_source()


def mark_source() -> SafeString:
    """Return the attribute for an element whose words are never translated, in a page of another language."""
    return format_html(' lang="{}"', SOURCE) if speaks_other() else SafeString()


def is_translated(text: str, translated: frozenset[str]) -> bool:
    """Tell whether words are in the language of the page: among the translated ones, or code and numbers alone."""
    return text in translated or not has_words(text)
