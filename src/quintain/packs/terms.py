"""Finds the terms of the course in the text of lessons."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lesson import Lesson, Prose

WORD: Final = re.compile(r"[^\W_]+")
GAP: Final = re.compile(r"[\s-]+")
ENDS_IN_Y: Final = re.compile(r"[^aeiou]y$")
# Where a page links no term: headings, code, links. Cut roughly here; a page's own parser is exact.
LINKLESS: Final = re.compile(
    r"(?ms)^(?P<fence>```+|~~~+).*?^(?P=fence)|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|^#.*?$|\[[^\]]*\]\([^)]*\)"
)


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term in a text, and where: from ``start`` to before ``end``, in characters."""

    start: int
    end: int
    term: CourseTerm


class TermFinder:
    """Finds terms by their names.

    A name in lower case is found at the beginning of a sentence, too; one with a capital letter only as it is written.
    A plural with s, es or ies is found, and a hyphen where the name has a space, or the other way round.
    """

    def __init__(self, terms: Iterable[CourseTerm]) -> None:
        self._by_first_word: defaultdict[str, list[tuple[re.Pattern[str], CourseTerm]]] = defaultdict(list)
        for term in terms:
            for name in term.names:
                self._add(name, term)

    def find(self, text: str) -> Iterator[FoundTerm]:
        """Yield the terms of a text in their order; where two begin at one place, the longer."""
        end = 0
        for word in WORD.finditer(text):
            candidates = self._by_first_word.get(word[0].lower())
            if candidates is None or word.start() < end:
                continue
            matches = (
                (match.end(), term) for pattern, term in candidates if (match := pattern.match(text, word.start()))
            )
            if longest := max(matches, key=lambda match: match[0], default=None):
                end, term = longest
                yield FoundTerm(word.start(), end, term)

    def _add(self, name: str, term: CourseTerm) -> None:
        parts = r"[\s-]+".join(re.escape(part) for part in GAP.split(name))
        plural = f"{parts}(?:s|es)?" if not ENDS_IN_Y.search(name) else f"{parts[:-1]}(?:y|ies)"
        case = re.IGNORECASE if name == name.lower() else re.NOFLAG
        pattern = re.compile(rf"(?<![\w-]){plural}(?!-?\w)", case)
        first, *others = WORD.findall(name.lower())
        for key in {first} if others else {first, f"{first}s", f"{first}es", f"{first[:-1]}ies"}:
            self._by_first_word[key].append((pattern, term))


def terms_used(finder: TermFinder, lesson: Lesson) -> frozenset[str]:
    """Return the ids of the terms that the prose of a lesson uses."""
    texts = (LINKLESS.sub("\n", block.markdown) for block in lesson.blocks if isinstance(block, Prose))
    return frozenset(found.term.id for text in texts for found in finder.find(text))
