"""The sections of chapters as a search reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quintain.courseware.html.blocks import SOURCES
from quintain.courseware.html.chapters import CASES, LABS, LESSONS, Leaf
from quintain.courseware.html.tags import Html, text_of, without_tags

HEADING: Final = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<title>.*?)</h2>', re.DOTALL)
# Numbers of exhibits, words of pictures, numbers of lines and remarks about files: nobody searches for these.
DATA: Final = re.compile(r'<script .*?</script>|<svg .*?</svg>|<span class="(?:no|note)">[^<]*</span>', re.DOTALL)
LISTS: Final = frozenset({CASES, LABS, LESSONS, SOURCES})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter from one heading of the second level to the next; before the first, ``id`` is empty."""

    id: str
    heading: str
    text: str


def sections_of(leaf: Leaf) -> Iterator[Section]:
    """Yield the sections of a chapter that have any text; lists that lead to other chapters and sites are none."""
    markup = DATA.sub(" ", leaf.body)
    id_, heading, reached = "", "", 0
    for match in HEADING.finditer(markup):
        yield from _section(id_, heading, markup[reached : match.start()])
        id_, heading, reached = match["id"], without_tags(Html(match["title"])), match.end()
    yield from _section(id_, heading, markup[reached:])


def _section(id_: str, heading: str, markup: str) -> Iterator[Section]:
    if heading not in LISTS and (text := text_of(Html(markup))):
        yield Section(id_, heading, text)
