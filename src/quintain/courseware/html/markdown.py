"""Markdown of course authors as markup for an edition: no raw HTML, no pictures from elsewhere, links that resolve."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from quintain.courseware.html.code import highlight
from quintain.courseware.html.tags import Html, without_tags

type Resolve = Callable[[str], str | None]

WEAKNESS: Final = re.compile(r"\bCWE-\d+\b")
HEADING: Final = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def render_markdown(text: str, resolve: Resolve) -> Html:
    """Return ``text`` as blocks; ``resolve`` says where a link leads, or None for one that shall be text alone."""
    return Html(
        _parser().render(text, {"resolve": resolve})
    )  # html=False: the parser escapes all that it does not make


def render_inline(text: str, resolve: Resolve) -> Html:
    """Return ``text`` without an enclosing block: for titles, options and notes."""
    return Html(_parser().renderInline(text, {"resolve": resolve}))


def nowhere(_address: str) -> None:
    """Resolve no link at all: for titles, which are in links themselves."""


def anchor_of(title: Html) -> str:
    """Return the id of a heading, as the classroom's page of the lesson has it."""
    return NO_WORD.sub("-", re.sub(r"&[a-z]+;", "", re.sub(r"<[^>]+>", "", title)).lower()).strip("-") or "section"


def with_anchors(markup: Html, taken: dict[str, int]) -> Html:
    """Give each H2 an id; a second one of a name gets a number, so that ``taken`` is one for each chapter."""

    def anchored(match: re.Match[str]) -> str:
        anchor = anchor_of(Html(match[1]))
        taken[anchor] = taken.get(anchor, 0) + 1
        number = f"-{taken[anchor]}" if taken[anchor] > 1 else ""
        return f'<h2 id="{anchor}{number}">{match[1]}</h2>'

    return Html(HEADING.sub(anchored, markup))


def headings_of(markup: Html) -> tuple[tuple[str, str], ...]:
    """Return the id and the title of each H2 that has an id."""
    return tuple((id_, without_tags(Html(title))) for id_, title in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', markup))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": False, "xhtmlOut": True, "highlight": _highlight_fence}
    )
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("resolve", _resolve_links)
    parser.add_render_rule("code_block", _code_block)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("text", _text)
    return parser


def _resolve_links(state: StateCore) -> None:
    """Replace the address of each link, and leave only the words of one that leads nowhere."""
    resolve: Resolve = state.env["resolve"]
    for block in state.tokens:
        if block.children:
            block.children = _resolved(block.children, resolve)


def _resolved(tokens: Sequence[Token], resolve: Resolve) -> list[Token]:
    kept: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = resolve(str(token.attrGet("href") or ""))
            dropped.append(address is None)
            if address is None:
                continue
            token.attrSet("href", address)
            if re.match(r"https?:", address):
                token.attrSet("rel", "noopener noreferrer")
                token.attrSet("class", "external")
        elif token.type == "link_close" and dropped.pop():
            continue
        kept.append(token)
    return kept


def _highlight_fence(text: str, language: str, _attributes: str) -> str:
    return highlight(text, language) if language else escapeHtml(text)


def _code_block(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f"<pre><code>{escapeHtml(tokens[index].content)}</code></pre>\n"


def _image(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """Show a picture's words in its place: its file would have to be asked for."""
    children = tokens[index].children or []
    return escapeHtml("".join(child.content for child in children) or tokens[index].content)


def _text(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """Keep the name of a weakness in one line."""
    return WEAKNESS.sub(r'<span class="cwe">\g<0></span>', escapeHtml(tokens[index].content))
