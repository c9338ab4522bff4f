"""Send values to the endpoints of the library, interpolated and bound.

SQLite runs them, and sqlglot, a parser that is not ours, reads them: uv run --with sqlglot quintain record bind-or-splice
"""

import platform
import sqlite3
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "sql-injection"))

from library import db  # noqa: E402

type Tree = list  # [label, *children], each child a Tree

ENDPOINTS = {
    "name": ("Sign in by name", "SELECT name FROM members WHERE name = '", "' AND pin = '0000'"),
    "card": ("Loans of a card", "SELECT book FROM loans WHERE card = ", ""),
}
VALUES = {
    "name": (
        "zoe",
        "zoe' --",
        "' OR 1=1 --",
        "x' OR '1' = '1",
        "o'brien",
        "zoe'' --",
        "' UNION SELECT pin FROM members --",
    ),
    "card": (
        "7",
        "7 OR 1=1",
        "0 UNION ALL SELECT pin FROM members",
        "7; DROP TABLE loans",
        "'7'",
        "9 - 2",
        "(SELECT 8)",
    ),
}
SHOWN = ("card", "7 OR 1=1")


def ask(query: str, values: tuple[str, ...] = ()) -> dict[str, object]:
    """Return rows or the error, as SQLite answers."""
    try:
        return {"rows": [row[0] for row in db.execute(query, values)]}
    except (sqlite3.Error, sqlite3.Warning) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def tree_of(query: str) -> Tree:
    """Return the query's tree as sqlglot reads it, in the words of the query."""
    import sqlglot

    return simplify(sqlglot.parse_one(query, dialect="sqlite"))


def simplify(node) -> Tree:
    from sqlglot import exp

    match node:
        case exp.Union():
            return ["UNION" if node.args["distinct"] else "UNION ALL", simplify(node.this), simplify(node.expression)]
        case exp.Select():
            columns = ", ".join(column.sql() for column in node.expressions)
            table = node.find(exp.Table)
            where = node.args.get("where")
            head = f"SELECT {columns}" + (f" FROM {table.name}" if table else "")
            return [head, *([["WHERE", simplify(where.this)]] if where else [])]
        case exp.Paren() | exp.Subquery():
            return simplify(node.this)
        case exp.Column():
            return [node.name]
        case exp.Placeholder():
            return ["?"]
        case exp.Literal(is_string=True):
            return ["'" + node.this.replace("'", "''") + "'"]
        case exp.Literal():
            return [node.this]
        case exp.And() | exp.Or():
            return [type(node).__name__.upper(), simplify(node.this), simplify(node.expression)]
        case exp.EQ():
            return ["=", simplify(node.this), simplify(node.expression)]
        case exp.Sub():
            return ["-", simplify(node.this), simplify(node.expression)]
    raise AssertionError(f"no words for {node!r}")


def send(endpoint: str, value: str) -> dict[str, object]:
    _, before, after = ENDPOINTS[endpoint]
    interpolated = ask(before + value + after)
    bound = ask(bound_query(endpoint), (value, "0000") if after else (value,))
    return {
        "endpoint": endpoint,
        "value": value,
        "interpolated": {**interpolated, "tree": None if "error" in interpolated else tree_of(before + value + after)},
        "bound": bound,
    }


def bound_query(endpoint: str) -> str:
    _, before, after = ENDPOINTS[endpoint]
    return before.rstrip("'") + "?" + after.lstrip("'").replace("'0000'", "?")


def said(answer: dict) -> str:
    if "error" in answer:
        return answer["error"]
    return ", ".join(map(str, answer["rows"])) or "no row"


def record() -> dict[str, object]:
    import sqlglot

    cases = [send(endpoint, value) for endpoint, values in VALUES.items() for value in values]
    return {
        "interpreter": f"SQLite {sqlite3.sqlite_version}, {platform.python_implementation()} {platform.python_version()}, sqlglot {sqlglot.__version__}",
        "endpoints": [
            {
                "id": endpoint,
                "title": title,
                "before": before,
                "after": after,
                "query": bound_query(endpoint),
                "tree": tree_of(bound_query(endpoint)),
            }
            for endpoint, (title, before, after) in ENDPOINTS.items()
        ],
        "cases": cases,
        "tables": [
            {
                "title": "What SQLite answers",
                "columns": ["value", "endpoint", "interpolated", "bound"],
                "rows": [
                    [
                        f"`` {case['value']} ``",
                        ENDPOINTS[case["endpoint"]][0],
                        said(case["interpolated"]),
                        said(case["bound"]),
                    ]
                    for case in cases
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw both trees of one value, side by side."""
    case = next(each for each in data["cases"] if (each["endpoint"], each["value"]) == SHOWN)
    endpoint = next(each for each in data["endpoints"] if each["id"] == SHOWN[0])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "trees-still",
            "width": "680",
            "height": "300",
            "viewBox": "0 0 680 300",
            "aria-label": f"Interpolated, the value {case['value']} puts an OR above the comparison; bound, it is compared as a whole.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def grow(tree: Tree, x: int, line: int, kind: str) -> int:
        write(tree[0], x, 62 + 26 * line, f"mono {kind if tree[0] in {'OR', '1'} else ''}".strip())
        below = line + 1
        for child in tree[1:]:
            ET.SubElement(svg, "path", {"class": "twig", "d": f"M{x + 6} {70 + 26 * line}V{57 + 26 * below}h12"})
            below = grow(child, x + 24, below, kind)
        return below

    for x, title, tree, answer, kind in (
        (4, f"Interpolated: {case['value']}", case["interpolated"]["tree"], case["interpolated"], "harm"),
        (360, f"Bound: {case['value']}", endpoint["tree"], case["bound"], "sound"),
    ):
        write(title, x, 24, "value")
        grow(tree, x, 0, kind)
        write(f"→ {said(answer)}", x, 290, "mono")
    return ET.tostring(svg, encoding="unicode") + "\n"
