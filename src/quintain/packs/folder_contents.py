"""The folder of a lab, lesson, exhibit, exercise or case study as read: what all of them ask of their files."""

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
        """Tell whether the folder was read as a whole, and has these files; what is missing becomes a problem."""
        missing = [name for name in names if name not in self.tree]
        blamed = {problem.path for problem in self.collector.problems}
        for name in missing:
            if blamed.isdisjoint({self.shown, self.shown / name}):
                self.collector.add("E001", f"{name} is missing.", path=self.shown / name)
        return not missing and self.shown not in blamed

    def hold_python(self, rule: str) -> None:
        """Ask of every Python file that it compiles."""
        for name, text in self.tree.items():
            if name.endswith(".py") and (fault := syntax_fault(text)):
                line, message = fault
                self.collector.add(rule, message, path=self.shown / name, line=line)


def read_part(folder: Path, area: str, *, binary: str = "") -> Part:
    """Read a folder of labs/, lessons/ or another kind; ``area`` is the word of its problems.

    Files below ``binary``, a folder in it, may hold any bytes.
    """
    folder = folder.absolute()
    shown = PurePosixPath(f"{area}s", folder.name)
    collector = ProblemCollector(area, shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        return Part(folder, shown, {}, collector)
    return Part(folder, shown, read_tree(folder, collector, shown, binary=binary), collector)
