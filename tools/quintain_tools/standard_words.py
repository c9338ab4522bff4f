"""Checks that the texts of the course use the field's standard words, by ``tools/prose/standard_words.toml``."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quintain_tools.frontend import REPOSITORY

TABLE = REPOSITORY / "tools" / "prose" / "standard_words.toml"
CONTENT = REPOSITORY / "content"

# Of labs, hints and debrief: the brief and lab.toml speak in the scene's words, such as a telegram and its answer.
TEXTS = (
    "lessons/*/lesson.md",
    "lessons/*/notes.md",
    "lessons/*/lesson.toml",
    "quizzes/*/quiz.toml",
    "labs/*/debrief.md",
    "labs/*/hints.md",
    "cases/*/case.md",
    "cases/*/case.toml",
    "exercises/*/exercise.toml",
    "exhibits/*/exhibit.toml",
    "*.toml",
)

CODE = re.compile(r"``.+?``|`[^`]*`")
LINK_TARGET = re.compile(r"(?<=\])\([^)\s]*\)")
FENCE = re.compile(r"(`{3,})\s*(\S*)")
# In these blocks of the lesson format, lines are prose: notes on code, and what happened.
PROSE_FENCES = {"include", "incident", "change"}
TOML_VALUE = re.compile(r"""^\s*([\w"-]+)\s*=\s*(.*)$""")
NOT_PROSE = {"id", "uuid", "url", "shown_by", "kind", "status", "ruff", "bandit", "semgrep", "seen_in", "lab", "labs"}


type Lines = list[tuple[int, str]]
type Places = Iterator[tuple[int, str, re.Match[str]]]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are not to be written: what is better, and why.

    A line that has ``unless`` may keep them, and so may files whose path ends in ``besides``.
    """

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    besides: str | None
    better: str
    reason: str

    @property
    def advice(self) -> str:
        """What to write instead, and why."""
        return f"{self.better}: {self.reason}"

    def places(self, name: str, lines: Lines) -> Places:
        """Yield the number, the line and the match of each place that has the words."""
        if self.besides and name.endswith(self.besides):
            return
        for number, line in lines:
            if not (self.unless and self.unless.search(line)):
                yield from ((number, line, said) for said in self.pattern.finditer(line))


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a page must have which describes the thing that it names."""

    id: str
    described: re.Pattern[str]
    term: re.Pattern[str]
    better: str

    @property
    def advice(self) -> str:
        """What the page should name."""
        return f"name it on this page: {self.better}"

    def places(self, _name: str, lines: Lines) -> Places:
        """Yield the number, the line and the match of each description, unless some line has the term."""
        if any(self.term.search(line) for _, line in lines):
            return
        for number, line in lines:
            yield from ((number, line, said) for said in self.described.finditer(line))


@dataclass(frozen=True, slots=True)
class Allowed:
    """An exception: a part of a line of one file that may keep the words of one rule, and why."""

    rule: str
    path: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """All rules, as ``standard_words.toml`` has them."""

    words: tuple[Words, ...]
    terms: tuple[Term, ...]
    allowed: tuple[Allowed, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One place that should be rewritten; ``number`` counts lines from 1."""

    path: str
    number: int
    rule: str
    said: str
    advice: str

    def __str__(self) -> str:
        """Return it as compilers write it, so that editors jump there."""
        return f"{self.path}:{self.number}: {self.said} ==> {self.advice} ({self.rule})"


def read_table(path: Path = TABLE) -> Table:
    """Return the rules of a file.

    Raises:
        KeyError: an entry lacks a key.
        re.PatternError: a pattern is not one.
    """
    rows = tomllib.loads(path.read_text())
    words = tuple(
        Words(
            row["id"],
            compiled(row["pattern"]),
            compiled(row["unless"]) if "unless" in row else None,
            row.get("besides"),
            row["better"],
            row["reason"],
        )
        for row in rows["words"]
    )
    terms = tuple(
        Term(row["id"], compiled(row["described"]), compiled(row["term"]), row["better"]) for row in rows["terms"]
    )
    allowed = tuple(Allowed(**row) for row in rows.get("allowed", ()))
    return Table(words, terms, allowed)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


def prose_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and the prose of each line: code, addresses, keys and titles of sources are left out."""
    lines = enumerate(path.read_text().splitlines(), 1)
    for number, line in toml_lines(lines) if path.suffix == ".toml" else markdown_lines(lines):
        yield number, LINK_TARGET.sub("", CODE.sub("`…`", line))


def markdown_lines(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines outside fences, and those inside fences that hold prose."""
    fence = block = ""
    for number, line in lines:
        mark = FENCE.match(line)
        if fence:
            if mark and not mark[2] and len(mark[1]) >= len(fence):
                fence = ""
            elif block in PROSE_FENCES:
                yield number, line
        elif mark:
            fence, block = mark[1], mark[2]
        else:
            yield number, line


def toml_lines(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the values of keys that hold prose; titles of sources are other people's words."""
    table = ""
    for number, line in lines:
        if line.startswith("#"):
            continue
        if line.startswith("["):
            table = line.strip()
        elif table != "[[sources]]" and not line.startswith("sources"):
            value = TOML_VALUE.match(line)
            if value is None:
                yield number, line
            elif value[1] not in NOT_PROSE:
                yield number, value[2]


def check(path: Path, table: Table, used: set[Allowed], *, name: str) -> Iterator[Found]:
    """Yield what one text should say otherwise, and note the exceptions that it uses."""
    lines = list(prose_lines(path))
    allowed = [row for row in table.allowed if row.path == name]
    rules: tuple[Words | Term, ...] = (*table.words, *table.terms)
    for rule in rules:
        for number, line, said in rule.places(name, lines):
            if not excepted(allowed, rule.id, line, said.span(), used):
                yield Found(name, number, rule.id, said[0], rule.advice)


def excepted(allowed: list[Allowed], rule: str, line: str, span: tuple[int, int], used: set[Allowed]) -> bool:
    """Return whether an exception of this rule covers this place of a line, and note the exception as used."""
    for row in allowed:
        start = line.find(row.text)
        if row.rule == rule and start >= 0 and start <= span[0] and span[1] <= start + len(row.text):
            used.add(row)
            return True
    return False


def check_course(content: Path = CONTENT, table: Table | None = None) -> list[str]:
    """Return a line for each place that should be rewritten, and for each exception that no place needs."""
    table = table or read_table()
    used: set[Allowed] = set()
    found = [
        str(place)
        for text in TEXTS
        for path in sorted(content.glob(f"*/{text}"))
        for place in check(path, table, used, name=path.relative_to(content).as_posix())
    ]
    spare = [row for row in table.allowed if row not in used]
    return [*found, *(f"{row.path}: the exception of {row.text!r} ({row.rule}) is not needed" for row in spare)]


if __name__ == "__main__":
    problems = check_course()
    sys.stdout.write("".join(f"{line}\n" for line in problems))
    sys.exit(1 if problems else 0)
