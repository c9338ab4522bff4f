"""A page as a browser reads it: which elements, attributes and code arise from a text, and what people see of it.

Follows the tokenizer of the HTML standard where an attack or its repair depends on it: attributes without quotes, tags
that begin anywhere, comments, raw text, scripts that a comment hides. It repairs no tree; an end tag closes what it
names.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from typing import Final
from urllib.parse import unquote

from quintain.judge.evidence import shorten

BLANKS: Final = "\t\n\f\r "
VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
)
RAW: Final = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "title", "textarea"])
READABLE: Final = frozenset({"title", "textarea"})  # raw as well, but character references count
DEEPEST: Final = 500  # browsers stop nesting thereabouts, too
SHOWN_CHARACTERS: Final = 120

TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\t\n\f\r />]*)")
COMMENT: Final = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/(?![a-zA-Z]))[^>]*>?", re.DOTALL)
ATTRIBUTE_NAME: Final = re.compile(r"=?[^\t\n\f\r />=]*")
UNQUOTED: Final = re.compile(r"[^\t\n\f\r >]*")
REFERENCE: Final = re.compile(r"&(?:#\d+;?|#[xX][0-9a-fA-F]+;?|([a-zA-Z][a-zA-Z0-9]*;?)(=?))")
SCRIPT_MARKS: Final = re.compile(r"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)

HANDLER: Final = re.compile(r"on[a-z]+")
SCRIPT_TYPES: Final = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript"})
IGNORED_IN_ADDRESSES: Final = re.compile(r"[\t\n\r]")
CONTROLS_AND_BLANK: Final = "".join(map(chr, range(0x21)))
ADDRESSES: Final = {
    "a": "href",
    "area": "href",
    "form": "action",
    "button": "formaction",
    "input": "formaction",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a browser would make; ``raw`` is the content of a script, a textarea and the like."""

    name: str
    attributes: Mapping[str, str]
    raw: str = ""
    place: range = range(0)  # its descendants among the page's elements
    span: slice = slice(0)  # its text in the page's text


@dataclass(frozen=True, slots=True)
class Page:
    """All elements of a page, in order, and the text that people see; a ``br`` is a line end."""

    elements: tuple[Element, ...]
    text: str

    def named(self, name: str) -> list[Element]:
        """List the elements of a name: "article"."""
        return [element for element in self.elements if element.name == name]

    def inside(self, element: Element) -> list[Element]:
        """List what lies within an element."""
        return [self.elements[number] for number in element.place]

    def text_of(self, element: Element) -> str:
        """Return what people see within an element."""
        return self.text[element.span]

    def fields(self, form: Element) -> dict[str, str]:
        """Return what a browser would send of a form that nobody has touched, its buttons left out."""
        sent = {}
        for each in self.inside(form):
            name, kind = each.attributes.get("name", ""), each.attributes.get("type", "text").lower()
            if not name or each.name not in {"input", "textarea"} or kind in {"submit", "button", "image", "reset"}:
                continue
            if kind not in {"checkbox", "radio"} or "checked" in each.attributes:
                sent[name] = each.raw if each.name == "textarea" else each.attributes.get("value", "")
        return sent

    def runs(self, word: str) -> tuple[str, ...]:
        """Say which code of the page holds a word: scripts, handlers, and addresses that are programs."""
        return tuple(shorten(told, SHOWN_CHARACTERS) for element in self.elements for told in _code(element, word))

    def arose(self, word: str) -> tuple[str, ...]:
        """Say what a browser would make of a visitor's text: code, elements and attributes that hold a word of it.

        Args:
            word: lower-case letters that stand in the visitor's text alone. Where it is text, or an attribute's value,
                it does no harm and is not told.

        """
        named = [f"the element <{each.name}>" for each in self.elements if word in each.name]
        named += [
            f"the attribute {name} of <{each.name}>"
            for each in self.elements
            for name in each.attributes
            if word in name
        ]
        return self.runs(word) + tuple(shorten(told, SHOWN_CHARACTERS) for told in named)


def _code(element: Element, word: str) -> Iterator[str]:
    """Tell which code of an element holds a word."""
    if element.name == "script" and word in element.raw:
        kind = element.attributes.get("type", "").strip().lower()
        if kind in SCRIPT_TYPES:
            yield f"the script {element.raw.strip()}"
    for name, value in element.attributes.items():
        if HANDLER.fullmatch(name) and word in value:
            yield f"the handler {name}={value} of <{element.name}>"
        elif name == "srcdoc" and element.name == "iframe":
            yield from read_page(value).runs(word)
        elif name == ADDRESSES.get(element.name):
            address = IGNORED_IN_ADDRESSES.sub("", value.strip(CONTROLS_AND_BLANK))
            if address.lower().startswith("javascript:") and word in unquote(address):
                yield f"the address {address} of <{element.name}>"


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    number: int
    name: str
    begin: int


