"""Markdown of course authors as safe HTML: no raw HTML, no script links, links to elsewhere cut loose."""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from quintain.web.catalogs import SOURCE
from quintain.web.code import highlight_block
from quintain.web.course_words import is_translated, translated_texts

REPLACE: Final = "replace"
TRANSLATED: Final = "translated"
MOST_KEPT: Final = 4096
"""Texts of the course that stay drawn: pages say the same ones again and again."""
WEAKNESS = re.compile(r"\bCWE-\d+\b")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is drawn in place of a part of a text: from ``start`` to before ``end``, in characters."""

    start: int
    end: int
    html: SafeString


type Replace = Callable[[str], Iterable[Replacement]]
"""Says what to draw in a piece of running text, in order and apart from each other."""


def render_markdown(text: str, replace: Replace | None = None) -> SafeString:
    """Return ``text`` as HTML of blocks; ``replace`` is asked for running text alone: no code, headings or links."""
    translated = translated_texts()
    if replace is None:
        return _render(text, translated)
    return SafeString(_parser().render(text, {REPLACE: replace, TRANSLATED: translated}))


@lru_cache(MOST_KEPT)
def _render(text: str, translated: frozenset[str] | None) -> SafeString:
    # html=False: the parser escapes all that it does not make
    return SafeString(_parser().render(text, {TRANSLATED: translated}))


def plain_text(text: str) -> str:
    """Return the words of ``text`` without its marks, a block a line."""
    return "\n".join(filter(None, map(_words_of, _parser().parse(text))))


def render_inline(text: str) -> SafeString:
    """Return ``text`` as HTML without an enclosing block: for titles, options and notes."""
    return _render_inline(text, translated_texts())


def render_inline_of_page(text: str) -> SafeString:
    """Return ``text`` as `render_inline`, of words that are not the course's: they are in the language of the page."""
    return _render_inline(text, None)


@lru_cache(MOST_KEPT)
def _render_inline(text: str, translated: frozenset[str] | None) -> SafeString:
    return SafeString(_parser().renderInline(text, {TRANSLATED: translated}))  # html=False, as above


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
    env: dict[str, Any] = {TRANSLATED: translated_texts()}  # markdown-it's own type
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
    parser.core.ruler.push("replace_words", _replace_words)
    parser.core.ruler.push("mark_language", _mark_language)
    parser.add_render_rule("drawn", _drawn)
    return parser


def _words_of(token: Token) -> str:
    if token.type in {"fence", "code_block"}:
        return token.content.strip("\n")
    return "".join("\n" if each.type.endswith("break") else each.content for each in token.children or ())


def _replace_words(state: StateCore) -> None:
    """Put what the caller draws into running text, once its inline marks are parsed."""
    replace: Replace | None = state.env.get(REPLACE)
    if replace is None:
        return
    for before, token in pairwise(state.tokens):
        if token.children and before.type not in {"heading_open", "th_open"}:
            token.children = list(_with_replacements(token.children, replace))


def _mark_language(state: StateCore) -> None:
    """Mark the words of each block that are not in the language of the page."""
    translated: frozenset[str] | None = state.env.get(TRANSLATED)
    if translated is None:
        return
    for token in state.tokens:
        if token.children and not is_translated(token.content, translated):
            opening = Token("language_open", "span", 1, attrs={"lang": SOURCE})
            token.children = [opening, *token.children, Token("language_close", "span", -1)]


def _with_replacements(tokens: Iterable[Token], replace: Replace) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting if token.type.startswith("link_") else 0
        if token.type != "text" or links:
            yield token
            continue
        end = 0
        for part in replace(token.content):
            yield Token("text", "", 0, content=token.content[end : part.start])
            yield Token("drawn", "", 0, content=part.html)
            end = part.end
        yield Token("text", "", 0, content=token.content[end:])


def _drawn(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return tokens[index].content


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
