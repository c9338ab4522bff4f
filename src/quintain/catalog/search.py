"""Finds passages of the course: a full-text index of SQLite in memory, whatever the classroom's own database is.

Docs: https://www.sqlite.org/fts5.html
"""

import json
import re
import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.translation import override

from quintain.accounts.models import User
from quintain.accounts.permissions import is_closed
from quintain.catalog import pack_store
from quintain.catalog.passages import Kind, Passage, keys_of, passages_of
from quintain.catalog.spelling import Spelling
from quintain.packs.model.pack import Pack
from quintain.packs.stop_words import STOP_WORDS

MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 12
MOST_COMPLETIONS: Final = 12
LEAST_BEGUN: Final = 2
"""How many letters of a word that may not be typed to its end: one letter begins nearly every passage's words."""
MOST_CORRECTIONS: Final = 3
"""For how many unknown words of a query the nearest word is looked up, which costs about a millisecond each."""
MOST_OF_A_PAGE: Final = 3
"""How many passages of one page are told, so that a long lesson leaves room for others."""
RANK_OF_KIND: Final[Mapping[Kind, float]] = {Kind.TERM: 2, Kind.WEAKNESS: 1.5, Kind.LESSON: 1.5}
"""How much more a page counts: what a term means, and the lesson that teaches it, come before the labs about it."""
TITLED: Final = 2
"""How much more a passage counts that has all words in its title and heading."""
LEAST_OF_TITLE: Final = 0.5
"""The share of a title's words that a query must have to name the page: "traversal" names "Path traversal"."""
EXCERPT_WORDS: Final = 26
MARKS: Final = ("\x02", "\x03")
"""What the index puts around a found word; no text of a pack keeps such a character."""
TABLE: Final = """
CREATE VIRTUAL TABLE passages USING fts5(
    title, heading, body, kind UNINDEXED, page UNINDEXED, url UNINDEXED, module UNINDEXED, key UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
OPEN: Final = """
    module NOT IN (SELECT value FROM json_each(:closed))
    AND (:keys IS NULL OR key IN (SELECT value FROM json_each(:keys)))
"""
RANKED: Final = f"""
SELECT rowid, kind, page, title, heading, -bm25(passages, 8, 4, 1) AS score
FROM passages WHERE passages MATCH :query AND {OPEN}
ORDER BY score DESC
"""  # noqa: S608  constants alone
SOME: Final = f"""
SELECT EXISTS (SELECT 1 FROM passages WHERE passages MATCH :query AND {OPEN})
"""  # noqa: S608  as above
ROWS: Final = "SELECT rowid FROM passages WHERE passages MATCH ?"
TOLD: Final = f"""
SELECT rowid, kind, url, highlight(passages, 0, '\x02', '\x03'), highlight(passages, 1, '\x02', '\x03'),
    snippet(passages, 2, '\x02', '\x03', '…', {EXCERPT_WORDS})
FROM passages WHERE passages MATCH :query AND rowid IN (SELECT value FROM json_each(:rows)) AND {OPEN}
"""  # noqa: S608  as above
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PIECE: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
S_OR_Z: Final = re.compile(r"(?<=\w{4})[sz](?=ation|ed?\b|es\b|ing\b|\b)")
SWAPPED: Final = {"s": "z", "z": "s"}
WORD: Final = re.compile(r"[^\W_]+")
APOSTROPHES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}"

type Opened = Mapping[str, str | None]
"""What a person may read, as the index asks for it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of a text, and whether they were looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with the words marked that were looked for."""

    kind: Kind
    url: str
    title: tuple[Run, ...]
    heading: tuple[Run, ...]
    excerpt: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nothing has, and the one that was searched for in its place."""

    typed: str
    searched: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a search has found: the best first. ``count`` is how many passages there are in all.

    ``partly`` says that no passage has all of the words, and these have some of them.
    """

    query: str
    found: tuple[Found, ...] = ()
    count: int = 0
    partly: bool = False
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: the expression that the index reads, and the word if it is one without quotation marks."""

    expression: str
    word: str = ""


class Row(NamedTuple):
    """A passage that fits, and how well."""

    row: int
    kind: str
    page: str
    title: str
    heading: str
    score: float
    is_named: bool = False
    """Whether the query is the title of its page, or half of it and more."""