@dataclass(slots=True)
class _Reader:
    """Where the reading stands."""

    source: str
    at: int = 0
    elements: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)

    def read(self) -> Page:
        while self.at < len(self.source):
            begin = self.source.find("<", self.at)
            if begin != self.at:
                begin = len(self.source) if begin < 0 else begin
                self.write(html.unescape(self.source[self.at : begin]))
                self.at = begin
            elif comment := COMMENT.match(self.source, self.at):
                self.at = comment.end()
            elif tag := TAG.match(self.source, self.at):
                self.at = tag.end()
                self.read_tag(tag[2].lower(), is_end=bool(tag[1]))
            else:
                self.write("<")
                self.at += 1
        self.close(0)
        return Page(tuple(self.elements), "".join(self.pieces))

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def read_tag(self, name: str, *, is_end: bool) -> None:
        attributes = self.read_attributes()
        if attributes is None:  # the page ends within the tag: no browser makes anything of it
            return
        if is_end:
            for depth in range(len(self.open) - 1, -1, -1):
                if self.open[depth].name == name:
                    self.close(depth)
                    break
            return
        raw = ""
        if name in RAW:
            raw = self.read_raw(name)
        elif name == "br":
            self.write("\n")
        elif name not in VOID and len(self.open) < DEEPEST:
            self.open.append(_Open(len(self.elements), name, self.length))
        self.elements.append(Element(name, attributes, raw))

    def close(self, depth: int) -> None:
        """End the element at a depth, and all that are open within."""
        for each in self.open[depth:]:
            bare = self.elements[each.number]
            place, span = range(each.number + 1, len(self.elements)), slice(each.begin, self.length)
            self.elements[each.number] = Element(bare.name, bare.attributes, bare.raw, place, span)
        del self.open[depth:]

    def read_attributes(self) -> dict[str, str] | None:
        """Read up to the end of the tag; None if the page ends before."""
        found: dict[str, str] = {}
        while True:
            self.skip(BLANKS + "/")
            if self.next() in {"", ">"}:
                self.at += 1
                return found if self.at <= len(self.source) else None
            name = self.take(ATTRIBUTE_NAME).lower()
            self.skip(BLANKS)
            value: str | None = ""
            if self.next() == "=":
                self.at += 1
                value = self.read_value()
            if value is None:
                return None
            found.setdefault(name, REFERENCE.sub(_in_attribute, value))

    def read_value(self) -> str | None:
        self.skip(BLANKS)
        quote = self.next()
        if quote in {'"', "'"}:
            end = self.source.find(quote, self.at + 1)
            value = self.source[self.at + 1 : end]
            self.at = end + 1 if end >= 0 else len(self.source)
            return value if end >= 0 else None
        return self.take(UNQUOTED)

    def read_raw(self, name: str) -> str:
        """Read the content of an element in which no tag begins, and its end tag."""
        begin, end = self.at, self.end_of_script() if name == "script" else self.end_of(name)
        if end is None:
            self.at = len(self.source)
            return "" if name == "script" else self.source[begin:]  # a script that never ends is never run
        self.at = end
        raw = self.source[begin:end]
        return html.unescape(raw) if name in READABLE else raw

    def end_of(self, name: str) -> int | None:
        match = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(self.source, self.at)
        return match.start() if match else None

    def end_of_script(self) -> int | None:
        """Find the end tag that counts: behind ``<!--`` and ``<script`` the next one does not."""
        is_comment, is_nested, at = False, False, self.at
        while match := SCRIPT_MARKS.search(self.source, at):
            at = match.start() + 2 if match[0] == "<!--" else match.end()
            if match[0] == "<!--":
                is_comment = True
            elif match[0] == "-->":
                is_comment = is_nested = False
            elif match[1] and not is_nested:
                return match.start()
            else:
                is_nested = is_comment and not match[1]
        return None

    def next(self) -> str:
        return self.source[self.at : self.at + 1]

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def skip(self, characters: str) -> None:
        while self.next() and self.next() in characters:
            self.at += 1


def read_page(text: str) -> Page:
    """Read a page as a browser does. Scripts are not run; what would run is told by ``arose``."""
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n")).read()


def _in_attribute(match: re.Match[str]) -> str:
    """Decode a reference in an attribute, where a name without its semicolon counts only if nothing follows it."""
    name, equals = match[1], match[2]
    if name is None:
        return html.unescape(match[0])
    if name not in html5 or (equals and not name.endswith(";")):
        return match[0]
    return html5[name] + equals
