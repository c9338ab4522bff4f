"""Small makers of markup that an HTML parser and an XML parser read alike; text always becomes text, never markup."""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta"})
TAG: Final = re.compile(r"<[^>]*>")
# Tags of elements within a line of text: what is before and behind them may be one word.
INLINE: Final = re.compile(r"</?(?:a|b|code|del|em|i|s|span|strong)(?: [^>]*)?>")
SPACE: Final = re.compile(r"\s+")
# Characters that XML 1.0 has no way to write, escaped or not: https://www.w3.org/TR/xml/#charsets
NO_CHARACTER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """A string that is markup already; every other string is text."""

    __slots__ = ()


NOTHING: Final = Html()
type Child = Html | str | None


def tag(name: str, attributes: Mapping[str, str] | None = None, *children: Child) -> Html:
    """Return an element of HTML. Children that are no `Html` are escaped, None is left out."""
    if name in VOID:
        return Html(f"<{name}{_written(attributes)}/>")
    return element(name, attributes, *children)


def element(name: str, attributes: Mapping[str, str] | None = None, *children: Child) -> Html:
    """Return an element of any XML, with an end tag even where it is empty."""
    return Html(f"<{name}{_written(attributes)}>{join(*children)}</{name}>")


def _written(attributes: Mapping[str, str] | None) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in (attributes or {}).items())


def join(*children: Child) -> Html:
    """Return children one after the other, as `tag` writes them."""
    return Html("".join(each if isinstance(each, Html) else escape(each) for each in children if each is not None))


def text_of(markup: Html) -> str:
    """Return what a reader sees of the markup, with one space where there is white space, or where an element ends."""
    return SPACE.sub(" ", unescape(TAG.sub(" ", INLINE.sub("", markup)))).strip()


def without_tags(markup: Html) -> str:
    """Return the text of inline markup, letter by letter, where `text_of` puts a space for a tag."""
    return unescape(TAG.sub("", markup))


def printable(document: str) -> str:
    """Return a document with U+FFFD for each character that no XML document may hold."""
    return NO_CHARACTER.sub("\ufffd", document)
