"""Labs on paper: the task and the original code; for instructors the solution as well."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from quintain.courseware.contents import LabChapter, Solution
from quintain.courseware.typst.lessons import sources
from quintain.courseware.typst.listings import difference, language_of, listing
from quintain.courseware.typst.manuscript import Manuscript
from quintain.courseware.typst.prose import blocks, inline, title
from quintain.courseware.typst.source import NOTHING, Code, call, joined, literal, mono, text
from quintain.packs.model.lab import Fix, Spot

PRINTED: Final = 1
"""So many fixes that hold are printed as changes; the code of the others is on the page of the debrief."""


def lab(each: LabChapter, into: Manuscript) -> Code:
    """Write a lab; the solution is there only if its chapter has one."""
    level = into.begin(into.chapter, into.top)
    body = [*_brief(each, into), *_program(each, into)]
    if each.solution:
        body += _solution(each, each.solution, into)
    body += sources(into, each.solution.sources if each.solution else ())
    return call(
        "lab",
        level,
        literal(each.code),
        text(each.title),
        literal(f"lab-{each.slug}"),
        _facts(each, into),
        joined(body),
    )


def _facts(each: LabChapter, into: Manuscript) -> Code:
    facts = [call("fact", text("Time"), text(f"{each.minutes} minutes" + (", stretch" if each.stretch else "")))]
    for weakness in each.weaknesses:
        into.names[weakness.cwe] = weakness
        mark = into.anchor(into.weaknesses, weakness.cwe)
        facts.append(call("fact", call("whole", literal(weakness.cwe)), joined([mark, text(weakness.name)])))
    return joined(facts)


def _brief(each: LabChapter, into: Manuscript) -> Iterator[Code]:
    for section in each.brief:
        yield title(4, into, inline(section.title, into))
        yield blocks(section.markdown, into, top=5)
    if each.promises:
        yield title(4, into, text("Promises"))
        yield call("enum", *(inline(promise.text, into) for promise in each.promises))


def _program(each: LabChapter, into: Manuscript) -> Iterator[Code]:
    if each.pull_request:
        yield title(4, into, text("The pull request"))
        parts = joined(
            [call("prose", call("strong", text(each.pull_request.title))), blocks(each.pull_request.markdown, into)]
        )
        yield call("panel", NOTHING, parts)
        for path, after in each.files.items():
            before = each.pull_request.before.get(path)
            if before != after:
                yield difference(before or "", after, path, into.columns, "changed" if before else "new")
        return
    yield title(4, into, text("The original code"))
    for path, words in each.files.items():
        editable = any(PurePosixPath(path).full_match(pattern) for pattern in each.editable)
        label = "you may change it" if editable else "to read"
        yield listing(words, language_of(path), into.columns, name=path, label=label)


def _solution(each: LabChapter, solution: Solution, into: Manuscript) -> Iterator[Code]:
    yield title(4, into, text("Solution"))
    if solution.spots:
        yield title(5, into, text("Where the flaws are"))
        yield call("list", *(_spot(spot, solution, into) for spot in solution.spots))
    if solution.decoys:
        yield title(5, into, text("What only looks flawed"))
        yield call(
            "list",
            *(
                joined([mono(decoy.file), text(_at(decoy.first, decoy.last)), inline(decoy.why, into)])
                for decoy in solution.decoys
            ),
        )
    if solution.attacks:
        yield title(5, into, text("Attacks"))
        hidden = " (hidden from learners)"
        yield call("list", *(text(attack.title + (hidden if attack.hidden else "")) for attack in solution.attacks))
    for fix in solution.sound[:PRINTED]:
        yield from _fix(fix, each, into)
    if others := solution.sound[PRINTED:]:
        yield title(5, into, text("Other fixes that hold"))
        yield call(
            "list",
            *(
                joined([call("strong", joined([inline(fix.title, into), text(". ")])), inline(fix.why, into)])
                for fix in others
            ),
        )
    if solution.wrong:
        yield title(5, into, text("Fixes that do not hold"))
        yield call("list", *(_wrong(fix, into) for fix in solution.wrong))
    if solution.hints:
        yield title(5, into, text("Hints"))
        for section in solution.hints:
            yield title(6, into, inline(section.title, into))
            yield blocks(section.markdown, into, top=6)
    if solution.debrief:
        yield title(5, into, text("Debrief"))
        yield call("tinted", NOTHING, blocks(solution.debrief, into, top=6))


def _spot(spot: Spot, solution: Solution, into: Manuscript) -> Code:
    named = ", ".join(
        f"{cwe} {solution.weaknesses[cwe].name}" if cwe in solution.weaknesses else cwe for cwe in spot.cwe
    )
    return joined(
        [mono(spot.file), text(_at(spot.first, spot.last)), call("strong", text(f"{named}. ")), inline(spot.why, into)]
    )


def _at(first: int, last: int) -> str:
    return f", line {first}: " if first == last else f", lines {first} to {last}: "


def _fix(fix: Fix, each: LabChapter, into: Manuscript) -> Iterator[Code]:
    yield title(5, into, joined([text("A fix that holds: "), inline(fix.title, into)]))
    yield call("prose", inline(fix.why, into))
    for path, after in fix.files.items():
        before = each.files.get(path, "")
        if before != after:
            yield difference(before, after, path, into.columns)


def _wrong(fix: Fix, into: Manuscript) -> Code:
    parts = [call("strong", joined([inline(fix.title, into), text(f" ({fix.expect}). ")])), inline(fix.why, into)]
    if fix.question:
        parts += [text(" Ask: "), call("emph", inline(fix.question, into))]
    return joined(parts)
