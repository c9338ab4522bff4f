"""Who may see the canaries of a lab: what must be true of their audiences."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import ANYONE, FILE, NOBODY, SERVER, Canary, Status


def canaries_as_written(canaries: Mapping[str, Canary]) -> dict[str, object]:
    """Write [canaries] for a digest; one without an audience is its kind, as its author has written it."""
    return {name: asdict(each) if each.audience else str(each.kind) for name, each in canaries.items()}


def _audiences_exist(draft: LabDraft) -> None:
    for name, canary in draft.sheet.canaries.items():
        if not draft.collector.untouched("canaries", name):
            continue
        for fault in _faults(draft, canary):
            draft.collector.add("lab.E060", f"The audience of {name}: {fault}", at=("canaries", name))


def _faults(draft: LabDraft, canary: Canary) -> list[str]:
    canaries = draft.sheet.canaries
    faults = []
    for entry in canary.audience:
        if entry in {NOBODY, ANYONE}:
            if len(canary.audience) > 1:
                faults.append(f"{entry} stands alone, or not at all.")
        elif entry.startswith(SERVER):
            if not draft.sheet.run.profile.is_served:
                faults.append(f"no server of the judge's hears a program of the profile {draft.sheet.run.profile}.")
        elif not entry.startswith(FILE) and entry not in canaries:
            faults.append(f"{entry} is no canary.{suggestion(entry, canaries)}")
    return faults


def _audiences_named(draft: LabDraft) -> None:
    """Ask for an audience of each canary: a secret that nobody watches may leave by any way that no attack looks at.

    In a live lab a missing audience is an error, in a draft it is a warning.
    """
    if not draft.is_fixed:
        return
    rule = "lab.E066" if draft.sheet.status is Status.LIVE else "lab.W009"
    for name, canary in draft.sheet.canaries.items():
        if not canary.audience and draft.collector.untouched("canaries", name):
            draft.collector.add(rule, f"Nobody says who may see the canary {name}.", at=("canaries", name))


RULES: Final = (_audiences_exist, _audiences_named)
