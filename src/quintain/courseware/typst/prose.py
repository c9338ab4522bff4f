"""Markdown of course authors as Typst, read by the same rules as on the pages: no raw HTML, tables, struck text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from quintain.courseware.typst.listings import listing
from quintain.courseware.typst.manuscript import Manuscript
from quintain.courseware.typst.source import (
    BREAK,
    NOTHING,
    SPACE,
    Code,
    array,
    call,
    joined,
    literal,
    mono,
    number,
    text,
)

type Nodes = Iterable[SyntaxTreeNode]

REFERENCE: Final = re.compile(r"\b(?P<lab>[Ll]abs? )?(?P<code>[A-Z][0-9]{2})\b|\b(?P<cwe>CWE-[1-9][0-9]{0,4})\b")
SITE: Final = re.compile(r"/(?P<kind>topics|labs|cases)/(?P<slug>[a-z0-9-]+)/?(#.*)?")
ONLINE: Final[Mapping[str, str]] = {"topics": "topic", "labs": "lab", "cases": "case"}
TOP: Final = 4
"""The level of a heading that is an H2 in a lesson's Markdown: below day, module and chapter."""


def blocks(markdown: str, into: Manuscript, *, top: int = TOP, reading: Iterable[str] = ()) -> Code:
    """Write Markdown of blocks.

    Args:
        markdown: the text.
        into: the manuscript that it becomes part of.
        top: the level of its H2.
        reading: H2 titles that are marked as not taught.

    """
    tree = SyntaxTreeNode(_parser().parse(markdown))
    return joined(_Writer(into, top, frozenset(reading)).block(node) for node in tree.children)


def inline(markdown: str, into: Manuscript) -> Code:
    """Write Markdown of one line: a title, an option, a note."""
    (node,) = SyntaxTreeNode(_parser().parseInline(markdown)).children
    return _Writer(into, TOP, frozenset()).inline(node.children)


def title(depth: int, into: Manuscript, words: Code, *tags: Code) -> Code:
    """Write a heading; ``depth`` says how it looks, from 4 for an H2 of a lesson to 6."""
    return call("title", number(depth), into.heading(depth), words, *tags)


def words_of(markdown: str) -> str:
    """Return a line of Markdown without its signs, for running heads and bookmarks."""
    (node,) = SyntaxTreeNode(_parser().parseInline(markdown)).children
    return "".join(_words(node.children))


