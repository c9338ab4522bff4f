"""The rules of a lab's ``model.py``, and a play of one drawn sequence against one box.

A rule is one call, or one request, with Hypothesis strategies for its arguments. What it returns is its *view*: the
facts of an answer that count. Two programs differ where their views differ, and nowhere else.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any, Final

import httpx
from _pytest.outcomes import OutcomeException  # pytest.skip in a rule; it is no Exception
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from quintain.judge.errors import AuthorMistake, JudgeFault, LabBroken, Raised, SuspectFault, TimedOut
from quintain.judge.loading import Script, load, place_of
from quintain.judge.profiles.http import HttpBox
from quintain.judge.suspect.evidence import shorten
from quintain.judge.suspect.oracles import Landed, Repelled
from quintain.judge.worker.check_runner import CheckContext
from quintain.judge.worker.reader import Samples, matching
from quintain.sandbox import SandboxError

SHOWN_CHARACTERS: Final = 300
MOST_FACTS: Final = 2**16  # characters of a view that are compared as they are; of more, a digest is
FIRST_ERROR, FIRST_FAULT = 400, 500  # statuses of HTTP


class ViewKind(StrEnum):
    """What came of one step, whatever the facts are.

    ``SILENT``: no answer in time, which a busy machine may have brought about.
    """

    GIVES = "gives"
    REFUSES = "refuses"
    LANDED = "landed"
    FAILS = "fails"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class View:
    """What counts of one answer. Two views are equal if kind and facts are; ``words`` are for a reader."""

    kind: ViewKind
    facts: str = ""
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a rule returns where the program has refused."""

    facts: object = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What a rule returns where the program has failed, in place of an answer."""

    facts: object = None


def refuses(facts: object = None) -> Refusal:
    """Say that the program has refused; ``facts`` of the refusal count if there are any."""
    return Refusal(facts)


def answered(answer: httpx.Response, facts: Callable[[httpx.Response], object] | None = None) -> object:
    """Give the view of an HTTP answer: refused by a status of 4xx, failed by one of 5xx.

    Args:
        answer: what the client got.
        facts: reads what else counts of an answer that is given; without it, that one came is all that counts.

    """
    if answer.status_code >= FIRST_FAULT:
        return Failure("an error of the server")
    if answer.status_code >= FIRST_ERROR:
        return Refusal()
    return None if facts is None else facts(answer)


NOTHING: Final = Samples()
_found = NOTHING


def texts(*values: str) -> SearchStrategy[str]:
    """Draw one of these texts, or what the submission suggests: strings, texts of its patterns, two texts joined."""
    own = st.sampled_from(values)
    suggested: list[SearchStrategy[str]] = [st.sampled_from(_found.texts)] if _found.texts else []
    if _found.patterns:
        suggested.append(st.one_of(*map(matching, _found.patterns)))
    if _found.separators:
        suggested.append(st.tuples(own, st.sampled_from(_found.separators), own).map("".join))
    return st.one_of(own, own, *suggested)


def numbers(*values: int) -> SearchStrategy[int]:
    """Draw one of these numbers, or one that is in the submission, or one more or less."""
    return _pool(values, _found.numbers)


def names(*values: str) -> SearchStrategy[str]:
    """Draw one of these names of a parameter, header, cookie or file, or one that the submission looks up."""
    return _pool(values, _found.names)


def _pool[Value](values: Sequence[Value], found: Sequence[Value]) -> SearchStrategy[Value]:
    own = st.sampled_from(values)
    return st.one_of(own, own, st.sampled_from(found)) if found else own


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of step: the author's function, and a strategy for each of its arguments."""

    function: Callable[..., object]
    strategies: Mapping[str, SearchStrategy[Any]]  # Any: values of all kinds

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The first line of the docstring, in which ``{argument}`` is filled in; empty if there is none."""
        return (self.function.__doc__ or "").strip().partition("\n")[0].strip().rstrip(".")


def rule(**strategies: SearchStrategy[Any]) -> Callable[[Callable[..., object]], Rule]:
    """Make a rule of a function ``f(play, **arguments)``, with a Hypothesis strategy for each argument."""

    def make(function: Callable[..., object]) -> Rule:
        return Rule(function, strategies)

    return make


@dataclass(frozen=True, slots=True)
class ModelStep:
    """One step of a drawn sequence: the name of its rule, and its arguments."""

    rule: str
    arguments: Mapping[str, Any]  # Any: values of all kinds


class Model:
    """The rules of one lab, loaded."""

    def __init__(self, script: Script, samples: Samples = NOTHING) -> None:
        """Load the file; ``samples`` join what its pools draw.

        Raises:
            LabBroken: it cannot be loaded, has no rule, or a rule whose arguments have no strategies.

        """
        global _found  # noqa: PLW0603  the author's file reads it as it is loaded, and a worker runs one search at once
        _found = samples
        self.script = script
        try:
            namespace = load(script)
        except (SystemExit, OutcomeException) as error:
            raise LabBroken(f"{script.name} ends itself as it is loaded: {error!r}") from error
        finally:
            _found = NOTHING
        self.rules = {each.name: each for each in namespace.values() if isinstance(each, Rule)}
        if not self.rules:
            raise LabBroken(f"{script.name} has no rule: write @rule(…) above a function of it.")
        for each in self.rules.values():
            given: Mapping[str, object] = each.strategies
            strange = [name for name, drawn in given.items() if not isinstance(drawn, SearchStrategy)]
            if strange:
                raise LabBroken(f"{script.name}: {each.name} has no strategy of Hypothesis for {strange[0]}.")

    def steps(self, names: Iterable[str]) -> SearchStrategy[ModelStep]:
        """Draw a step of one of these rules."""
        return st.one_of(*(self._step(self.rules[name]) for name in names))

    @staticmethod
    def _step(each: Rule) -> SearchStrategy[ModelStep]:
        return st.fixed_dictionaries(dict(each.strategies)).map(lambda drawn: ModelStep(each.name, drawn))

    def words(self, step: ModelStep) -> str:
        """Say in words what a step does."""
        each = self.rules[step.rule]
        shown = {name: shorten(_repr(value), SHOWN_CHARACTERS) for name, value in step.arguments.items()}
        try:
            words = each.title.format_map(shown)
        except (KeyError, IndexError, ValueError, AttributeError):
            words = ""
        return words or f"{each.name}({', '.join(f'{name}={value}' for name, value in shown.items())})"


class Play:
    """What a rule gets: one box, its canaries, a source of drawn values, and what earlier steps have kept.

    ``kept`` has any attributes that rules give it. It begins empty in each sequence and each box, so what a program has
    issued in one box stays with the steps in that box.
    """

    def __init__(self, context: CheckContext) -> None:
        self.box, self.canary, self.rng = context.box, context.canary, context.rng
        self.kept = SimpleNamespace()
        self._clients: dict[str, httpx.Client] = {}

    def client(self, name: str) -> httpx.Client:
        """Give the HTTP client of a name; each has cookies of its own, and keeps them until the sequence ends."""
        if not isinstance(self.box, HttpBox):
            raise LabBroken("play.client is for the profile http.")
        if name not in self._clients:
            self._clients[name] = self.box.client()
        return self._clients[name]

    def fill(self, text: str) -> str:
        """Replace ``{name}`` in a text by the canary of that name, for each canary that the lab has."""
        parts = text.split("{")
        filled = [parts[0]]
        for part in parts[1:]:
            name, closed, rest = part.partition("}")
            secret = self._secret(name) if closed else None
            filled.append("{" + part if secret is None else secret + rest)
        return "".join(filled)

    def _secret(self, name: str) -> str | None:
        try:
            return getattr(self.canary, name) if name.isidentifier() and not name.startswith("_") else None
        except (AuthorMistake, AttributeError):
            return None


class Player:
    """Takes the steps of a sequence, one after another, in one box."""

    def __init__(self, model: Model, context: CheckContext) -> None:
        self._model, self.context = model, context
        self._play = Play(context)

    def take(self, step: ModelStep) -> View:
        """Take one step, and give what counts of the answer.

        Raises:
            AuthorMistake, JudgeFault, SandboxError: the step could not be taken.
            StrangeAnswer: the rule could not make anything of the answer.

        """
        box = self.context.box
        box.renew_time()
        try:
            returned = self._model.rules[step.rule].function(self._play, **step.arguments)
            view = view_of(returned)
        except (AuthorMistake, JudgeFault, SandboxError):
            raise
        except Raised as error:
            view = View(ViewKind.REFUSES, "", shorten(f"refused: {error}", SHOWN_CHARACTERS))
        except TimedOut as error:
            view = View(ViewKind.FAILS if error.worked else ViewKind.SILENT, "late", error.message)
        except SuspectFault as error:
            view = View(ViewKind.FAILS, "gone", error.message)
        except (SystemExit, OutcomeException) as error:
            raise LabBroken(f"{self._model.script.name}: {step.rule} ends itself: {error!r}") from error
        except Exception as error:  # the suspect's answer, or the author's mistake: the sound fixes will tell
            raise StrangeAnswer(step, error, self._model.script) from error
        trip = box.tripwire.trip
        if trip is not None and not trip.doubtful and view.kind is not ViewKind.SILENT:
            return View(ViewKind.LANDED, f"the secret {trip.name}", str(trip))
        return view


class StrangeAnswer(Exception):  # noqa: N818  it names what happened
    """A rule has raised an exception of its own: because of a strange answer, or by a mistake of its author."""

    def __init__(self, step: ModelStep, error: Exception, script: Script) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.view = View(ViewKind.FAILS, "strange", shorten(f"the answer is not what was expected: {self}", 200))
        place = place_of(error, script.path.parent)
        self.fault = f"{place}: {step.rule} raises {self} on a sound fix, too."


def view_of(returned: object) -> View:
    """Make the view of what a rule has returned."""
    match returned:
        case Landed():
            return View(ViewKind.LANDED, "", returned.sentence)
        case Repelled():
            return View(ViewKind.GIVES, "repelled", returned.sentence)
        case Refusal():
            words = "refused" if returned.facts is None else f"refused: {_shown(returned.facts)}"
            return View(ViewKind.REFUSES, _facts(returned.facts), words)
        case Failure():
            return View(ViewKind.FAILS, _facts(returned.facts), _shown(returned.facts))
        case _:
            return View(ViewKind.GIVES, _facts(returned), "accepted" if returned is None else _shown(returned))


def _facts(value: object) -> str:
    try:
        text = json.dumps(_plain(value), sort_keys=True)
    except RecursionError:
        return "too deep"
    return text if len(text) <= MOST_FACTS else hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """Write a value so that JSON can hold it, and equal values are written alike."""
    match value:
        case None | bool() | float() | str() if value is None or type(value) in {bool, float, str}:
            plain: object = value
        case int() if type(value) is int:
            plain = hex(value)  # no limit of digits
        case bytes() | bytearray():
            plain = {"bytes": bytes(value).hex()}
        case list() | tuple():
            plain = [_plain(each) for each in value]
        case set() | frozenset():
            plain = {"set": sorted(json.dumps(_plain(each), sort_keys=True) for each in value)}
        case Mapping():
            rows = ([_plain(key), _plain(each)] for key, each in value.items())
            plain = {"items": sorted(json.dumps(row, sort_keys=True) for row in rows)}
        case PurePath():
            plain = {"path": str(value)}
        case _:
            plain = {"object": type(value).__name__, "repr": _repr(value)}
    return plain


def _shown(value: object) -> str:
    return shorten(value if type(value) is str else _repr(value), SHOWN_CHARACTERS)


def _repr(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # a number with too many digits, a list in itself
        return f"a {type(value).__name__}"
