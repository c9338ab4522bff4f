"""Starts the submission a second time for an attack, with other secrets: a sandbox that the attacker owns.

By Kerckhoffs's principle, an attacker knows everything about a program but its secrets. So whatever this second program
issues, an attacker can issue as well; where the first program accepts it, no secret has protected anything.
"""

import random
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from quintain.judge.errors import LabBroken
from quintain.judge.protocol.messages import GradingContext
from quintain.judge.suspect.box import BoxHandle, Change, SuspectBox, Twin
from quintain.judge.suspect.canaries import Canaries, draw_unlike
from quintain.judge.suspect.evidence import Log
from quintain.judge.suspect.files import BoxFiles, plant
from quintain.packs.model.lab import ANYONE, Lab


class TwinHandle(BoxHandle, Protocol):
    """A second box of the submission."""

    def hand_back(self) -> None:
        """End it."""


type OpenTwin = Callable[[], TwinHandle]
type Furnish = Callable[[TwinHandle, BoxFiles, Log], SuspectBox]


@dataclass(frozen=True, slots=True)
class TwinMaker:
    """Makes twins of one suspect.

    ``drawn`` are the suspect's canaries, ``rng`` draws what depends on the label of the check alone.
    """

    grading: GradingContext
    drawn: Mapping[str, str]
    rng: Callable[[str], random.Random]
    open_box: OpenTwin
    furnish: Furnish

    def make(self, log: Log, same: Collection[str], files: Mapping[str, str | Change]) -> Twin:
        """Plant the submission in a second box, and furnish it; the attacker may see all of its canaries.

        Raises:
            LabBroken: ``same`` names no canary of the lab, or ``files`` a file that it does not plant.

        """
        lab = self.grading.lab
        drawn = draw_unlike(lab.canaries, self.drawn, self._known(same), self.rng("twin's canaries"))
        box_files = with_files(plant(lab, self.grading.files, drawn, self.grading.binaries), lab, files)
        handle = self.open_box()
        try:
            box = self.furnish(handle, box_files, log.of_twin())
        except BaseException:
            handle.hand_back()
            raise
        box.canary = Canaries(drawn, box_files.planted)
        box.client_rng = self.rng("twin's visits")
        return Twin(box, lambda: hand_back(box, handle))

    def _known(self, same: Collection[str]) -> frozenset[str]:
        """Name the canaries that are the same in both: what anyone may see, and what the attack has learnt."""
        canaries = self.grading.lab.canaries
        strange = sorted(set(same) - canaries.keys())
        if strange:
            raise LabBroken(f"box.twin() is to have the same {strange[0]}, and lab.toml has no such canary.")
        public = (name for name, canary in canaries.items() if canary.audience == (ANYONE,))
        return frozenset(same) | frozenset(public)


def with_files(box_files: BoxFiles, lab: Lab, files: Mapping[str, str | Change]) -> BoxFiles:
    """Replace files of the lab by those of the attacker, or change them.

    Raises:
        LabBroken: one of them is the learner's, or is not planted.

    """
    for path in files:
        if path in lab.run.editable:
            raise LabBroken(f"{path} is the learner's; a twin has the learner's own code.")
        if path not in box_files.files:
            raise LabBroken(f"box.twin() is to have another {path}, and the lab plants no such text file.")
    changed = {path: new if isinstance(new, str) else new(box_files.files[path]) for path, new in files.items()}
    return replace(box_files, files={**box_files.files, **changed})


def hand_back(box: SuspectBox, handle: TwinHandle) -> None:
    """End a twin."""
    with suppress(OSError):  # it may be gone
        box.close()
    handle.hand_back()
