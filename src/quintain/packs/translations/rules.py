"""What a translation of a message must keep of the original."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quintain.packs.translations.units import ONE_LINE, Kind, cells_of

PLACEHOLDER: Final = re.compile(r"\$\{\w+\}|%\(\w+\)[sd]|\{\w*\}")
BROKEN_LINK: Final = re.compile(r"\]\(")
ADDRESS: Final = re.compile(r"https?://")
DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Marks that turn the direction of what follows: code could look other than it is."""
PLAIN: Final = re.compile(r"[^`\[\]<>&!$%{}\\|#\x00-\x1f]*")
"""No mark in it can mean anything that a translation could lose."""


def faults_in(text: str, translation: str, kind: Kind) -> Iterator[str]:
    """Yield what is wrong in the translation of a message, each as the end of a sentence about it."""
    if translation != translation.strip():
        yield "begins or ends with a space"
    if "\n" in translation and kind in ONE_LINE:
        yield "has more than one line"
    if any(_is_hidden(each) and each not in text for each in translation):
        yield "has control characters"
        return
    if PLAIN.fullmatch(text) and PLAIN.fullmatch(translation) and kind in {Kind.VALUE, Kind.TITLE, Kind.NOTE}:
        return
    if kind is Kind.TITLE and "`" in translation:
        yield "has a backtick, which cannot be in the title of an incident"
    if not _keeps_block(text, translation, kind):
        yield "is no longer one " + kind
    ours, theirs = _facts(text), _facts(translation)
    for word, of_ours, of_theirs in zip(WORDS, ours, theirs, strict=True):
        if of_ours != of_theirs:
            lost, added = of_ours - of_theirs, of_theirs - of_ours
            parts = [f"lacks {_list(lost)}" if lost else "", f"adds {_list(added)}" if added else ""]
            yield f"has other {word}: {' and '.join(filter(None, parts))}"


WORDS: Final = ("code", "links", "images", "HTML", "placeholders")


def _list(found: Counter[str]) -> str:
    return ", ".join(ascii(each)[:60] for each in found)


def _is_hidden(character: str) -> bool:
    return character != "\n" and (unicodedata.category(character) == "Cc" or character in DIRECTIONS)


def _keeps_block(text: str, translation: str, kind: Kind) -> bool:
    """Tell whether the words are still one block of their kind, and begin nothing else."""
    match kind:
        case Kind.VALUE:
            return True
        case Kind.ROW:
            return len(cells_of(translation)) == len(cells_of(text))
        case Kind.HEADING:
            tokens = _parser().parse(f"## {translation}")
            return [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
        case _:
            tokens = _parser().parse(translation)
            return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


def _facts(text: str) -> tuple[Counter[str], ...]:
    code: Counter[str] = Counter()
    links: Counter[str] = Counter()
    images: Counter[str] = Counter()
    html: Counter[str] = Counter()
    placeholders: Counter[str] = Counter()
    tokens = [child for token in _parser().parseInline(text) for child in token.children or ()]
    for number, token in enumerate(tokens):
        match token.type:
            case "code_inline":
                code[token.content] += 1
            case "link_open":
                links[_link(tokens, number)] += 1
            case "image":
                images[str(token.attrGet("src"))] += 1
            case "html_inline":
                html[token.content] += 1
            case "text":
                placeholders.update(PLACEHOLDER.findall(token.content))
                html.update(ADDRESS.findall(token.content))
                links.update(BROKEN_LINK.findall(token.content))
            case _:
                pass
    return code, links, images, html, placeholders


def _link(tokens: list[Token], number: int) -> str:
    """Return the target of a link; a claim about a file has its words as well, which the file must contain."""
    target = str(tokens[number].attrGet("href"))
    if ADDRESS.match(target) or target.startswith(("/", "#")):
        return target
    within = takewhile(lambda each: each.type != "link_close", tokens[number:])
    words = "".join(each.content for each in within)
    return f"{words} ({target})"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
