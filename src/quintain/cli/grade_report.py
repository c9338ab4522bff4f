"""Writes a verdict for a learner's terminal, in the order in which the page shows it.

What a program under attack has printed is in the evidence. So nothing of it reaches the terminal but letters, and no
line begins with it: services that run workflows take lines that begin with ``::`` as commands.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from quintain.exports.judged import Judged, label_of, title_of
from quintain.exports.submissions import FolderSubmission
from quintain.exports.visible import visible
from quintain.judge.tally import by_cause, only_attacks, only_tests, start_of, tally
from quintain.judge.verdict import Check, Kind, Outcome, Result, Step

TITLES: Final = {
    Result.PROVEN: ("It holds.", "bold green"),
    Result.STILL_OPEN: ("Still open", "bold red"),
    Result.BROKEN: ("Broken", "bold magenta"),
    Result.ERROR: ("Our judge stopped, not your code", "bold"),
}
WORDS: Final = {
    Outcome.LANDED: ("succeeded", "red"),
    Outcome.REPELLED: ("stopped", "green"),
    Outcome.PASSED: ("passes", "green"),
    Outcome.FAILED: ("fails", "magenta"),
    Outcome.ERROR: ("our error", "bold"),
    Outcome.SKIPPED: ("not tried", "dim"),
}
MARGIN: Final = "    │ "
MOST_LINES: Final = 40


def print_verdict(judged: Judged, submission: FolderSubmission, console: Console) -> None:
    """Print a verdict: its word and sentence, each check that speaks against the files, then the others in a line."""
    lab, verdict = judged.lab, judged.verdict
    _print(console, Text(f"{lab.code} {lab.title}", "bold"))
    for path in submission.missing:
        _print(console, Text(f"{path} is not there; the original is judged.", "yellow"))
    for path in submission.ignored:
        _print(
            console, Text(f"{path} is changed, but this lab lets nobody change it; the original is judged.", "yellow")
        )
    start = start_of(verdict.checks)
    title, style = TITLES[verdict.result]
    _print(console, Text(f"\n{'The program does not start' if start else title}", style))
    _print_words(start.sentence if start else verdict.sentence, console)
    if verdict.fault:
        fault = verdict.fault
        _print_words(f"{fault.id} {fault.where}: {fault.message}", console)
        _print_words(fault.remedy, console)
    _print_counts(verdict.checks, console)
    for check in _against(judged):
        _print_card(check, judged.promise_of(check), console)
    if verdict.recognised:
        known = verdict.recognised
        _print(console, Text(f"\nWe know this fix: {known.title}", "bold"))
        _print(console, Text(f"{known.why} {known.question}"))
    others = [check for check in verdict.checks if check.outcome not in {Outcome.LANDED, Outcome.FAILED}]
    if others:
        console.print()
    for check in sorted(others, key=lambda check: check.kind is not Kind.ATTACK):
        _print_row(check, console)
    _print(console, Text(f"\n{verdict.wall_seconds:.1f} s", "dim"))


def _print_counts(checks: Sequence[Check], console: Console) -> None:
    for words, some in (("Attacks stopped", only_attacks(checks)), ("Tests that pass", only_tests(checks))):
        if some:
            count = tally(check.outcome for check in some)
            _print(console, Text(f"{words}: {count.good} of {count.all}"))


def _against(judged: Judged) -> Iterable[Check]:
    """Return what speaks against the files, in the page's order: what broke first if it is broken, else the attacks.

    Tests that fail in the same way follow each other.
    """
    bad = tuple(judged.failing)
    failed = [check for check in bad if check.kind is not Kind.ATTACK]
    groups = [check for group in by_cause(failed).values() for check in group]
    tests = [*groups, *(check for check in failed if check not in groups)]
    landed = only_attacks(bad)
    return (*tests, *landed) if judged.verdict.result is Result.BROKEN else (*landed, *tests)


def _print_card(check: Check, promise: str, console: Console) -> None:
    console.print()
    _print_row(check, console, bold=True)
    if check.sentence and check.kind is not Kind.START:
        _print_words(f"    {check.sentence}", console)
    if promise:
        _print_words(f"    {promise}", console)
    for step in check.steps:
        _print(console, Text(f"    {on_one_line(label_of(step))}", "dim"))
        for line in _lines(step):
            _print(console, Text(MARGIN, "dim") + line)
    if check.hidden:
        _print(console, Text("    This attack is hidden: you see what kind it is, and not what was sent.", "dim"))


def _print_row(check: Check, console: Console, *, bold: bool = False) -> None:
    word, style = WORDS[check.outcome]
    what = {Kind.ATTACK: "attack", Kind.START: "start"}.get(check.kind, "test")
    title = Text(on_one_line(title_of(check)), "bold" if bold else "")
    _print(console, Text.assemble((f"{what} {check.number or ''}".strip(), "dim"), " ", title, ": ", (word, style)))


def on_one_line(text: str) -> str:
    """Write a text so that it begins no line of its own."""
    return visible(text).replace("\n", "\\n")


def _print_words(text: str, console: Console) -> None:
    """Print a sentence; where a program has put newlines into it, what follows them is at the margin of evidence."""
    first, *others = visible(text).split("\n")
    _print(console, Text(first))
    for line in others:
        _print(console, Text(MARGIN, "dim") + Text(line))


def _lines(step: Step) -> Sequence[Text]:
    """Return the lines of a step, with what an attacker controls marked where each letter is at its place."""
    shown = visible(step.text)
    text = Text(shown)
    for first, last in step.marks if shown == step.text else ():
        text.stylize("bold yellow", first, last)
    text.rstrip()
    lines = list(text.split("\n", allow_blank=True))
    left = len(lines) - MOST_LINES
    return lines if left <= 0 else [*lines[:MOST_LINES], Text(f"… {left} more lines", "dim")]


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)
