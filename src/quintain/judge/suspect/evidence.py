"""Writes down what went to and fro, and turns it into the timeline that a reader sees."""

import ast
import itertools
import re
import shlex
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from quintain.judge.harness.inside.values import Plain
from quintain.judge.verdict import Step, StepKind, Witness
from quintain.packs.source_lines import source_lines

LAB: Final = "/lab/"
MAX_CHARACTERS: Final = 4000
MAX_EXCHANGES: Final = 3
MAX_EVENTS: Final = 3
MAX_STEPS: Final = 24
FIRST_STEPS: Final = 6
SHORTEST_HOSTILE: Final = 2
RAN_LABELS: Final[Mapping[str, str]] = {
    "sql": "SQL as executed",
    "sql-refused": "SQL that the database refused",
    "command": "Command as started",
    "open": "Path as opened",
    "raised": "Your program raised",
    "busy": "Where it was busy",  # shown as the learner's line alone
}
RAISED: Final = RAN_LABELS["raised"]
IN_TWIN: Final = "second copy"
MOST_LINES: Final = 8
SIMPLE: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Expr, ast.Raise, ast.Assert, ast.Delete)
PLAIN_WORD: Final = re.compile(r"[\w@/:][\w@/:. ,+-]*")
CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")

type Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in which some ranges are the sender's own."""

    text: str
    marks: Marks = ()

    @classmethod
    def join(cls, parts: Iterable[tuple[str, bool]]) -> "MarkedText":
        """Join pieces of text; those that come with True are marked."""
        text, marks = "", []
        for part, marked in parts:
            if marked and part:
                marks.append((len(text), len(text) + len(part)))
            text += part
        return cls(text, tuple(marks))


@dataclass(slots=True)
class Exchange:
    """One thing sent, all that it set off, and what came back; ``write`` will tell it, if anyone wants to know.

    ``of_twin``: it was with the second copy of the program, which the attacker owns.
    """

    steps: list[Step] = field(default_factory=list)
    hostile: tuple[str, ...] = ()
    of_twin: bool = False
    write: "Callable[[Log], None] | None" = None


