"""Builds what a learner builds who has seen every attack: the original program behind a list of bad words.

The words are those that all attacks send and no test does. A lab whose attacks always send the same text proves such a
program, and the next attacker only spells it otherwise.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from quintain.judge.grading.variants import Played
from quintain.judge.profiles.registry import spec_of
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import Kind
from quintain.packs.model.lab import Lab

WORDS: Final = re.compile(r"\w+|[^\w\s]+|\s+")
MOST_WORDS: Final = 5000
MOST_QUOTED: Final = 8
LONGEST: Final = 40  # characters of a word that are compared; a submission has no room for texts of a megabyte
NOT_EDITABLE: Final = "The program begins in a file that learners cannot edit."

FILTER: Final = """

import re as _re
from urllib.parse import unquote_plus as _unquote

_BAD = frozenset({words!r})


def _is_bad(*texts):
    words = (word for text in texts for word in _re.findall({pattern!r}, _unquote(text).casefold()))
    return any(word[:{longest}] in _BAD for word in words)

"""


@dataclass(frozen=True, slots=True)
class Runs:
    """What was asked: by tests and attacks of the original program, and by the attacks of a sound fix."""

    original: Sequence[Played]
    sound: Sequence[Played]


def obstacle(lab: Lab) -> str:
    """Say why no word filter can be built for a lab, or nothing if one can."""
    stand_ins = spec_of(lab).stand_ins
    path = stand_ins.entrance(lab)
    if path not in lab.run.editable:
        return NOT_EDITABLE
    return stand_ins.obstacle(lab, path)


def bad_words(runs: Runs) -> frozenset[str]:
    """Return the words that attacks sent in both runs, and that neither a test nor the honest user sent.

    What was drawn at random differs between the runs, and is left out. On a sound fix, what follows behind an attack is
    the honest user of ``control.py``.
    """
    attacks = [played for played in runs.original if played.kind is Kind.ATTACK]
    lengths = {(played.check, played.variant): len(played.recording) for played in attacks}
    behind = [run.recording[lengths.get((run.check, run.variant), len(run.recording)) :] for run in runs.sound]
    honest = _words([*(played.recording for played in runs.original if played.kind is not Kind.ATTACK), *behind])
    both = _words(played.recording for played in attacks) & _words(played.recording for played in runs.sound)
    return frozenset(sorted(both - honest)[:MOST_WORDS])


def word_filter(lab: Lab, words: frozenset[str]) -> dict[str, str]:
    """Put the original program behind a list of bad words; `obstacle` says whether that can be done."""
    stand_ins = spec_of(lab).stand_ins
    head = FILTER.format(words=sorted(words), pattern=WORDS.pattern, longest=LONGEST)
    return stand_ins.filtered(lab, stand_ins.entrance(lab), head)


def _words(recordings: Iterable[Recording]) -> frozenset[str]:
    texts = (text for recording in recordings for question, _ in recording for text in _texts(question))
    return frozenset(word[:LONGEST] for text in texts for word in WORDS.findall(unquote_plus(text).casefold()))


def _texts(question: object) -> Iterator[str]:
    """Give every text of a question, in whatever it is wrapped."""
    if isinstance(question, str):
        yield question
    elif isinstance(question, dict):
        for key, value in question.items():
            if key not in {"do", "target", "method"}:
                yield from _texts(value)
    elif isinstance(question, list):
        for value in question:
            yield from _texts(value)


def quoted(words: frozenset[str]) -> str:
    """Name some of the words for an author."""
    shown = ", ".join(json.dumps(word) for word in sorted(words, key=lambda word: (-len(word), word))[:MOST_QUOTED])
    return f"{shown} and {len(words) - MOST_QUOTED} more" if len(words) > MOST_QUOTED else shown
