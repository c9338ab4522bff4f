"""A lab's folder as read, before it is known to be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.model.weakness import Weakness
from quintain.packs.problems import ProblemCollector
from quintain.packs.sheets import LabSheet

TEST: Final = re.compile(r"^(?:async )?def (test_\w+)\s*\(", re.MULTILINE)


@dataclass(frozen=True)
class LabDraft:
    """A lab's folder as read, before it is known to be right: ``tree`` holds every file by its path.

    ``weaknesses`` are those that the pack has named.
    """

    folder: Path
    shown: PurePosixPath
    sheet: LabSheet
    tree: Mapping[str, str]
    collector: ProblemCollector
    weaknesses: Mapping[str, Weakness] = field(default_factory=dict)

    def below(self, folder: str) -> dict[str, str]:
        """Return the files of a sub-folder, by their path inside it."""
        prefix = f"{folder}/"
        return {name.removeprefix(prefix): text for name, text in self.tree.items() if name.startswith(prefix)}

    @cached_property
    def starter(self) -> Mapping[str, str]:
        """The files that the learner gets."""
        return self.below("starter")

    @cached_property
    def tests(self) -> Mapping[str, str]:
        """Test files of tests/ and wanted/, by their name alone, as ``by`` names them."""
        return self.below("wanted") | self.below("tests")

    @property
    def is_fixed(self) -> bool:
        """Whether the lab has the phase *fix*; a lab without attacks is about finding only."""
        return bool(self.sheet.exploits or self.sheet.fixes) or not self.sheet.find

    @cached_property
    def test_names(self) -> frozenset[str]:
        """Every test of tests/ and wanted/ as ``by`` names it."""
        return frozenset(f"{name}::{match[1]}" for name, text in self.tests.items() for match in TEST.finditer(text))
