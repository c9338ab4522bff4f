"""What an attack returns, and the oracles that make it: each looks at an effect and always says one or the other."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Final, Protocol

import httpx

from quintain.judge.errors import LabBroken
from quintain.judge.harness.inside.effects import EFFECTS, SQL
from quintain.judge.suspect.chance import stands_alone
from quintain.judge.suspect.evidence import shorten

SHORTEST_SECRET: Final = 3
ASIDES: Final = "quintain.asides"  # what an answer says beside its head and body
SHORTEST_APART: Final = 10  # a shorter number may be in drawn letters and digits by chance
SHOWN_CHARACTERS: Final = 200
TWIN: Final = "A second copy of your program, with other secrets,"
MARKER: Final = re.compile(r"[A-Za-z0-9]{8,}")
COMMENT_OR_QUOTED: Final = re.compile(
    r"""(--[^\n]*|/\*.*?(?:\*/|\Z))|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Landed:
    """The attack did what it wanted. ``stolen`` are the texts that it brought home."""

    sentence: str
    stolen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repelled:
    """The attack met the suspect and did not do what it wanted."""

    sentence: str


type Outcome = Landed | Repelled


def leaks(secret: str, answer: object, what: str = "the secret") -> Outcome:
    """Look for a canary in what came back. A few digits in a digest or a token are there by chance, and are none.

    Args:
        secret: the canary, as ``canary.<name>`` gives it.
        answer: a response, the end of a run, the content of a file, or any value of ``box.call``; None holds nothing.
        what: the secret in a reader's words: "the vault's secret".

    """
    if len(secret) < SHORTEST_SECRET:
        raise LabBroken(f"A secret of {len(secret)} characters may be anywhere by chance.")
    is_short = secret.isdigit() and len(secret) < SHORTEST_APART
    if any(secret in text and (not is_short or stands_alone(secret, text)) for text in texts_of(answer)):
        return Landed(f"The answer holds {what}.", (secret,))
    return Repelled(f"The answer does not hold {what}.")


def happened(effect: bool, landed: str, repelled: str, **facts: object) -> Outcome:
    """Say whether an effect was seen.

    Args:
        effect: exactly True or False; anything else is a mistake of the lab.
        landed: what a reader sees if it is true: "the original is gone".
        repelled: what a reader sees if not: "it is still there".
        facts: measurements worth a look, shown behind the sentence: ``exit=run.code``.

    """
    if type(effect) is not bool:
        raise LabBroken(f"happened() needs True or False, not {type(effect).__name__}.")
    measured = "".join(f"; {name} {value}" for name, value in facts.items())
    sentence = (landed if effect else repelled) + measured
    sentence = sentence[:1].upper() + sentence[1:]
    sentence = sentence if sentence.endswith(".") else sentence + "."
    return Landed(sentence) if effect else Repelled(sentence)


def accepted_from_twin(what: str, issued: object, *, accepted: bool) -> Outcome:
    """Say whether the program has accepted what its twin has issued; see ``box.twin()``.

    Args:
        what: the thing in a reader's words: "reset link", "session cookie".
        issued: what the twin has issued. If it is empty, the attack has succeeded: a sound program issues something,
            and if it does not, nobody can see what it would accept.
        accepted: whether the attack's own program has accepted it, exactly True or False.

    """
    if not issued:
        return Landed(f"{TWIN} issued no {what}, so nobody can see whether your program would accept it.")
    shown = issued if isinstance(issued, str) else repr(issued)
    return happened(
        accepted,
        f"{TWIN} issued this {what}; your program accepted it: {shorten(shown, SHOWN_CHARACTERS)}",
        f"your program refuses the {what} that a second copy of it, with other secrets, has issued",
    )


class Watched(Protocol):
    """A box whose programs are written down: that of the profile ``command``."""

    def started(self) -> tuple[tuple[str, ...], ...]:
        """List what was started: file, then command line."""


