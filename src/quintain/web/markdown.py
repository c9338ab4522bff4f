"""Markdown of course authors as safe HTML: no raw HTML, no script links, links to elsewhere cut loose."""

import re
from collections.abc import MutableMapping, Sequence
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
