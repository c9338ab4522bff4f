"""Read three sentences with many values in their gap.

The readers are those that come with Python: ast, json and html.parser. Each value is interpolated into the text,
and once more passed as the fixes of the lesson do it.
"""

import ast
import html
import json
import platform
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET


type Tree = tuple[str, str, list]  # label, value, branches


def read_python(text: str) -> Tree:
    return of_python(ast.parse(text, mode="eval").body)


def of_python(node: ast.expr) -> Tree:
    match node:
        case ast.Constant():
            return ("constant", repr(node.value), [])
        case ast.Name():
            return ("name", node.id, [])
        case ast.Attribute():
            return ("attribute", node.attr, [of_python(node.value)])
        case ast.Call():
            return ("call", "", [of_python(node.func), *map(of_python, node.args)])
        case ast.BoolOp():
            return ("or" if isinstance(node.op, ast.Or) else "and", "", [*map(of_python, node.values)])
        case ast.Compare():
            return ("compare <", "", [of_python(node.left), *map(of_python, node.comparators)])
    raise TypeError(node)


def read_json(text: str) -> Tree:
    return (
        "object",
        "",
        [("key", key, [("text", value, [])]) for key, value in json.loads(text, object_pairs_hook=list)],
    )


class Page(HTMLParser):
    """Builds a tree of elements, their attributes and their text."""

    def __init__(self):
        super().__init__()
        self.open = [("page", "", [])]

    def handle_starttag(self, tag, attributes):
        element = ("element", tag, [("attribute", key, [("text", value or "", [])]) for key, value in attributes])
        self.open[-1][2].append(element)
        self.open.append(element)

    def handle_endtag(self, tag):
        if self.open[-1][1] == tag:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1][2].append(("text", data, []))


def read_html(text: str) -> Tree:
    reader = Page()
    reader.feed(text)
    reader.close()
    return reader.open[0]


SENTENCES = {
    "python": ("Python", "price < ", "", read_python, lambda value: str(int(value)), "int"),
    "json": ("JSON", '{"role": "guest", "name": "', '"}', read_json, lambda value: json.dumps(value)[1:-1], "json.dumps"),
    "html": ("HTML", '<p title="', '">Welcome</p>', read_html, html.escape, "html.escape"),
}  # fmt: skip
VALUES = {
    "python": ("20", "20 or True", "price or 1", "__import__('os').getcwd()", "'20'"),
    "json": ("anna", 'anna", "role": "admin', 'anna", "vip": "yes', "O'Brien", 'a "b"'),
    "html": ("anna", '" onmouseover="steal()', '"><img src=x onerror=steal()>', "O'Brien & sons", "<b>"),
}


def mark(tree: Tree, honest: Tree | None) -> dict:
    """Compare with the honest tree: what stands at a place of its own is new, and so is all below it."""
    label, value, branches = tree
    if honest is None:
        return {"label": label, "value": value, "new": True, "branches": [mark(each, None) for each in branches]}
    keys, known = [shape(each) for each in branches], [shape(each) for each in honest[2]]
    partners: list[Tree | None] = [None] * len(branches)
    for block in SequenceMatcher(None, known, keys, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            partners[block.b + offset] = honest[2][block.a + offset]
    return {
        "label": label,
        "value": value,
        "new": False,
        "branches": [mark(each, partner) for each, partner in zip(branches, partners, strict=True)],
    }


def shape(tree: Tree) -> str:
    """Return what makes a branch the same as another: its kind, and its name where the name is grammar."""
    label, value, _ = tree
    return label if label in {"constant", "text"} else f"{label} {value}"


def count_new(tree: dict) -> int:
    return tree["new"] + sum(map(count_new, tree["branches"]))


def case(sentence: str, value: str, honest: Tree) -> dict:
    _, before, after, read, encode, _ = SENTENCES[sentence]
    found: dict = {"sentence": sentence, "value": value}
    for name, make in (("spliced", lambda: value), ("handed", lambda: encode(value))):
        try:
            text = before + make() + after
            tree = read(text)
        except (SyntaxError, ValueError) as error:
            found[name] = {"error": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
            continue
        # The root itself may be new: Python's `or` then stands above the comparison that was meant.
        marked = mark(tree, honest if shape(tree) == shape(honest) else (tree[0], tree[1], [honest]))
        marked["new"] = shape(tree) != shape(honest)
        found[name] = {"text": text, "tree": marked, "new": count_new(marked)}
    return found


def record() -> dict:
    cases = []
    for sentence, values in VALUES.items():
        _, before, after, read, _, _ = SENTENCES[sentence]
        honest = read(before + values[0] + after)
        cases += [case(sentence, value, honest) for value in values]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "sentences": [
            {"id": key, "title": title, "before": before, "after": after, "encoder": encoder}
            for key, (title, before, after, _, _, encoder) in SENTENCES.items()
        ],
        "cases": cases,
        "tables": [
            {
                "title": "Nodes that the value has added to the tree",
                "columns": ["value", "text", "interpolated", "converted or encoded"],
                "rows": [
                    [
                        f"`` {each['value']} ``",
                        SENTENCES[each["sentence"]][0],
                        *(each[way].get("new", "refused") for way in ("spliced", "handed")),
                    ]
                    for each in cases
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the JSON sentence with one role too many beside the honest one."""
    chosen = [each for each in data["cases"] if each["sentence"] == "json"]
    left, right = chosen[0]["spliced"]["tree"], chosen[1]["spliced"]["tree"]
    height = 40 + 26 * 8
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "trees-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "The same sentence with two values: with the second one, its tree has one more key, added by the value.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def branch(tree: dict, x: float, y: float) -> float:
        write(f"{tree['label']} {tree['value']}".strip(), x, y, "mono harm" if tree["new"] else "mono")
        here = y
        for each in tree["branches"]:
            ET.SubElement(svg, "path", {"class": "twig", "d": f"M{x + 4:g} {here + 8:g}V{y + 22:g}H{x + 18:g}"})
            y = branch(each, x + 24, y + 26)
        return y

    for title, tree, x in ((chosen[0]["value"], left, 0), (chosen[1]["value"], right, 330)):
        write(title, x, 16, "value")
        branch(tree, x, 46)
    return ET.tostring(svg, encoding="unicode") + "\n"
