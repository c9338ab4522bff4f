"""Markdown of course authors as safe HTML: no raw HTML, no script links, links to elsewhere cut loose."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from quintain.web.code import highlight_block

WEAKNESS = re.compile(r"\bCWE-\d+\b")


def render_markdown(text: str) -> SafeString:
    """Return ``text`` as HTML of blocks."""
    return SafeString(_parser().render(text))  # html=False: the parser escapes all that it does not make


def render_inline(text: str) -> SafeString:
    """Return ``text`` as HTML without an enclosing block: for titles, options and notes."""
    return SafeString(_parser().renderInline(text))  # html=False, as above


@dataclass(frozen=True, slots=True)
class Piece:
    """An outermost block of a text, or one item of an outermost list.

    ``tag`` is its element: p, h2, h3, li, table, pre, blockquote and so on. ``text`` is its source without markup of
    blocks. ``number`` is that of an item of a list with numbers, 0 of any other.
    """

    tag: str
    html: SafeString
    text: str
    number: int = 0


def markdown_pieces(text: str) -> tuple[Piece, ...]:
    """Return ``text`` in pieces, each as HTML; the items of an outermost list come one by one, without the list."""
    parser = _parser()
    env: dict[str, Any] = {}  # markdown-it's own type
    tokens = parser.parse(text, env)

    def piece(tag: str, part: Sequence[Token], number: int = 0) -> Piece:
        said = "\n".join(token.content for token in part if token.type in {"inline", "fence", "code_block"})
        return Piece(tag, SafeString(parser.renderer.render(part, parser.options, env)), said, number)

    return tuple(
        piece(tag, part, number)
        for block in _outermost(tokens, 0)
        for tag, part, number in (_items(block) if block[0].tag in {"ul", "ol"} else [(_tag(block), block, 0)])
    )


def _items(block: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token], int]]:
    first = int(block[0].attrGet("start") or 1) if block[0].tag == "ol" else 0
    for offset, item in enumerate(_outermost(block[1:-1], block[1].level)):
        yield "li", item, first + offset if first else 0


def _tag(block: Sequence[Token]) -> str:
    return "pre" if block[0].type in {"fence", "code_block"} else block[0].tag


def _outermost(tokens: Sequence[Token], level: int) -> Iterator[Sequence[Token]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.level == level and token.nesting != 1:
            yield tokens[start : index + 1]
            start = index + 1


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "highlight": highlight_block})
    parser.enable(["table", "strikethrough"])
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("code_block", _code_block)
    parser.add_render_rule("text", _text)
    return parser


def _is_external(address: str) -> bool:
    """Tell whether a link leaves this site; one that cannot be read as an address might, such as ``http://[``."""
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return True


def _link_open(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],  # markdown-it's own type
) -> str:
    if _is_external(str(tokens[index].attrGet("href") or "")):
        tokens[index].attrSet("rel", "noopener noreferrer")
        tokens[index].attrSet("class", "external")
    return self.renderToken(tokens, index, options, env)


def _text(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """Keep the name of a weakness in one line, which browsers break behind its hyphen."""
    return WEAKNESS.sub(r'<span class="cwe">\g<0></span>', escapeHtml(tokens[index].content))


def _code_block(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f'<pre tabindex="0"><code>{highlight_block(tokens[index].content, "", "")}</code></pre>\n'
