"""Students who make the same mistake: the judge has recognised the same wrong fix, or their changes are alike.

Changes are alike if they add the same statements, whatever the names of variables and the texts of strings in them are.
What is called keeps its name: ``text.replace("'", "")`` and ``word.replace("-", "")`` are alike, and
``text.strip("-")`` is not.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString

from quintain.accounts.models import Membership
from quintain.attempts.progress.class_progress import LastFiles, Work, last_open_files
from quintain.packs.model.lab import Lab
from quintain.web.markdown import render_inline

FEWEST_ALIKE: Final = 2
MOST_LINES: Final = 6
MOST_CHARACTERS: Final = 100_000
"""Of a larger file no shape is taken: it is not written by hand."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that several students have in common, in the last attempt of each.

    ``title`` names a wrong fix that the judge knows, and ``question`` helps them on. For changes that are only alike,
    both are empty; ``lines`` are then what one of them has added, and ``attacks`` how many attacks succeed.
    """

    lab: Lab
    title: str
    question: SafeString
    question_text: str
    students: tuple[str, ...]
    people: tuple[UUID, ...]
    lines: tuple[str, ...] = ()
    attacks: int = 0


def mistakes(
    students: Collection[Membership], works: Mapping[UUID, Collection[Work]], lab: Lab | None = None
) -> tuple[Mistake, ...]:
    """Return what several students have in common, the most common first; who is in a known group is in no other.

    Args:
        students: in the order in which they are named.
        works: what they have done, by the person.
        lab: the one that is looked at; all by itself.

    """
    if lab is not None:
        works = {person: [work for work in done if work.lab == lab] for person, done in works.items()}
    recognised = tuple(_recognised(students, works))
    counted = {(mistake.lab.uuid, person) for mistake in recognised for person in mistake.people}
    alike = _alike(students, works, counted)
    return tuple(sorted((*recognised, *alike), key=lambda mistake: -len(mistake.people)))


def _recognised(students: Iterable[Membership], works: Mapping[UUID, Collection[Work]]) -> Iterator[Mistake]:
    groups: defaultdict[tuple[str, str], list[Membership]] = defaultdict(list)
    labs: dict[str, Lab] = {}
    for student in students:
        for work in works.get(student.person_id, ()):
            if work.recognised:
                labs[work.lab.slug] = work.lab
                groups[work.lab.slug, work.recognised].append(student)
    for (slug, title), group in groups.items():
        if len(group) >= FEWEST_ALIKE:
            question = next((fix.question for fix in labs[slug].fixes if fix.title == title), "")
            yield Mistake(
                labs[slug], title, render_inline(question), question.replace("`", ""), _names(group), _people(group)
            )


def _alike(
    students: Iterable[Membership], works: Mapping[UUID, Collection[Work]], counted: Collection[tuple[UUID, UUID]]
) -> Iterator[Mistake]:
    members = {student.person_id: student for student in students}
    labs = {work.lab.uuid: work.lab for done in works.values() for work in done}
    groups: defaultdict[tuple[UUID, frozenset[str]], list[LastFiles]] = defaultdict(list)
    for last in last_open_files(members, labs):
        lab = labs.get(last.lab)
        if lab is not None and (last.lab, last.person) not in counted:
            shape = shape_of(lab.starter, last.files)
            if shape:
                groups[last.lab, shape].append(last)
    for (uuid, _), alike in groups.items():
        group = [members[last.person] for last in alike]
        if len(group) >= FEWEST_ALIKE:
            lab, first = labs[uuid], alike[0]
            yield Mistake(
                lab,
                "",
                SafeString(),
                "",
                _names(group),
                _people(group),
                added_lines(lab.starter, first.files),
                first.landed,
            )


def shape_of(original: Mapping[str, str], files: Mapping[str, str]) -> frozenset[str]:
    """Return what a change adds, without the names of its variables; empty if it adds nothing, or is no Python.

    Args:
        original: the files of the lab, by path.
        files: those of the student, by path.

    """
    added: set[str] = set()
    for path, text in files.items():
        if path.endswith(".py") and text != original.get(path):
            before, after = _statements(original.get(path, "")), _statements(text)
            if after is None:
                return frozenset()
            added.update(f"{path}: {each}" for each in after - (before or Counter()))
    return frozenset(added)


def added_lines(original: Mapping[str, str], files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the first lines that a change adds, at most six."""
    added: list[str] = []
    for path, text in files.items():
        unchanged = Counter(line.strip() for line in original.get(path, "").splitlines())
        for line in text.splitlines():
            if unchanged[line.strip()] > 0:
                unchanged[line.strip()] -= 1
            elif line.strip():
                added.append(line.rstrip()[:200])
    return tuple(added[:MOST_LINES])


@lru_cache(maxsize=512)  # a wall asks again with each change
def _statements(text: str) -> Counter[str] | None:
    """Count the statements of a file by their shape; of a compound one, its head. None for what is no Python."""
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        tree = ast.parse(text)
        return Counter(_shape(node) for node in ast.walk(tree) if isinstance(node, ast.stmt))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _shape(statement: ast.stmt) -> str:
    parts = [type(statement).__name__]
    waiting: list[ast.AST] = [
        child for child in ast.iter_child_nodes(statement) if not isinstance(child, (ast.stmt, ast.ExceptHandler))
    ]
    while waiting:
        node = waiting.pop()
        parts.append(type(node).__name__)
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.alias(name=name):
                parts.append(name)
            case ast.Call(func=ast.Name(id=name)):
                parts.append(name)
        waiting.extend(ast.iter_child_nodes(node))
    return " ".join(parts)


def _names(group: Iterable[Membership]) -> tuple[str, ...]:
    return tuple(each.person.display_name for each in group)


def _people(group: Iterable[Membership]) -> tuple[UUID, ...]:
    return tuple(each.person_id for each in group)
