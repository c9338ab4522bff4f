"""Hand each value to the six sinks of the lesson injection-attacks.

What comes back is what the sink really gave. Which parts it took for grammar is told by tokenize, pickletools and
string.Formatter for Python, pickle and the template, and by small rules of this file for SQL, the shell and options.
"""

import io
import os
import pickletools
import platform
import re
import string
import sys
import tokenize
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "injection-attacks"))

import sinks  # noqa: E402

os.environ["LC_ALL"] = "C.UTF-8"  # the messages of system programs in English

ATTACK = '-1 or 1--"$(echo ran){pin}"'
VALUES = ("7", "Ada", "7 or 1", "$(echo ran)", "{pin}", "-x", ATTACK, "I42\n.")
SQL = re.compile(r"--.*|'[^']*'|[A-Za-z_]\w*|[-;()]", re.DOTALL)
SHELL = re.compile(r"\$\([^)]*\)|[\"'`;&|<>()\n]|\$\w+")
LONGEST = 60

type Span = tuple[int, int]


def by_rule(rule: re.Pattern, value: str) -> list[Span]:
    return [found.span() for found in rule.finditer(value)]


def of_option(value: str) -> list[Span]:
    return [(0, len(value))] if value.startswith("-") else []


def of_python(value: str) -> list[Span]:
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(value).readline):
            if token.start[0] == 1 and token.type in {tokenize.OP, tokenize.NAME} and token.string:
                found.append((token.start[1], token.end[1]))
    except (tokenize.TokenError, SyntaxError):
        found.append((0, len(value)))
    return found


def of_template(value: str) -> list[Span]:
    spans, at = [], 0
    for literal, name, _, _ in string.Formatter().parse(value):
        at += len(literal)
        if name is not None:
            spans.append((at, at + len(name) + 2))
            at += len(name) + 2
    return spans


def of_pickle(value: str) -> list[Span]:
    try:
        list(pickletools.genops(value.encode()))
    except ValueError:
        return []
    return [(0, len(value))]


PARSERS = {
    "sql": ("SQL", lambda value: sinks.sql(value), lambda value: by_rule(SQL, value)),
    "shell": ("Shell", lambda value: sinks.shell(value), lambda value: by_rule(SHELL, value)),
    "options": ("Program's options", lambda value: sinks.options(value), of_option),
    "python": ("Python", lambda value: sinks.python(value), of_python),
    "template": ("Template", lambda value: sinks.template(value), of_template),
    "pickle": ("Pickle", lambda value: sinks.unpickle(value.encode()), of_pickle),
}


def ask(parser: str, value: str) -> dict:
    _, sink, spans = PARSERS[parser]
    try:
        answer = repr(sink(value))
    except Exception as error:  # noqa: BLE001  whatever a sink raises is its answer
        answer = f"{type(error).__name__}: {error}".splitlines()[0]
    return {"parser": parser, "grammar": spans(value), "answer": answer[:LONGEST]}


def record() -> dict:
    cases = [{"value": value, "readings": [ask(parser, value) for parser in PARSERS]} for value in VALUES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "parsers": {name: title for name, (title, _, _) in PARSERS.items()},
        "cases": cases,
        "tables": [
            {
                "title": "What they returned",
                "columns": ["value", *(title for title, _, _ in PARSERS.values())],
                "rows": [
                    [f"`` {case['value']!r} ``", *(f"`` {reading['answer']} ``" for reading in case["readings"])]
                    for case in cases
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the attack once for each parser, with what it takes for grammar set off."""
    case = next(each for each in data["cases"] if each["value"] == ATTACK)
    height = 16 + 34 * len(case["readings"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "parsers-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "One value, read by six parsers; five of them read different parts of it as syntax.",
        },
    )
    for row, reading in enumerate(case["readings"]):
        y = 26 + 34 * row
        ET.SubElement(svg, "text", {"class": "value", "x": "0", "y": f"{y}"}).text = data["parsers"][reading["parser"]]
        line = ET.SubElement(svg, "text", {"class": "mono", "x": "150", "y": f"{y}"})
        for text, is_grammar in pieces(case["value"], reading["grammar"]):
            part = ET.SubElement(line, "tspan", {"class": "harm"} if is_grammar else {})
            part.text = text
    return ET.tostring(svg, encoding="unicode") + "\n"


def pieces(value: str, spans: list) -> list[tuple[str, bool]]:
    found, at = [], 0
    for start, end in spans:
        found += [(value[at:start], False), (value[start:end], True)]
        at = end
    return [(text, is_grammar) for text, is_grammar in [*found, (value[at:], False)] if text]
