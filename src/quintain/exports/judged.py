"""A verdict on files of a folder, as the reports of this room take it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quintain.judge.verdict import Check, Kind, Outcome, Step, StepKind, Verdict
from quintain.packs.model.lab import Lab


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the lab, and all files that were judged.

    ``prefix`` leads from where a report is read, the root of a repository, to the folder of the files: ``program/``.
    """

    lab: Lab
    files: Mapping[str, str]
    verdict: Verdict
    prefix: str = ""

    @property
    def failing(self) -> Iterator[Check]:
        """The checks that speak against the files: attacks that succeeded, and tests that failed."""
        return (check for check in self.verdict.checks if check.outcome in {Outcome.LANDED, Outcome.FAILED})

    def rule_of(self, check: Check) -> str:
        """Return the name of a check that is the same in each report: the lab's slug, and the check's id."""
        return f"{self.lab.slug}/{check.id}"

    def promise_of(self, check: Check) -> str:
        """Return the promise that a check is about, with its number; nothing if the lab has none for it."""
        number = self.lab.promise_of(check.id)
        return f"Promise {number}: {self.lab.promises[number - 1].text}" if number else ""


def title_of(check: Check) -> str:
    """Return the title of a check; of a hidden attack it names the class alone."""
    return f"{check.title} (hidden)" if check.hidden else check.title


def words_of(check: Check) -> str:
    """Say what came of a check that speaks against the files, in one or two sentences."""
    if check.kind is Kind.ATTACK:
        return f"{title_of(check)}: the attack succeeds. {check.sentence}".rstrip()
    return f"{title_of(check)}: {check.sentence}" if check.sentence else f"{title_of(check)} fails."


def evidence_of(check: Check) -> str:
    """Write down what a learner may see of a check: what was sent, what ran, what came back."""
    return "\n\n".join(f"{label_of(step)}:\n{step.text.rstrip()}" for step in check.steps)


def label_of(step: Step) -> str:
    """Say what a station of the evidence is, and in which line of the learner's code, if that is known."""
    if not step.file or not step.line:
        return step.label
    return f"{step.file} line {step.line}" if step.kind is StepKind.LINE else f"{step.label} ({step.file}:{step.line})"