def started(box: Watched, command: str) -> Outcome:
    """Look for a command among all that was started in the box, as the kernel saw it; nobody can undo that.

    Args:
        box: the box of the attack.
        command: how one word of a command line begins. A program that hands an option ``--run=COMMAND`` on has a word
            that begins with the option; the shell that obeys it has one that begins with the command.

    """
    if len(command) < SHORTEST_SECRET:
        raise LabBroken(f"A command of {len(command)} characters may be anywhere by chance.")
    for path, *words in box.started():
        if any(word.lstrip().startswith(command) for word in words):
            return Landed(f"The kernel saw it start: {shorten(shlex.join([path, *words[1:]]), SHOWN_CHARACTERS)}")
    return Repelled("The kernel saw no such command start.")


class Heard(Protocol):
    """A box whose program's interpreter tells what it does."""

    def heard(self, event: str) -> tuple[str, ...]:
        """List what was told of one kind of effect."""


def seen_inside(box: Heard, marker: str, *events: str, otherwise: Outcome) -> Outcome:
    """Look for the attacker's own word in what the interpreter of the program did with it; see audit events in CPython.

    The program has its hands on what is told. So this convicts and never acquits: it only adds to an oracle that looks
    from outside, and if the program is no longer heard, there is no verdict.

    Args:
        box: the box of the attack.
        marker: a random word of at least eight letters and digits, drawn with ``rng``, which the attack has sent.
        events: the effects that it must not have. Audit events, where the word is in: ``pickle.find_class`` (module
            or name), ``exec`` (names and constants of code that runs), ``import`` (module), ``open`` (path),
            ``os.system``, ``subprocess.Popen``, ``os.exec``, ``os.posix_spawn`` (words of the command),
            ``socket.connect``, ``socket.getaddrinfo``, ``socket.gethostbyname`` (host), ``marshal.loads`` (the bytes),
            ``ctypes.dlopen`` (library); and ``sql`` (a statement of sqlite3, outside of strings and quoted names).
        otherwise: what an oracle says that looks from outside; it decides if the interpreter has told nothing.

    Raises:
        LabBroken: an event is none of these, or the marker could be there by chance.
        Silenced: the program keeps such events from the judge.

    """
    if not MARKER.fullmatch(marker):
        raise LabBroken(f"{marker!r} is no marker: it needs at least eight letters and digits, drawn with rng.")
    for event in events:
        if event not in EFFECTS and event != SQL:
            raise LabBroken(f"{event!r} is no effect that can be seen inside: {', '.join([*EFFECTS, SQL])}.")
    if isinstance(otherwise, Landed):
        return otherwise
    for event in events:
        for text in box.heard(event):
            if marker in (_unquoted(text) if event == SQL else text):
                shown = text if len(text) <= SHOWN_CHARACTERS else marker
                return Landed(f"Your program's interpreter has reported {event}: {shown}")
    return otherwise


def _unquoted(statement: str) -> str:
    """Leave out the strings and quoted names of a statement, bound values among them, which SQLite shows as strings."""
    return COMMENT_OR_QUOTED.sub(lambda found: found[1] or " ", statement)


def texts_of(answer: object) -> Iterable[str]:
    """Give every text that is in a value of the judge's own making."""
    waiting = [answer]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, (bytes, bytearray)):
            yield bytes(item).decode("latin-1")
            yield bytes(item).decode(errors="replace")
        elif isinstance(item, httpx.Response):
            waiting += [item.content, item.text, *item.headers.keys(), *item.headers.values()]
            waiting += [item.extensions.get("reason_phrase"), item.extensions.get(ASIDES)]
        elif isinstance(item, Mapping):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, (list, tuple, set, frozenset)):
            waiting += item
        elif is_dataclass(item) and not isinstance(item, type):
            waiting += [getattr(item, each.name) for each in fields(item)]
        elif item is not None:
            yield str(item)
