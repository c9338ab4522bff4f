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
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import Kind
from quintain.packs.model import Lab, Profile

WORDS: Final = re.compile(r"\w+|[^\w\s]+|\s+")
MOST_WORDS: Final = 5000
LONGEST: Final = 40  # characters of a word that are compared; a submission has no room for texts of a megabyte
CLOSED: Final = {
    Profile.CLIENT: "The attacks are what servers answer, and no filter inside the program sees that as text.",
    Profile.PACKAGE: "The attacks are packages of an index, which the program never reads as text.",
}
NOT_EDITABLE: Final = "The program begins in a file that learners cannot edit."
ASYNCHRONOUS: Final = "The app speaks ASGI, and the filter is written for WSGI."

FILTER: Final = """

import re as _re
from urllib.parse import unquote_plus as _unquote

_BAD = frozenset({words!r})


def _is_bad(*texts):
    words = (word for text in texts for word in _re.findall({pattern!r}, _unquote(text).casefold()))
    return any(word[:{longest}] in _BAD for word in words)

"""
FUNCTIONS: Final = """
def _guarded(function):
    def guard(*args, **options):
        if _is_bad(*(a for a in (*args, *options.values()) if isinstance(a, str))):
            raise ValueError("refused")
        return function(*args, **options)
    return guard


for _name, _value in list(globals().items()):
    if not _name.startswith("_") and type(_value) is type(_guarded) and _value.__module__ == __name__:
        globals()[_name] = _guarded(_value)
"""
APP: Final = """
def _guarded(inner):
    import io

    def guard(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ.get("RAW_URI") or environ.get("REQUEST_URI")
        path = path or environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", "")
        if _is_bad(path, body.decode("latin-1")):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"refused"]
        return inner(environ, start_response)
    return guard


{app} = _guarded({app})
"""
PROGRAM: Final = """
import sys as _sys

if _is_bad(*_sys.argv[1:]):
    _sys.exit("refused")

"""


@dataclass(frozen=True, slots=True)
class Runs:
    """What was asked: by tests and attacks of the original program, and by the attacks of a sound fix."""

    original: Sequence[Played]
    sound: Sequence[Played]


def obstacle(lab: Lab) -> str:
    """Say why no word filter can be built for a lab, or nothing if one can."""
    if lab.run.profile in CLOSED:
        return CLOSED[lab.run.profile]
    path = _entrance(lab)
    if path is None:
        return NOT_EDITABLE
    if lab.run.profile is Profile.HTTP and re.search(
        r"(?i)\basync def (app|__call__)\b|starlette|fastapi", lab.starter[path]
    ):
        return ASYNCHRONOUS
    return ""


def bad_words(runs: Runs) -> frozenset[str]:
    """Return the words that attacks sent in both runs, and that neither a test nor the honest user sent.

    What was drawn at random differs between the runs, and is left out. On a sound fix, what follows behind an attack is
    the honest user of ``control.py``.
    """
    first = [each for each in runs.original if each.kind is Kind.ATTACK]
    lengths = {(each.check, each.variant): len(each.recording) for each in first}
    behind = [each.recording[lengths.get((each.check, each.variant), len(each.recording)) :] for each in runs.sound]
    honest = _words([*(each.recording for each in runs.original if each.kind is not Kind.ATTACK), *behind])
    both = _words(each.recording for each in first) & _words(each.recording for each in runs.sound)
    return frozenset(sorted(both - honest)[:MOST_WORDS])


def word_filter(lab: Lab, words: frozenset[str]) -> dict[str, str]:
    """Put the original program behind a list of bad words; `obstacle` says whether that can be done."""
    path = _entrance(lab)
    assert path is not None  # noqa: S101  obstacle was asked
    head = FILTER.format(words=sorted(words), pattern=WORDS.pattern, longest=LONGEST)
    text = lab.starter[path]
    match lab.run.profile:
        case Profile.HTTP:
            return {path: text + head + APP.format(app=lab.run.target.partition(":")[2])}
        case Profile.COMMAND:
            return {path: _behind_docstring(text, head + PROGRAM)}
        case _:
            return {each: lab.starter[each] + head + FUNCTIONS for each in lab.run.editable if each.endswith(".py")}


def _entrance(lab: Lab) -> str | None:
    """Return the editable file in which a filter has to stand."""
    if lab.run.profile is Profile.COMMAND:
        path = lab.run.target
    elif lab.run.profile is Profile.HTTP:
        path = lab.run.target.partition(":")[0].replace(".", "/") + ".py"
    else:
        path = next((each for each in lab.run.editable if each.endswith(".py")), "")
    return path if path in lab.run.editable else None


def _behind_docstring(text: str, code: str) -> str:
    """Put code before a program, but behind imports from the future, which must come first."""
    last = max((match.end() for match in re.finditer(r"(?m)^from __future__ import .*\n", text)), default=0)
    return text[:last] + code + text[last:]


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


def said(words: frozenset[str], most: int = 8) -> str:
    """Name some of the words for an author."""
    shown = ", ".join(json.dumps(word) for word in sorted(words, key=lambda word: (-len(word), word))[:most])
    return f"{shown} and {len(words) - most} more" if len(words) > most else shown
