"""Cuts lesson.md into what a page shows one below the other: prose, code, changes, questions, incidents and so on.

A fence whose info string begins with one of ``WORDS`` is a block; every other fence is part of the prose.
A link of the prose to a file of the folder is a claim: the file must contain the words that are linked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from markdown_it.token import Token

from quintain.packs.building import cut as cut_short
from quintain.packs.building import suggestion
from quintain.packs.constraints import SLUG
from quintain.packs.model.lesson import (
    Ask,
    Block,
    Change,
    Code,
    Incident,
    ListPrinciples,
    ListReading,
    Practise,
    Prose,
    Show,
)
from quintain.packs.model.question import Question
from quintain.packs.problems import ProblemCollector
from quintain.packs.prose import blocks_of, titles_of

WORDS: Final = ("include", "change", "question", "incident", "exhibit", "exercise", "principles", "reading-list")
OPTIONS: Final = ("lines", "mark", "closed")
LANGUAGES: Final[Mapping[str, str]] = {
    ".c": "c", ".cfg": "ini", ".css": "css", ".html": "html", ".ini": "ini", ".js": "javascript", ".json": "json",
    ".md": "markdown", ".py": "python", ".sh": "bash", ".sql": "sql", ".toml": "toml", ".xml": "xml", ".yaml": "yaml",
    ".yml": "yaml",
}  # fmt: skip
# Languages whose code belongs into a file that runs; all others are transcripts, commands and messages.
PASTED: Final = frozenset({"python", "py", "python3"})
LINES: Final = re.compile(r"(?P<first>[1-9]\d{0,5})(-(?P<last>[1-9]\d{0,5}))?")
NOTE: Final = re.compile(r"line (?P<line>\d{1,6}): (?P<text>.*\S.*)")
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
AS_OF: Final = re.compile(r"as_of=(?P<day>\S+) ")
# A code span is matched first, so that no claim is found in it; a claim's own words may be code.
CLAIM: Final = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|\[(?P<words>[^\]\[]+)\]\((?P<path>(?!https?:|/|#)[^)\s]+)\)"
)
HOST: Final = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")
LINK: Final = re.compile(r"\]\(https?://|<https?://|^\[[^\]]+\]: https?://", re.MULTILINE)


@dataclass
class Cutter:
    """The state of cutting one lesson."""

    files: Mapping[str, str]
    questions: Mapping[str, Question]
    collector: ProblemCollector
    blocks: list[Block] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


def cut(
    markdown: str, files: Mapping[str, str], questions: Sequence[Question], collector: ProblemCollector
) -> tuple[Block, ...]:
    """Cut a lesson's Markdown into blocks.

    Args:
        markdown: the text of lesson.md.
        files: the lesson's folder, path → text.
        questions: the questions of its quiz.
        collector: where problems go, each with the line of its fence.

    """
    lines = markdown.split("\n")
    tokens = blocks_of(markdown)
    if not titles_of(tokens):
        collector.add("lesson.E026", "lesson.md has no H2.", line=1)
    cutter = Cutter(files, {question.id: question for question in questions}, collector)
    position = 0
    for token, start, end, word in _fences(tokens):
        if word in WORDS and token.level == 0:
            _prose(cutter, lines[position:start], position + 1)
            HANDLERS[word](cutter, token, start + 1)
            position = end
        else:
            _other_fence(collector, token.info.strip(), word, start + 1)
    _prose(cutter, lines[position:], position + 1)
    return tuple(cutter.blocks)


def hold_plain(markdown: str, collector: ProblemCollector) -> None:
    """Hold a text beside a lesson to plain Markdown: no blocks of a lesson, and no Python that nothing runs."""
    for _, start, _, word in _fences(blocks_of(markdown)):
        if word in WORDS:
            remedy = "Put it into lesson.md, and name it here in a sentence."
            collector.add(
                "lesson.E014", f"{collector.path.name} holds the block {word}.", line=start + 1, remedy=remedy
            )
        elif word.lower() in PASTED:
            remedy = "Move the code to a file beside this one, and name the file here."
            collector.add("lesson.E015", f"Python is pasted into {collector.path.name}.", line=start + 1, remedy=remedy)


def _fences(tokens: Sequence[Token]) -> Iterator[tuple[Token, int, int, str]]:
    """Yield each fence with its first line, the line after it, and the first word of its info string."""
    for token in tokens:
        if token.type == "fence" and token.map is not None:
            start, end = token.map
            yield token, start, end, next(iter(token.info.split()), "")


def _prose(cutter: Cutter, lines: Sequence[str], first: int) -> None:
    text = _without_claims(cutter, lines, first)
    if text.strip():
        cutter.blocks.append(Prose(text))


def _without_claims(cutter: Cutter, lines: Sequence[str], first: int) -> str:
    """Hold the claims of a text to the files that show them, and return it as it is read: without these links."""
    code = _lines_of_code("\n".join(lines))

    def claimed(match: re.Match[str], *, number: int) -> str:
        if match["ticks"]:
            return match[0]
        path, words = match["path"], match["words"].strip("`*_")
        if path not in cutter.files:
            message = f"The file {cut_short(path)} is missing.{suggestion(path, cutter.files)}"
            cutter.collector.add("lesson.E016", message, line=number)
        elif words not in cutter.files[path]:
            cutter.collector.add("lesson.E035", f"{path} does not contain {cut_short(words)}.", line=number)
        return match["words"]

    return "\n".join(
        line if offset in code else CLAIM.sub(partial(claimed, number=first + offset), line)
        for offset, line in enumerate(lines)
    ).strip("\n")


def _lines_of_code(markdown: str) -> frozenset[int]:
    """Return the lines, from 0, that fences and indented code take up."""
    blocks = (token.map for token in blocks_of(markdown) if token.type in {"fence", "code_block"} and token.map)
    return frozenset(line for start, end in blocks for line in range(start, end))


def _other_fence(collector: ProblemCollector, info: str, word: str, line: int) -> None:
    if word in WORDS:
        message = f"The {word} block stands inside a list or quotation."
        collector.add("lesson.E019", message, line=line, remedy="Begin the block at the margin.")
    elif word.lower() in PASTED:
        collector.add("lesson.E015", "Python is pasted into the lesson.", line=line)
    elif " " in info:
        collector.add("lesson.E014", f'"{info}" is no block.{suggestion(word, WORDS)}', line=line)


def _include(cutter: Cutter, token: Token, line: int) -> None:
    collector = cutter.collector
    _, *words = token.info.split()
    if not words or any("=" not in word for word in words[1:]):
        collector.add(
            "lesson.E019", "An include names a file, then options: include guard.py lines=7-9 mark=8.", line=line
        )
        return
    name, options = words[0], dict(word.split("=", 1) for word in words[1:])
    for option in options.keys() - set(OPTIONS):
        collector.add("lesson.E019", f"{option} is no option of include.{suggestion(option, OPTIONS)}", line=line)
    if options.get("closed", "yes") != "yes":
        collector.add("lesson.E019", "closed is yes, or is left out.", line=line)
    if name not in cutter.files:
        collector.add("lesson.E016", f"The file {name} is missing.{suggestion(name, cutter.files)}", line=line)
        return
    text = cutter.files[name].split("\n")
    text = text[:-1] if text[-1] == "" else text
    first, last = _range(options.get("lines", f"1-{max(len(text), 1)}"), len(text), collector, line)
    marked = _marked(options.get("mark", ""), collector, line)
    notes = _notes(token.content, collector, line)
    for number in (*marked, *notes):
        if not first <= number <= last:
            collector.add("lesson.E018", f"Line {number} of {name} is not shown here.", line=line)
    path = PurePosixPath(name)
    language = LANGUAGES.get(path.suffix, "text")
    shown = "\n".join(text[first - 1 : last])
    cutter.blocks.append(Code(path, language, first, shown, marked, notes, closed="closed" in options))


def _change(cutter: Cutter, token: Token, line: int) -> None:
    _, *names = token.info.split()
    if len(names) != 2 or token.content.strip():  # noqa: PLR2004  before and after
        message = "A change block names two files and is empty: change before.py after.py."
        cutter.collector.add("lesson.E019", message, line=line)
        return
    for name in names:
        if name not in cutter.files:
            message = f"The file {cut_short(name)} is missing.{suggestion(name, cutter.files)}"
            cutter.collector.add("lesson.E016", message, line=line)
            return
    before, after = (cutter.files[name] for name in names)
    if before == after:
        cutter.collector.add("lesson.E036", f"{names[0]} and {names[1]} are equal.", line=line)
        return
    cutter.blocks.append(Change(PurePosixPath(names[0]), PurePosixPath(names[1]), before, after))


def _range(written: str, most: int, collector: ProblemCollector, line: int) -> tuple[int, int]:
    match = LINES.fullmatch(written)
    first = int(match["first"]) if match else 0
    last = int(match["last"] or first) if match else 0
    if not match or first > last:
        collector.add("lesson.E017", f"lines={written} is no range of lines such as 3-9.", line=line)
        return 1, most
    if last > most:
        collector.add("lesson.E017", f"The file has {most} lines; line {last} lies beyond its end.", line=line)
        return min(first, most), most
    return first, last


def _marked(written: str, collector: ProblemCollector, line: int) -> tuple[int, ...]:
    marked: list[int] = []
    for part in written.split(",") if written else ():
        match = LINES.fullmatch(part)
        if not match:
            collector.add("lesson.E019", f"mark={written} is no list of lines such as 8,9 or 8-9.", line=line)
            return ()
        first = int(match["first"])
        last = int(match["last"] or first)
        marked.extend(range(first, min(last, first + 1000) + 1))
    return tuple(marked)


def _notes(content: str, collector: ProblemCollector, line: int) -> Mapping[int, str]:
    """Read "line 9: text"; lines that do not begin so continue the note above them."""
    notes: dict[int, str] = {}
    number = 0
    for offset, written in enumerate(content.split("\n"), 1):
        if match := NOTE.fullmatch(written.strip()):
            number = int(match["line"])
            notes[number] = match["text"].strip()
        elif written.strip() and number:
            notes[number] += f" {written.strip()}"
        elif written.strip():
            collector.add("lesson.E019", 'A note is written "line 9: what to see there".', line=line + offset)
    return notes


def _named(cutter: Cutter, token: Token, line: int, form: str = SLUG) -> str:
    """Return the one name that an empty block gives; nothing if it is written otherwise."""
    word, *names = token.info.split()
    if len(names) == 1 and re.fullmatch(form, names[0]) and not token.content.strip():
        return names[0]
    article = "An" if word.startswith("e") else "A"
    cutter.collector.add("lesson.E019", f"{article} {word} block names one {word} and is empty.", line=line)
    return ""


def _question(cutter: Cutter, token: Token, line: int) -> None:
    name = _named(cutter, token, line, form=".+")
    if name in cutter.asked:
        cutter.collector.add("lesson.E022", f"The question {name} is asked twice.", line=line)
    elif name in cutter.questions:
        cutter.asked.add(name)
        cutter.blocks.append(Ask(cutter.questions[name]))
    elif name:
        cutter.collector.add(
            "lesson.E021", f"The quiz has no question {name}.{suggestion(name, cutter.questions)}", line=line
        )


def _incident(cutter: Cutter, token: Token, line: int) -> None:
    info = token.info
    as_of = None
    if match := AS_OF.search(info):
        as_of = _day(match["day"])
        info = info.replace(match[0], "", 1)
    words = info.split(maxsplit=2)
    day = _day(words[1]) if len(words) > 1 else None
    if day is None or len(words) < 3:  # noqa: PLR2004  the word, the day and the title
        cutter.collector.add("lesson.E024", "An incident begins with its date and title.", line=line)
    elif as_of is None or as_of < day:
        message = (
            "as_of is no date after the incident." if match else "The incident does not say as_of which day it is."
        )
        cutter.collector.add("lesson.E024", message, line=line)
    elif not LINK.search(token.content):
        cutter.collector.add("lesson.E025", "The incident names no source.", line=line)
    else:
        body = _without_claims(cutter, token.content.split("\n"), line + 1)
        cutter.blocks.append(Incident(day, words[2], body, as_of=as_of))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if DATE.fullmatch(written) else None
    except ValueError:
        return None


def _exhibit(cutter: Cutter, token: Token, line: int) -> None:
    if name := _named(cutter, token, line):
        cutter.blocks.append(Show(name))


def _exercise(cutter: Cutter, token: Token, line: int) -> None:
    name = _named(cutter, token, line)
    if (block := Practise(name)) in cutter.blocks:
        cutter.collector.add("lesson.E031", f"The exercise {name} stands here twice.", line=line)
    elif name:
        cutter.blocks.append(block)


def _principles(cutter: Cutter, token: Token, line: int) -> None:
    if name := _named(cutter, token, line):
        cutter.blocks.append(ListPrinciples(name))


def _reading_list(cutter: Cutter, token: Token, line: int) -> None:
    _, *names = token.info.split()
    hosts = tuple(token.content.split())
    if len(names) != 1 or not re.fullmatch(SLUG, names[0]) or not all(HOST.fullmatch(host) for host in hosts):
        message = "A reading-list block has one name, and in it hosts such as docs.python.org, one a line."
        cutter.collector.add("lesson.E019", message, line=line)
    elif any(isinstance(block, ListReading) and block.name == names[0] for block in cutter.blocks):
        cutter.collector.add("lesson.E019", f"The reading list {names[0]} stands here twice.", line=line)
    else:
        cutter.blocks.append(ListReading(names[0], hosts))


HANDLERS: Final = {
    "include": _include,
    "change": _change,
    "question": _question,
    "incident": _incident,
    "exhibit": _exhibit,
    "exercise": _exercise,
    "principles": _principles,
    "reading-list": _reading_list,
}
