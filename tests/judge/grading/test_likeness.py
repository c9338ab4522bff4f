"""Two programs are alike only if they differ in names, layout and comments."""

import ast
import builtins
import keyword
from itertools import combinations
from pathlib import Path

import pytest

from quintain.judge.grading.likeness import is_alike
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab

LABS = Path(__file__).parents[3] / "content" / "python-security" / "labs"
STARTER = "def read(name):\n    return open(name).read()\n"
FIX = """
import re

def read(name):
    found = re.fullmatch(r"[a-z]+", name)
    if not found:
        raise ValueError("no")
    return open(name).read()
"""


def alike(one: str, other: str) -> bool:
    return is_alike({"a.py": one}, {"a.py": other}, {"a.py": STARTER})


def test_names_layout_and_comments_do_not_matter() -> None:
    """Nor do docstrings, types, and quotation marks."""
    other = '''"""Reads."""
import re
def load(text: str) -> str:
    """Read."""
    m = re.fullmatch(r'[a-z]+', text)  # letters
    if not m:
        raise ValueError(
            "no",
        )
    return open(text).read()
'''
    assert alike(FIX, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fullmatch", "match"),
        ("[a-z]+", "[a-z]*"),
        ("not found", "found"),
        ("open(name)", "open(found)"),
        ("ValueError", "KeyError"),
        ("import re", "import re\n\nLIMIT = 3"),
    ],
)
def test_everything_else_matters(old: str, new: str) -> None:
    """Another function, pattern, condition, variable or exception is another program."""
    assert not alike(FIX, FIX.replace(old, new))


def test_starter_and_what_is_no_python_are_like_nothing() -> None:
    """A fix changes something, and can be read."""
    assert not alike(STARTER, STARTER)
    assert not alike("def", "def")
    assert not alike(FIX, "def")


class Renamed(ast.NodeTransformer):
    """Gives all parameters and variables of functions other names."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"{node.id}_x", node.ctx) if node.id in self._names else node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(f"{node.arg}_x", node.annotation) if node.arg in self._names else node

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.MatchAs:
        self.generic_visit(node)
        return ast.MatchAs(node.pattern, f"{node.name}_x") if node.name in self._names else node

    def visit_MatchStar(self, node: ast.MatchStar) -> ast.MatchStar:
        return ast.MatchStar(f"{node.name}_x") if node.name in self._names else node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.generic_visit(node)
        if node.name in self._names:
            node.name = f"{node.name}_x"
        return node


def renamed(source: str) -> str:
    """Rename what is local, and lay the program out anew."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    names = {
        node.id
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    declared = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    declared |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    declared |= {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    declared |= {node.arg or "" for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    return ast.unparse(Renamed(frozenset(names - declared - set(dir(builtins)) - set(keyword.kwlist))).visit(tree))


def course() -> list[Lab]:
    return [load_lab(folder) for folder in sorted(LABS.iterdir()) if (folder / "lab.toml").exists()]


@pytest.mark.whole
def test_fixes_of_the_course_are_known_again_and_told_apart() -> None:
    """Each wrong fix with other names and another layout is known, and no other of its lab is taken for it."""
    lost, mistaken, count = [], [], 0
    for lab in course():
        for fix in lab.wrong_fixes:
            other = {path: renamed(text) if path.endswith(".py") else text for path, text in fix.files.items()}
            count += 1
            if not is_alike(other, fix.files, lab.starter):
                lost.append((lab.slug, fix.name))
        mistaken += [
            (lab.slug, one.name, two.name)
            for one, two in combinations(lab.fixes, 2)
            if is_alike(one.files, two.files, lab.starter)
        ]
    assert count > 100
    assert lost == [], lost
    assert mistaken == []