class Index:
    """The passages of one pack, ready to be searched; threads take turns, each for about a millisecond."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._connection.close)
        self._lock = threading.Lock()
        self._connection.execute(TABLE)
        words: Counter[str] = Counter()
        for passage in passages:
            texts = tuple(CONTROL.sub(" ", text) for text in (passage.title, passage.heading, passage.body))
            words.update(word for text in texts for word in WORD.findall(text.lower()))
            row = (*texts, str(passage.kind), passage.page, passage.url, passage.module, passage.key)
            self._connection.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._connection.execute("INSERT INTO passages(passages) VALUES ('optimize')")
        self._words = sorted(words)
        self._counts = words
        self._spelling = Spelling(words)

    def search(
        self, query: str, closed: Collection[str], keys: Collection[str] | None, most: int, *, as_typed: bool = False
    ) -> Results:
        """Return the best passages for a query.

        Args:
            query: what somebody has typed; a part in quotation marks is looked for as it is, and the last word may be
                its beginning alone. Stop words are left out, unless there is nothing else. Anything else has no
                meaning, and no text is refused.
            closed: the modules that are not open for this person.
            keys: the keys of passages that this person may read beside those without one; None is every key.
            most: how many passages to return at most.
            as_typed: whether a word that none of these passages has is looked for all the same, and no other spelling.

        """
        query = _clean(query)
        parts = tuple(dict.fromkeys(self._parts(query)))
        if not parts:
            return Results(query)
        held = None if keys is None else json.dumps(["", *keys])
        opened = {"closed": json.dumps([*closed]), "keys": held}
        with self._lock:
            corrected = {} if as_typed else dict(self._corrected(parts, opened))
            expressions = tuple(dict.fromkeys(corrected.get(part, part).expression for part in parts))
            whole = self._whole(expressions, opened, query)
            rows = whole or self._partly(expressions, opened)
            found = self._told(_best(rows, query, most), (" AND " if whole else " OR ").join(expressions), opened)
        corrections = tuple(Correction(part.word, near.word) for part, near in corrected.items())
        return Results(query, found, len(rows), bool(rows) and not whole, corrections)

    def _whole(self, expressions: Sequence[str], opened: Opened, query: str) -> list[Row]:
        """Return the passages that have all parts; those that have them in title and heading count more."""
        every = " AND ".join(expressions)
        rows = self._ranked(every, opened)
        titled = self._rows(f"{{title heading}} : ({every})") if rows else frozenset()
        named = self._rows(f"title : ({every})") if rows else frozenset()
        return [
            row._replace(
                score=row.score * (TITLED if row.row in titled else 1),
                is_named=row.row in named and len(_telling(query)) >= LEAST_OF_TITLE * _length(row.title, query),
            )
            for row in rows
        ]

    def _partly(self, expressions: Sequence[str], opened: Opened) -> list[Row]:
        """Return the passages that have about as many of the parts as any has; each more counts more than its rank."""
        if len(expressions) == 1:
            return []
        rows = self._ranked(" OR ".join(expressions), opened)
        counts = Counter(row for each in expressions for row in self._rows(each))
        most = max((counts[row.row] for row in rows), default=0)
        return [row._replace(score=row.score * counts[row.row] ** 2) for row in rows if counts[row.row] * 2 > most]

    def _told(self, chosen: Sequence[int], expression: str, opened: Opened) -> tuple[Found, ...]:
        values = {"rows": json.dumps(chosen), "query": expression, **opened}
        found = {row: _passage_found(*columns) for row, *columns in self._connection.execute(TOLD, values)}
        return tuple(found[row] for row in chosen)

    def _ranked(self, expression: str, opened: Opened) -> list[Row]:
        return [Row(*columns) for columns in self._connection.execute(RANKED, {"query": expression, **opened})]

    def _rows(self, expression: str) -> frozenset[int]:
        return frozenset(row for (row,) in self._connection.execute(ROWS, (expression,)))

    def _has(self, expression: str, opened: Opened) -> bool:
        return bool(self._connection.execute(SOME, {"query": expression, **opened}).fetchone()[0])

    def _corrected(self, parts: Iterable[Part], opened: Opened) -> Iterator[tuple[Part, Part]]:
        """Yield each word that no passage has which this person may read, and the nearest that one has.

        So a word of a hint that is still closed is offered to nobody.
        """
        unknown = (part for part in parts if part.word and not self._has(part.expression, opened))
        for part in islice(unknown, MOST_CORRECTIONS):
            near = (Part(self._word(word, begun=False), word) for word in self._spelling.nearest(part.word))
            if nearest := next((each for each in near if self._has(each.expression, opened)), None):
                yield part, nearest

    def _parts(self, query: str) -> Iterator[Part]:
        """Yield the parts of a query as the index reads them: all words in quotation marks, so none is a command.

        The same part again finds nothing else, and costs as much again: callers take each once. Stop words are none,
        unless the query has nothing else.
        """
        pieces = [piece for piece in PIECE.finditer(query) if any(map(str.isalnum, piece[0]))]
        telling = [piece for piece in pieces if not _says_nothing(piece[2])]
        for piece in (telling or pieces)[:MOST_WORDS]:
            if piece[1] is not None:
                yield Part(f'"{piece[1]}"')
            else:
                yield self._piece(piece[2], begun=piece.end() == len(query))

    def _piece(self, text: str, *, begun: bool) -> Part:
        """Return what is typed without a space as a part: a word, or a name such as yaml.safe_load.

        The words of a name are looked for next to each other, and apart: a heading may have one of them.
        """
        words = WORD.findall(text)[:MOST_WORDS]
        if len(words) == 1:
            return Part(self._word(words[0], begun=begun), words[0])
        last = len(words) - 1
        apart = dict.fromkeys(self._word(word, begun=begun and at == last) for at, word in enumerate(words))
        return Part(f'("{text}" OR ({" AND ".join(apart)}))')

    def _word(self, word: str, *, begun: bool) -> str:
        """Return the expression for a word in British and American spelling, which may not be typed to its end.

        The index keeps the stems of words, which the beginning of a word need not be a beginning of: "canonicaliz" is
        none of "canonic". So the commonest words that begin with it are looked for, too.
        """
        spellings = dict.fromkeys((word, S_OR_Z.sub(lambda match: SWAPPED[match[0]], word)))
        if not begun or len(word) < LEAST_BEGUN:
            return f"({' OR '.join(f'"{each}"' for each in spellings)})"
        completions = (completion for each in spellings for completion in self._completions(each.lower()))
        begins = (f'"{each}" *' for each in spellings)
        return f"({' OR '.join((*begins, *(f'"{each}"' for each in completions)))})"

    def _completions(self, beginning: str) -> list[str]:
        words = takewhile(lambda word: word.startswith(beginning), self._words[bisect_left(self._words, beginning) :])
        return sorted(words, key=lambda word: -self._counts[word])[:MOST_COMPLETIONS]


def search(user: User, query: str, most: int, *, as_typed: bool = False) -> Results:
    """Return the best passages of the course for a query, of those that ``user`` may read now."""
    closed = [module.id for module in pack_store.modules() if is_closed(user, module.id)]
    return current_index().search(query, closed, keys_of(user), most, as_typed=as_typed)


_building = threading.Lock()
_built: dict[str, tuple[Pack, Index]] = {}
"""By the language of the pack."""


def current_index() -> Index:
    """Return the index of the pack that learners see; it is built once, and again when an author changed the pack."""
    pack = pack_store.current_pack()
    with _building:
        language = pack.translation.language if pack.translation else ""
        held = _built.get(language)
        if held is None or held[0] is not pack:
            held = _built[language] = (pack, Index(passages_of(pack)))
        return held[1]


def build_indexes() -> None:
    """Build the index of each language, and so have the course translated before somebody waits for it."""
    for language, _ in settings.LANGUAGES:
        with override(language):
            current_index()


def _clean(query: str) -> str:
    """Return what is looked at of a query: no control characters, no half characters, and no novel."""
    text = query[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return CONTROL.sub(" ", text).lstrip()


def _says_nothing(text: str | None) -> bool:
    """Return whether what is typed without a space is a stop word, or two with an apostrophe between them."""
    words = WORD.findall(text or "")
    at_most = 1 + sum(map((text or "").count, APOSTROPHES))
    return 0 < len(words) <= at_most and all(word.lower() in STOP_WORDS for word in words)


def _telling(text: str) -> list[str]:
    """Return the words of a text that are no stop words."""
    return [word for word in WORD.findall(text) if word.lower() not in STOP_WORDS]


def _length(title: str, query: str) -> int:
    """Return how many words a title has; one word if it ends with the query as its abbreviation, in parentheses."""
    return 1 if title.lower().endswith(f"({query.strip().lower()})") else len(_telling(title))


def _best(rows: Sequence[Row], query: str, most: int) -> list[int]:
    """Return the rows to tell, in their order: page by page, and of each page the best few.

    A page's rank is that of its best passages together, each further one for half as much as the one before. The best
    lesson that the query names comes first of all, with its beginning, and then the terms that it names.
    """
    pages: defaultdict[str, list[tuple[Row, float]]] = defaultdict(list)
    for row in rows:
        pages[row.page].append((row, row.score * RANK_OF_KIND.get(Kind(row.kind), 1)))
    ranks = {
        page: sum(score / 2**place for place, (_, score) in enumerate(passages[:MOST_OF_A_PAGE]))
        for page, passages in pages.items()
    }
    best_first = sorted(pages, key=lambda page: -ranks[page])
    named = [page for page in best_first if pages[page][0][0].is_named]
    lessons = [page for page in named if pages[page][0][0].kind == Kind.LESSON]
    # Of two lessons that are named, the one with the shorter title is meant.
    first = sorted(lessons, key=lambda page: _length(pages[page][0][0].title, query))[:1]
    terms = [page for page in named if pages[page][0][0].kind == Kind.TERM]
    told: list[int] = []
    for page in dict.fromkeys((*first, *terms, *best_first)):
        own = [row for row, _ in pages[page]]
        shown = sorted(own, key=lambda row: bool(row.heading)) if page in first else own
        told.extend(row.row for row in shown[:MOST_OF_A_PAGE])
    return told[:most]


def _passage_found(kind: str, url: str, title: str, heading: str, excerpt: str) -> Found:
    return Found(Kind(kind), url, _runs(title), _runs(heading), _runs(excerpt))


def _runs(text: str) -> tuple[Run, ...]:
    parts = re.split("[{}{}]".format(*MARKS), text)
    return tuple(Run(part, marked=bool(number % 2)) for number, part in enumerate(parts) if part)