class Log:
    """What happened between judge and suspect in one box."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self._exchanges: list[Exchange] = []
        self._of_twin = False
        self.muted = False

    def of_twin(self) -> "Log":
        """Give a log for the second copy of the program: what it tells comes in between, and says where it was."""
        log = Log(self.sources)
        log._exchanges, log._of_twin = self._exchanges, True
        return log

    @property
    def ends_with_twin(self) -> bool:
        """Whether the last exchange was with the second copy of the program."""
        return bool(self._exchanges) and self._exchanges[-1].of_twin

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written down."""
        return not self._exchanges

    def sent(self, label: str, words: MarkedText, hostile: Sequence[str] = ()) -> None:
        """Begin an exchange; ``hostile`` are the texts in it that the sender chose."""
        if self.muted:
            return
        step = _cut(Step(StepKind.SENT, self._where(label), words.text, marks=words.marks))
        words_sent = [each for each in hostile if len(each) >= SHORTEST_HOSTILE]
        hostile_words = (*words_sent, *map(shlex.quote, words_sent))
        self._exchanges.append(Exchange([step], hostile_words, of_twin=self._of_twin))

    def later(self, write: "Callable[[Log], None]") -> None:
        """Add a whole exchange that is written down only if it will be shown: most are not."""
        if not self.muted:
            self._exchanges.append(Exchange(write=write, of_twin=self._of_twin))

    def _where(self, label: str) -> str:
        return f"{label} ({IN_TWIN})" if self._of_twin else label

    def _last(self) -> Exchange:
        if not self._exchanges or self._exchanges[-1].of_twin != self._of_twin:
            self._exchanges.append(Exchange(of_twin=self._of_twin))
        return self._settled(self._exchanges[-1])

    def _settled(self, exchange: Exchange) -> Exchange:
        """Let an exchange be written down now."""
        if exchange.write is not None:
            page = Log(self.sources)
            page._of_twin = exchange.of_twin
            exchange.write(page)
            written = page._last()
            exchange.steps, exchange.hostile, exchange.write = written.steps, written.hostile, None
        return exchange

    def saw(self, events: Plain) -> None:
        """Add what the program said of itself: statements, commands, paths, with the learner's lines."""
        if self.muted or not isinstance(events, list) or not self._exchanges:
            return
        exchange = self._last()
        ran = [event for event in map(_event, events) if event is not None and not self._reads_itself(event)]
        ran.sort(key=lambda event: (event.label != RAISED, not hostile_marks(event.text, exchange.hostile)))
        is_answered = bool(exchange.steps) and exchange.steps[-1].kind is StepKind.CAME_BACK
        answered = [exchange.steps.pop()] if is_answered else []
        for event in ran[:MAX_EVENTS]:
            if event.line is not None:
                self._line(exchange, event)
            if event.label != RAN_LABELS["busy"]:
                marks = hostile_marks(event.text, exchange.hostile)
                exchange.steps.append(_cut(replace(event, label=self._where(event.label), marks=marks)))
        exchange.steps += answered

    def came_back(self, text: str, *, file: str | None = None, line: int | None = None) -> None:
        """End an exchange with what the judge got."""
        if self.muted:
            return
        exchange = self._last()
        step = Step(StepKind.CAME_BACK, self._where("Came back"), text, file=file, line=line)
        if line is not None:
            self._line(exchange, step)
        exchange.steps.append(_cut(step))

    def looked(self, label: str, content: str) -> None:
        """Add what the judge found when it looked somewhere else than at the answer."""
        if self.muted:
            return
        self._last().steps.append(_cut(Step(StepKind.CAME_BACK, self._where(label), content)))

    @property
    def length(self) -> int:
        """How many exchanges there were."""
        return len(self._exchanges)

    def keep(self, first: int) -> None:
        """Drop all but the first exchanges: what an honest user does after an attack is no evidence of it."""
        del self._exchanges[first:]

    def forget(self) -> None:
        """Drop all exchanges: of the runs of a race, readers see the last alone."""
        self._exchanges.clear()

    def note(self, label: str, text: str) -> None:
        """Add a remark of the judge."""
        self._last().steps.append(_cut(Step(StepKind.NOTE, self._where(label), text)))

    def timeline(self, *, is_attack: bool, stolen: Sequence[str] = (), share: int = 1) -> tuple[Step, ...]:
        """Pick the exchanges that tell the story, and mark what was stolen in them.

        A test has no attacker, so nothing in it is marked. ``share`` is how many times as much is told as of one attack
        of many.
        """
        end = self._end(stolen)
        before = max(0, end - MAX_EXCHANGES * share)
        issued = self._last_of_twin(before, end)
        before += bool(issued)
        shown = [self._settled(exchange) for exchange in (*issued, *self._exchanges[before:end])]
        steps = [self._shown(step, stolen, is_attack=is_attack) for exchange in shown for step in exchange.steps]
        if left_out := before - len(issued):
            one = f"{left_out} exchange came before this and is not shown."
            several = f"{left_out} exchanges came before this and are not shown."
            steps.insert(0, Step(StepKind.NOTE, "", one if left_out == 1 else several))
        return tuple(_abridged(steps, MAX_STEPS * share))

    def _last_of_twin(self, before: int, end: int) -> list[Exchange]:
        """Give the last exchange with the second copy, which tells what was issued, if none of those shown does."""
        if any(exchange.of_twin for exchange in self._exchanges[before:end]):
            return []
        return [exchange for exchange in self._exchanges[:before] if exchange.of_twin][-1:]

    def _end(self, stolen: Sequence[str]) -> int:
        """Count the exchanges up to the one that brought what was stolen; all of them, if none did."""
        for number, exchange in enumerate(map(self._settled, self._exchanges) if stolen else (), 1):
            if any(step.kind is StepKind.CAME_BACK and occurrences(step.text, stolen) for step in exchange.steps):
                return number
        return len(self._exchanges)

    @staticmethod
    def _shown(step: Step, stolen: Sequence[str], *, is_attack: bool) -> Step:
        if not is_attack:
            return replace(step, marks=())
        if step.kind is StepKind.CAME_BACK:
            return replace(step, marks=occurrences(step.text, stolen))
        return step

    def _reads_itself(self, event: Step) -> bool:
        """Whether the program opened a file of the learner's own, such as a template: no attack led it there."""
        return event.label == RAN_LABELS["open"] and event.text.removeprefix(LAB) in self.sources

    def _line(self, exchange: Exchange, step: Step) -> None:
        text = statement(self.sources.get(step.file or "", ""), step.line or 0)
        if text:
            label = self._where(f"Line {step.line} of your {step.file}")
            line = Step(StepKind.LINE, label, text, Witness.PROGRAM, file=step.file, line=step.line)
            if line not in exchange.steps:
                exchange.steps.append(_cut(line))


def _abridged(steps: list[Step], most: int) -> list[Step]:
    """Leave out the middle of a long timeline."""
    if len(steps) <= most:
        return steps
    last = most - FIRST_STEPS - 1
    note = Step(StepKind.NOTE, "", f"{len(steps) - most + 1} steps between these are not shown.")
    return [*steps[:FIRST_STEPS], note, *steps[-last:]]


