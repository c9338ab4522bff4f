"""Writes a matrix for an author: which attack succeeded on which fix, and the evidence wherever something disagrees."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from quintain.cli.places import print_problems
from quintain.judge.grading.recognition import name_of
from quintain.judge.proving.matrix import CaseKind, Cell, Matrix
from quintain.judge.verdict import Check, Kind, Outcome, Result, Step
from quintain.packs import Lab

MOST_CHECKS: Final = 4
MOST_NAMES: Final = 4
MOST_LINES: Final = 14
WIDEST_NAME: Final = 30
WORD_WIDTH: Final = 10  # "still-open"
MARKS: Final = {
    Outcome.LANDED: Text("●", "red"),
    Outcome.REPELLED: Text("○", "green"),
    Outcome.ERROR: Text("!", "bold red"),
    Outcome.SKIPPED: Text("·", "dim"),
}
WORDS: Final = {Outcome.LANDED: "succeeded", Outcome.REPELLED: "stopped"}
COLOURS: Final = {"proven": "green", "still-open": "yellow", "broken": "magenta", "error": "bold red"}


def print_matrix(lab: Lab, matrix: Matrix, console: Console, *, verbose: bool = False) -> None:
    """Print one lab: its table, the attacks' names, and what disagrees."""
    word = Text("agrees", "bold green") if matrix.agrees else Text("disagrees", "bold red")
    console.print(
        Text.assemble((f"\n{lab.code} {lab.slug}", "bold"), " ", word, (f"  {matrix.wall_seconds:.1f} s", "dim"))
    )
    console.print(table_of(lab, matrix, console.width, verbose=verbose))
    console.print(legend_of(lab))
    for problem in matrix.problems:
        console.print(Text(f"✗ {problem}", "red"), soft_wrap=True)
    errors = errors_of(matrix)
    for (check, sentence), names in errors.items():
        where = f"{len(names)} rows" if len(names) > MOST_NAMES else ", ".join(names)
        console.print(Text(f"\n✗ {check} is an error on {where}", "bold red"), soft_wrap=True)
        console.print(Text(f"  {sentence}"), soft_wrap=True)
    printed = [sentence for _, sentence in errors]
    printed += [f"{check.rpartition('/')[2]} does not reject it." for check, _ in errors]
    for cell in matrix.cells:
        if problems := own_problems(cell, printed):
            print_disagreement(lab, cell, problems, console)
    print_problems(matrix.warnings, lab.folder.parent.parent, console)
    for note in matrix.notes:
        console.print(Text(note, "dim"), soft_wrap=True)


def errors_of(matrix: Matrix) -> dict[tuple[str, str], list[str]]:
    """Gather errors of the lab's own: one mistake in an exploit shows in every row, and is told once."""
    rows_by_error: dict[tuple[str, str], list[str]] = {}
    for cell in matrix.cells:
        for check in cell.verdict.checks if cell.verdict and not cell.agrees else ():
            if check.outcome is Outcome.ERROR:
                rows_by_error.setdefault((check.id, check.sentence), []).append(cell.name)
    return rows_by_error


def own_problems(cell: Cell, printed: Sequence[str]) -> list[str]:
    """Return what disagrees in a cell, beside the errors that are told already and what follows from them."""
    if printed and cell.got == Result.ERROR:
        return []
    return [problem for problem in cell.problems if not any(sentence in problem for sentence in printed)]


