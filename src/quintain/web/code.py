"""Source code as highlighted lines; colours come from classes, so no style attribute is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from quintain.packs.source_lines import source_lines

LANGUAGES: Mapping[str, str] = {
    ".py": "python",
    ".sql": "sql",
    ".html": "html",
    ".toml": "toml",
    ".json": "json",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".sh": "bash",
    ".c": "c",
    ".h": "c",
    ".js": "javascript",
    ".css": "css",
    ".md": "markdown",
}


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line: its number in the file, its HTML, whether it is marked, and the note that is below it."""

    number: int
    html: SafeString
    marked: bool = False
    note: SafeString | None = None


def language_of(path: str) -> str:
    """Name the language of a file by its ending; ``text`` if it is none that can be coloured."""
    return LANGUAGES.get(PurePosixPath(path).suffix, "text")


@lru_cache(maxsize=512)
def highlight_lines(text: str, language: str, first: int = 1) -> tuple[CodeLine, ...]:
    """Return the lines of ``text``, as `source_lines` splits them, numbered from ``first``."""
    lines = source_lines(text)
    rows = _coloured("\n".join(lines) + "\n", language).split("\n")
    if len(rows) != len(lines):  # a lexer that swallows or adds a newline would move all numbers below it
        rows = [escape(line) for line in lines]
    return tuple(CodeLine(first + offset, mark_safe(row)) for offset, row in enumerate(rows))  # noqa: S308  pygments escapes


def highlight_block(text: str, language: str, _attributes: str) -> str:
    """Return one block of code as HTML, for a fence in Markdown."""
    return _coloured(text, language) if language else escape(text)


def _coloured(text: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(text.removesuffix("\n"))
    # The lexers of consoles read whole lines only, and would drop a last one that has no end.
    whole = text.removesuffix("\n") + "\n"
    return highlight(whole, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")