@lru_cache(maxsize=256)
def statement(source: str, line: int) -> str:
    """Give the whole statement that a line belongs to, or the line alone where that is long or no Python."""
    lines = source_lines(source)
    if not 1 <= line <= len(lines):
        return ""
    alone = lines[line - 1].strip()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return alone
    spans = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, SIMPLE) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    first, last = min(spans, key=lambda span: span[1] - span[0], default=(line, line))
    return textwrap.dedent("\n".join(lines[first - 1 : last])) if last - first < MOST_LINES else alone


def occurrences(text: str, wanted: Sequence[str]) -> Marks:
    """Find where texts are in another, as ranges that do not overlap."""
    spans = []
    for part in set(wanted) - {""}:
        start = text.find(part)
        while start >= 0:
            spans.append((start, start + len(part)))
            start = text.find(part, start + len(part))
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def hostile_marks(text: str, hostile: Sequence[str]) -> Marks:
    """Find the sender's texts in what ran; a statement that one of them ended holds only its beginning.

    >>> hostile_marks("SELECT 1 WHERE name = 'a';", ["a'; --"])
    ((23, 26),)
    """
    return occurrences(text, hostile) or occurrences_at_end(text, hostile)


def occurrences_at_end(text: str, wanted: Sequence[str]) -> Marks:
    """Find the longest beginning of one of the texts with which another ends."""
    longest = max((_overlap(text, each) for each in set(wanted)), default=0)
    return ((len(text) - longest, len(text)),) if longest else ()


def _overlap(text: str, wanted: str) -> int:
    """Measure the longest beginning of ``wanted`` with which a text ends; 0 if that is too short to tell anything."""
    head = wanted[:SHORTEST_HOSTILE]
    if len(head) < SHORTEST_HOSTILE:
        return 0
    start = text.find(head, max(0, len(text) - min(len(wanted), MAX_CHARACTERS)))
    while start >= 0 and not wanted.startswith(text[start:]):
        start = text.find(head, start + 1)
    return len(text) - start if start >= 0 else 0


def masked(step: Step, secrets: Iterable[str]) -> Step:
    """Write dots in the place of secrets, letter by letter so that marks stay where they are."""
    text = step.text
    for secret in secrets:
        text = text.replace(secret, "•" * len(secret))
    return step if text == step.text else replace(step, text=text)


def odd(texts: Sequence[str]) -> list[str]:
    """Pick the texts that look like an attack beside those that any user might send; all of them if none does."""
    strange = [text for text in texts if text and not PLAIN_WORD.fullmatch(text)]
    return strange or list(texts)


def printable(content: bytes) -> str:
    """Show bytes as text, with every run of control characters as one dot."""
    return CONTROLS.sub("·", content.decode(errors="replace"))


def shorten(text: str, limit: int = 300) -> str:
    """Cut the middle out of a long text, and say how long it was; long runs of one character become short.

    >>> shorten("a" * 50_000)
    'aaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaaaa (50,000 characters)'
    """
    if len(text) <= limit:
        return text
    keep = 20 if len(set(text[:limit])) <= len("ab") else limit // 3
    return f"{text[:keep]}…{text[-keep:]} ({len(text):,} characters)"


def raised_in(events: Plain) -> str:
    """Say what a program says that it raised last, and where; nothing if it says nothing of the kind."""
    steps = [step for step in map(_event, events if isinstance(events, list) else ()) if step and step.label == RAISED]
    return shorten(steps[-1].text, 200).rstrip(".") + place(steps[-1].file, steps[-1].line) if steps else ""


def place(file: str | None, line: int | None) -> str:
    """Write a place in the learner's code behind a sentence; nothing if it is not known."""
    return f", {file} line {line}" if file and line else ""


def _event(plain: Plain) -> Step | None:
    """Read one event of the program; anything in it may be a lie, and nothing in it decides."""
    if not isinstance(plain, dict):
        return None
    label = RAN_LABELS.get(str(plain.get("what")))
    text, file, line = plain.get("text"), plain.get("file"), plain.get("line")
    if label is None or not isinstance(text, str):
        return None
    if not isinstance(file, str) or type(line) is not int:
        file, line = None, None
    return Step(StepKind.RAN, label, text, Witness.PROGRAM, file=file, line=line)


def _cut(step: Step) -> Step:
    if len(step.text) <= MAX_CHARACTERS:
        return step
    text = step.text[: MAX_CHARACTERS - 1] + "…"
    marks = itertools.takewhile(lambda mark: mark[0] < MAX_CHARACTERS - 1, step.marks)
    return replace(step, text=text, marks=tuple((first, min(last, MAX_CHARACTERS - 1)) for first, last in marks))
