"""Finds words of the course that are written nearly as a word that the course does not have."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from string import ascii_lowercase
from typing import Final

LEAST_LETTERS: Final = 4
"""Shorter words are one letter away from many others."""
MOST_LETTERS: Final = 40
SHORT_LETTERS: Final = 6
"""Up to here one slip is all that two words may differ by: "hangs" shares most of its letters with "changes"."""
LEAST_RATIO: Final = 0.8
"""How much longer words must have in common, of 1: one letter of eight may be another, and one more may be missing."""
MOST_CANDIDATES: Final = 40
"""How many words, of those with most pairs of letters in common, are compared letter by letter."""


class Spelling:
    """The words of a course by the pairs of letters in them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in counts.items() if _is_spelt(word)}
        by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            for pair in _pairs(word):
                by_pair[pair].append(word)
        self._by_pair = dict(by_pair)

    def nearest(self, typed: str) -> list[str]:
        """Return the words that are nearly ``typed``, in small letters and the nearest first.

        Those at one slip come before others, and of these the ones with the same letters. A text that is not all
        letters, or has fewer than 4 or more than 40, has none: a number is no slip.
        """
        typed = typed.lower()
        if not _is_spelt(typed):
            return []
        slips = {word for word in _slips(typed) if word in self._counts}
        ratios = {word: _likeness(typed, word) for word in {*slips, *self._alike(typed)}}
        near = (word for word, ratio in ratios.items() if word in slips or ratio >= LEAST_RATIO)
        return sorted(
            near,
            key=lambda word: (
                word not in slips,
                sorted(word) != sorted(typed),
                -ratios[word],
                -self._counts[word],
                word,
            ),
        )

    def _alike(self, typed: str) -> list[str]:
        """Return the words that share most pairs of letters with a long one."""
        if len(typed) <= SHORT_LETTERS:
            return []
        shared = Counter(word for pair in _pairs(typed) for word in self._by_pair.get(pair, ()))
        return [word for word, _ in shared.most_common(MOST_CANDIDATES)]


def _is_spelt(word: str) -> bool:
    return word.isalpha() and LEAST_LETTERS <= len(word) <= MOST_LETTERS


def _pairs(word: str) -> Iterator[str]:
    """Yield each two letters of a word that are next to each other, and its first and last letter at the edge."""
    framed = f" {word} "
    yield from dict.fromkeys(framed[at : at + 2] for at in range(len(framed) - 1))


def _slips(typed: str) -> Iterator[str]:
    """Yield what a text may have been meant for if one letter is too many, missing or another, or two are swapped.

    Source: Peter Norvig, "How to Write a Spelling Corrector", https://norvig.com/spell-correct.html
    """
    for at in range(len(typed) + 1):
        before, after = typed[:at], typed[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _likeness(typed: str, word: str) -> float:
    matcher = SequenceMatcher(None, word, typed, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LEAST_RATIO else 0
