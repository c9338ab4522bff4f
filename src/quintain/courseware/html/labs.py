"""A lab as a chapter: its task and its program; for instructors also its hints, solutions and debrief."""

from collections.abc import Iterator, Mapping
from typing import Final

from quintain.courseware.contents import LabChapter, Solution
from quintain.courseware.html.blocks import Page, draw_sources, outside
from quintain.courseware.html.code import (
    Line,
    code_box,
    draw_changes,
    draw_file,
    draw_lines,
    highlight_lines,
    language_of,
)
from quintain.courseware.html.tags import Html, join, tag
from quintain.packs.model.lab import Expectation, Fix, PullRequest
from quintain.packs.model.source import Section
from quintain.packs.model.weakness import Weakness

VERDICTS: Final[Mapping[Expectation, str]] = {
    Expectation.PROVEN: "proven",
    Expectation.STILL_OPEN: "still open",
    Expectation.BROKEN: "broken",
}


def draw_lab(page: Page, lab: LabChapter) -> Html:
    """Return all of a lab that the edition holds."""
    return join(
        _facts(lab),
        *(join(page.heading(section.title), page.markdown(section.markdown)) for section in lab.brief),
        join(*_promises(page, lab)) if lab.promises else None,
        join(*_pull_request(page, lab, lab.pull_request)) if lab.pull_request else None,
        _program(page, lab),
        join(*_solution(page, lab, lab.solution)) if lab.solution else None,
    )


def _facts(lab: LabChapter) -> Html:
    kind = "A stretch lab" if lab.stretch else "A lab"
    named = join(
        *(join(", " if number else None, outside(each.cwe, each.address), _name(each))
          for number, each in enumerate(lab.weaknesses))
    )  # fmt: skip
    return tag("p", {"class": "facts second"}, f"{kind} of about {lab.minutes} minutes. Weakness: ", named, ".")


def _name(weakness: Weakness) -> str:
    """Return the name behind a number; a weakness that nobody has named has its number alone."""
    return f" {weakness.name}" if weakness.name != weakness.cwe else ""


def _promises(page: Page, lab: LabChapter) -> Iterator[Html]:
    """Say what a fix must keep, with the numbers that the page of the lab shows."""
    yield page.heading("Promises")
    rows = join(*(tag("li", {}, page.inline(promise.text)) for promise in lab.promises))
    yield tag("div", {"class": "prose"}, tag("ol", {}, rows))


def _pull_request(page: Page, lab: LabChapter, request: PullRequest) -> Iterator[Html]:
    yield page.heading("The pull request")
    yield tag("h3", {}, page.inline(request.title))
    yield page.markdown(request.markdown)
    yield draw_changes(request.before, lab.files)


def _program(page: Page, lab: LabChapter) -> Html:
    files = (
        draw_file(path, text, "yours to change" if path in lab.editable else "") for path, text in lab.files.items()
    )
    return join(page.heading("The program"), *files)


def _solution(page: Page, lab: LabChapter, solution: Solution) -> Iterator[Html]:
    if solution.spots:
        yield page.heading("The flaws")
        yield _flaws(page, lab, solution)
    if solution.hints:
        yield page.heading("Hints")
        yield from (_section(page, section) for section in solution.hints)
    if solution.attacks:
        yield page.heading("Attacks of the judge")
        titles = (
            tag("li", {}, attack.title, tag("span", {"class": "second"}, " (hidden)") if attack.hidden else None)
            for attack in solution.attacks
        )
        yield tag("div", {"class": "prose"}, tag("ol", {}, *titles))
    if solution.sound:
        yield page.heading("Sound fixes")
        yield from (_sound(page, lab, fix) for fix in solution.sound)
    if solution.wrong:
        yield page.heading("Wrong fixes")
        yield tag("dl", {"class": "wrong-fixes prose"}, *(_wrong(page, fix) for fix in solution.wrong))
    if solution.debrief.strip():
        yield page.heading("Debrief")
        yield page.markdown(solution.debrief)
    yield draw_sources(page, solution.sources)


def _flaws(page: Page, lab: LabChapter, solution: Solution) -> Html:
    """Return the lines of each flaw with their weakness and reason, then what only looks like one."""
    spots = (
        join(
            _excerpt(lab, spot.file, spot.first, spot.last),
            tag("p", {"class": "prose"}, tag("b", {}, ", ".join(spot.cwe), ". "), page.inline(spot.why)),
        )
        for spot in solution.spots
    )
    decoys = tuple(
        tag("li", {}, f"{decoy.file}, {_span(decoy.first, decoy.last)}: ", page.inline(decoy.why))
        for decoy in solution.decoys
    )
    fine = tag("div", {"class": "prose"}, tag("p", {}, "These lines are fine:"), tag("ul", {}, *decoys))
    return join(*spots, fine if decoys else None)


def _excerpt(lab: LabChapter, path: str, first: int, last: int) -> Html:
    rows = highlight_lines(lab.files.get(path, ""), language_of(path))[first - 1 : last]
    lines = tuple(Line(number, row, "flawed") for number, row in enumerate(rows, first))
    return code_box(path, _span(first, last), draw_lines(lines, path))


def _span(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _section(page: Page, section: Section) -> Html:
    return join(tag("h3", {}, page.inline(section.title)), page.markdown(section.markdown))


def _sound(page: Page, lab: LabChapter, fix: Fix) -> Html:
    why = tag("p", {"class": "prose"}, page.inline(fix.why))
    return join(tag("h3", {}, page.inline(fix.title)), why, draw_changes(lab.files, fix.files))


def _wrong(page: Page, fix: Fix) -> Html:
    verdict = tag("span", {"class": "second"}, f" ({VERDICTS[fix.expect]})")
    asked = tag("p", {}, tag("i", {}, page.inline(fix.question))) if fix.question else None
    return join(
        tag("dt", {}, page.inline(fix.title), verdict), tag("dd", {}, tag("p", {}, page.inline(fix.why)), asked)
    )