def _words(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if node.children:
            yield from _words(node.children)
        else:
            yield " " if node.type in {"softbreak", "hardbreak"} else node.content


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
    return parser.enable(["table", "strikethrough"])


class _Writer:
    """Writes the nodes of one text."""

    def __init__(self, into: Manuscript, top: int, reading: frozenset[str]) -> None:
        self._into = into
        self._top = top
        self._reading = reading
        self._in_heading = False
        self._in_link = False
        self._in_bold = False

    def block(self, node: SyntaxTreeNode) -> Code:
        """Write one block; what has no form here is written as the text that it is."""
        writers: Mapping[str, Callable[[SyntaxTreeNode], Code]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": lambda each: call("quoted", self._blocks(each.children)),
            "fence": self._fence,
            "code_block": self._fence,
            "table": self._table,
            "hr": lambda _each: call("rule"),
            "inline": lambda each: self.inline(each.children),
        }
        write = writers.get(node.type)
        return write(node) if write else text(node.content)

    def inline(self, nodes: Nodes) -> Code:
        """Write what is within a line."""
        return joined(self._inline(node) for node in nodes)

    def _blocks(self, nodes: Nodes) -> Code:
        return joined(self.block(node) for node in nodes)

    def _paragraph(self, node: SyntaxTreeNode) -> Code:
        return call("prose", self._blocks(node.children))

    def _heading(self, node: SyntaxTreeNode) -> Code:
        self._in_heading = True
        try:
            words = self._blocks(node.children)
        finally:
            self._in_heading = False
        depth = min(self._top + max(int(node.tag[1:]) - 2, 0), 6)
        is_reading = node.tag == "h2" and node.children[0].content in self._reading
        return title(depth, self._into, words, *([text("Reading")] if is_reading else []))

    def _list(self, node: SyntaxTreeNode) -> Code:
        items = [self._item(item) for item in node.children]
        if node.type == "bullet_list":
            return call("list", *items)
        return call("enum", *items, start=number(int(node.attrs.get("start", 1))))

    def _item(self, item: SyntaxTreeNode) -> Code:
        """Write an item; the paragraphs of a tight list have no space around them."""
        parts = []
        for child in item.children:
            tight = child.type == "paragraph" and child.hidden
            parts.append(self._blocks(child.children) if tight else self.block(child))
        return joined(parts)

    def _fence(self, node: SyntaxTreeNode) -> Code:
        language = next(iter(node.info.split()), "text") if node.type == "fence" else "text"
        return listing(node.content, language, self._into.columns, first=None)

    def _table(self, node: SyntaxTreeNode) -> Code:
        head, *bodies = node.children
        (titles,) = head.children
        rows = [row for body in bodies for row in body.children]
        cells = [self._blocks(cell.children) for row in rows for cell in row.children]
        lengths = [
            max(len("".join(_words(row.children[index].children[0].children))) for row in (titles, *rows))
            for index in range(len(titles.children))
        ]
        return call(
            "rows",
            array(number(length) for length in lengths),
            array(self._blocks(cell.children) for cell in titles.children),
            *cells,
        )

    def _inline(self, node: SyntaxTreeNode) -> Code:
        writers: Mapping[str, Callable[[SyntaxTreeNode], Code]] = {
            "text": lambda each: self._text(each.content),
            "code_inline": lambda each: mono(each.content),
            "strong": self._strong,
            "em": lambda each: call("emph", self.inline(each.children)),
            "s": lambda each: call("strike", self.inline(each.children)),
            "link": self._link,
            "softbreak": lambda _each: SPACE,
            "hardbreak": lambda _each: BREAK,
            "image": lambda each: text("".join(_words(each.children))),
        }
        write = writers.get(node.type)
        return write(node) if write else text(node.content)

    def _strong(self, node: SyntaxTreeNode) -> Code:
        outside, self._in_bold = self._in_bold, True
        try:
            return call("strong", self.inline(node.children))
        finally:
            self._in_bold = outside

    def _link(self, node: SyntaxTreeNode) -> Code:
        self._in_link = True
        try:
            words = self.inline(node.children)
        finally:
            self._in_link = False
        address = str(node.attrs.get("href", ""))
        if match := SITE.fullmatch(address):
            label = f"{ONLINE[match['kind']]}-{match['slug']}"
            return call("reference", literal(label), words) if label in self._into.labels else words
        if not address.startswith(("https://", "http://", "mailto:")):
            return words  # a page of the server, which paper does not have
        if self._in_heading:
            return call("link", literal(address), words)
        noted = self._into.links.number_of(address, "".join(_words(node.children)))
        return call("web", literal(address), number(noted), words)

    def _text(self, words: str) -> Code:
        """Write a text, in which names of labs lead to their pages; weaknesses and terms go into their index."""
        if self._in_heading:
            self._into.entitle(words)
            return text(words)
        found = [
            (each.start, each.start, self._into.term(each.term, in_bold=self._in_bold))
            for each in self._into.finder.find(words)
        ]
        found += [(match.start(), match.end(), self._reference(match)) for match in REFERENCE.finditer(words)]
        parts: list[Code] = []
        position = 0
        for start, end, code in sorted(found, key=lambda each: each[:2]):
            if code is None or start < position:
                continue
            parts += [text(words[position:start]), code] if start > position else [code]
            position = end
        if position < len(words):
            parts.append(text(words[position:]))
        return joined(parts) if parts else NOTHING

    def _reference(self, match: re.Match[str]) -> Code | None:
        if match["cwe"]:
            return joined(
                [self._into.anchor(self._into.weaknesses, match["cwe"]), call("whole", literal(match["cwe"]))]
            )
        if self._in_link:
            return None  # the link leads there itself, and names the page
        slug = next((slug for slug, title in self._into.contents.titles.items() if title[:3] == match["code"]), "")
        label = f"lab-{slug}"
        return call("reference", literal(label), text(match[0])) if label in self._into.labels else None
