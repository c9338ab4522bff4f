"""The classes of mistakes that a lab's wrong fixes cover, and those for which it has a reason instead."""

from typing import Final

from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import Duty, Expectation, Status


def _duties(draft: LabDraft) -> None:
    """Hold duties to wrong fixes, and their reasons to be reasons."""
    sheet = draft.sheet
    for number, fix in enumerate(sheet.fixes):
        if fix.duty is not None and fix.expect is Expectation.PROVEN:
            draft.collector.add(
                "lab.E054", f"The fix {fix.name} is sound, yet has a duty.", at=("fixes", number, "duty")
            )
    shown = {fix.duty: fix.name for fix in sheet.fixes if fix.duty}
    for name, why in sheet.duties.items():
        if not why.strip():
            draft.collector.add("E009", f"`duties.{name}` must not be empty.", at=("duties", name))
        elif name in shown:
            message = f"The fix {shown[Duty(name)]} is of the class {name}, so it can be in this lab."
            draft.collector.add("lab.E055", message, at=("duties", name))


def _marks(draft: LabDraft) -> None:
    """Hold the marks of equivalent mutants to the sound fixes."""
    sound = {fix.name for fix in draft.sheet.fixes if fix.expect is Expectation.PROVEN}
    for number, mark in enumerate(draft.sheet.mutants):
        if mark.fix and mark.fix not in sound and draft.collector.untouched("fixes"):
            message = f"The lab has no sound fix {mark.fix}."
            draft.collector.add("lab.E056", message, at=("mutants", number, "fix"))


def _missing(draft: LabDraft) -> None:
    """Ask a live lab for every class of mistakes."""
    sheet = draft.sheet
    if sheet.status is not Status.LIVE or not draft.is_fixed or not draft.collector.untouched("fixes"):
        return
    missing = [duty for duty in Duty if duty not in sheet.duties and all(fix.duty is not duty for fix in sheet.fixes)]
    if missing:
        message = f"No wrong fix has the duty {', '.join(missing)}, and [duties] gives no reason."
        draft.collector.add(
            "lab.W005", message, line=draft.collector.line_of(("duties" if sheet.duties else "status",))
        )


RULES: Final = (_duties, _marks, _missing)