def table_of(lab: Lab, matrix: Matrix, width: int, *, verbose: bool) -> Table:
    """Draw the rows: starter, fixes, and the traps in one line as long as none is proven."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    shown = [cell for cell in matrix.cells if cell.kind is not CaseKind.TRAP or verbose or not cell.agrees]
    tried = min(WIDEST_NAME, max((len(cell.name) for cell in shown), default=0))
    table.add_column("", width=1)
    table.add_column("tried", no_wrap=True, width=tried)
    table.add_column("expected", width=WORD_WIDTH)
    table.add_column("got", width=WORD_WIDTH)
    for number in range(1, len(lab.exploits) + 1):
        table.add_column(str(number), justify="center", width=len(str(number)))
    # Names of tests are the longest and the least: they get what is left of the line.
    left = width - tried - 2 * WORD_WIDTH - sum(2 + len(str(n + 1)) for n in range(len(lab.exploits))) - 1 - 2 * 5 - 6
    table.add_column("failed", no_wrap=True, overflow="ellipsis", max_width=max(left, len("failed")))
    table.add_column("s", justify="right", min_width=4)
    for cell in shown:
        table.add_row(*_row(lab, cell))
    if quiet := [cell for cell in matrix.cells if cell not in shown]:
        seconds = sum(cell.wall_seconds for cell in quiet)
        empty = [""] * len(lab.exploits)
        table.add_row(
            Text("✓", "green"), f"{len(quiet)} traps", "not proven", "not proven", *empty, "", f"{seconds:.1f}"
        )
    return table


def _row(lab: Lab, cell: Cell) -> Iterable[Text | str]:
    yield Text("✓", "green") if cell.agrees else Text("✗", "bold red")
    yield Text(cell.name, "bold" if cell.kind is CaseKind.STARTER else "")
    yield str(cell.expected)
    yield Text(str(cell.got), COLOURS.get(str(cell.got), ""))
    checks = {check.id: check for check in (cell.verdict.checks if cell.verdict else ())}
    for exploit in lab.exploits:
        check = checks.get(f"exploits/{exploit.name}")
        yield MARKS.get(check.outcome, Text("·", "dim")) if check else Text("·", "dim")
    failed = [name.partition("::test_")[2] or name for name in cell.failed]
    yield Text((f"{len(failed)}: " if len(failed) > 1 else "") + ", ".join(failed), "dim")
    yield f"{cell.wall_seconds:.1f}"


def legend_of(lab: Lab) -> Text:
    """Name the numbered attacks, and say what the marks mean."""
    names = "  ".join(f"{number} {exploit.name}" for number, exploit in enumerate(lab.exploits, 1))
    return Text.assemble(
        (names, "dim"), ("   ", ""), ("●", "red"), (" succeeded ", "dim"), ("○", "green"), (" stopped", "dim")
    )


def print_disagreement(lab: Lab, cell: Cell, problems: Sequence[str], console: Console) -> None:
    """Print what disagrees in one cell, and the checks that show why."""
    console.print(Text(f"\n✗ {cell.name}", "bold red"))
    for problem in problems:
        console.print(Text(f"  {problem}"), soft_wrap=True)
    telling = telling_checks(lab, cell)
    for check in telling[:MOST_CHECKS]:
        print_evidence(check, console)
    if len(telling) > MOST_CHECKS:
        console.print(Text(f"  … and {len(telling) - MOST_CHECKS} more; --json has them all.", "dim"))


def telling_checks(lab: Lab, cell: Cell) -> Sequence[Check]:
    """Pick the checks that explain a disagreement: what was wanted in vain, and what gave another verdict."""
    checks = [check for check in (cell.verdict.checks if cell.verdict else ()) if check.outcome is not Outcome.ERROR]
    if cell.kind is CaseKind.REFERENCE:
        return checks
    if cell.kind is CaseKind.STARTER:
        return [
            check for check in checks if (check.kind is Kind.ATTACK) != is_bad(check) and check.kind is not Kind.WANTED
        ]
    fix = next((fix for fix in lab.fixes if fix.name == cell.name), None)
    named = set(fix.by) if fix and cell.kind is CaseKind.FIX else set()
    wanted = [check for check in checks if name_of(check) in named and not is_bad(check)]
    unwanted = [check for check in checks if is_bad(check)] if cell.got != cell.expected else []
    return [*wanted, *unwanted]


def is_bad(check: Check) -> bool:
    """Tell whether a check speaks against the submission."""
    return check.outcome in {Outcome.LANDED, Outcome.FAILED}


def print_evidence(check: Check, console: Console) -> None:
    """Print one check: what was sent, what ran, what came back."""
    variant = f" ({check.variant})" if check.variant else ""
    line = Text.assemble(
        "  ", (check.id + variant, "bold"), f": {WORDS.get(check.outcome, check.outcome)}. ", check.sentence
    )
    console.print(line, soft_wrap=True)
    for step in check.steps:
        console.print(Text.assemble("    ", (f"{step.label}:", "dim")), soft_wrap=True)
        for part in _lines(step):
            console.print(Text("      ") + part, soft_wrap=True)


def _lines(step: Step) -> Sequence[Text]:
    text = Text(step.text)
    for first, last in step.marks:
        text.stylize("bold yellow", first, last)
    lines = list(text.split("\n", allow_blank=True))
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown.append(Text(f"… {len(lines) - MOST_LINES} more lines", "dim"))
    return shown


def print_summary(matrices: Sequence[Matrix], console: Console) -> None:
    """Print the last line: how many labs agree."""
    agreeing = sum(matrix.agrees for matrix in matrices)
    if len(matrices) == 1:
        sentence = "The lab agrees." if agreeing else "The lab disagrees."
    elif not matrices:
        sentence = "There is nothing to prove."
    else:
        sentence = f"{agreeing} of {len(matrices)} labs agree."
    style = "bold green" if agreeing == len(matrices) else "bold red"
    seconds = sum(matrix.wall_seconds for matrix in matrices)
    console.print(Text.assemble("\n", (sentence, style), (f"  {seconds:.1f} s", "dim")))
