"""The folder of a lesson, exhibit, exercise or case study as read: what all four ask of their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quintain.packs.folders import read_tree
from quintain.packs.problems import ProblemCollector
from quintain.packs.python import syntax_fault


@dataclass(frozen=True, slots=True)
class Part:
    """A folder as read: ``tree`` holds every file by its path, and nothing of a folder that is a link."""

    folder: Path
    shown: PurePosixPath
    tree: Mapping[str, str]
    collector: ProblemCollector

    @property
    def pack(self) -> Path:
        """The pack's folder."""
        return self.folder.parent.parent

    def has(self, *names: str) -> bool:
        """Tell whether these files are there; what is missing is a problem, unless it is known why."""
        missing = [name for name in names if name not in self.tree]
        known = {problem.path for problem in self.collector.problems}
        for name in missing:
            if known.isdisjoint({self.shown, self.shown / name}):
                self.collector.add("E001", f"{name} is missing.", path=self.shown / name)
        return not missing

    def hold_python(self, rule: str) -> None:
        """Ask of every Python file that it compiles."""
        for name, text in self.tree.items():
            if name.endswith(".py") and (fault := syntax_fault(text)):
                line, message = fault
                self.collector.add(rule, message, path=self.shown / name, line=line)


def read_part(folder: Path, area: str) -> Part:
    """Read a folder of lessons/, exhibits/, exercises/ or cases/; ``area`` is the word of its problems."""
    folder = folder.absolute()
    shown = PurePosixPath(f"{area}s", folder.name)
    collector = ProblemCollector(area, shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        return Part(folder, shown, {}, collector)
    return Part(folder, shown, read_tree(folder, collector, shown), collector)
