"""What is wrong with a pack: problems with id, place, message and remedy, and the exception that carries them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from quintain.packs.lines import Keys, LineIndex
from quintain.packs.remedies import REMEDIES


class Severity(StrEnum):
    """How serious a problem is: an error keeps a pack from loading, a warning only informs the author."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an author has to fix; ``path`` is relative to the pack, ``line`` counts from 1."""

    id: str
    level: Severity
    path: PurePosixPath
    line: int | None
    message: str
    remedy: str

    @property
    def place(self) -> str:
        """File and line, as editors and terminals make them clickable."""
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.id} {self.place} {self.message} {self.remedy}"


class PackInvalid(Exception):  # noqa: N818  the word of the contract between the rooms
    """A pack, or one lab of it, that must not be shown; every problem found is in ``problems``."""

    def __init__(self, root: Path, problems: Sequence[Problem]) -> None:
        self.root = root
        self.problems = tuple(problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__("\n".join([f"{root} has {count} {noun}:", *map(str, self.problems)]))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether more than warnings are among the problems, so that what they are about must not be shown."""
    return any(problem.level is Severity.ERROR for problem in problems)


class ProblemCollector:
    """Collects the problems of one file, and knows the lines of its keys if it is TOML."""

    def __init__(self, area: str, path: PurePosixPath, toml: str | None = None) -> None:
        self.area = area
        self.path = path
        self.problems: list[Problem] = []
        self._toml = toml
        self._index: LineIndex | None = None
        self._keys: list[Keys] = []

    def add(
        self,
        rule: str,
        message: str,
        *,
        at: Keys = (),
        line: int | None = None,
        path: PurePosixPath | None = None,
        remedy: str | None = None,
    ) -> None:
        """Note a problem.

        Args:
            rule: an id of the remedies ("lab.E019"), or its last part for a rule that every file has ("E006").
            message: what is wrong, a whole sentence.
            at: the key that is wrong; says nothing more if this key or a table around it is known to be wrong.
            line: the line, where no key tells it.
            path: another file than this one, relative to the pack.
            remedy: what to do, where the sentence in ``remedies`` is too general.

        """
        if at and not self.clean(at):
            return
        if at:
            self._keys.append(at)
            line = self.line_of(at)
        rule = rule if "." in rule else f"{self.area}.{rule}"
        level = Severity.WARNING if rule.partition(".")[2].startswith("W") else Severity.ERROR
        problem = Problem(rule, level, path or self.path, line, message, remedy or REMEDIES[rule])
        self.problems.append(problem)

    def hold_unique(self, rule: str, message: str, names: Sequence[str], table: str, key: str = "id") -> None:
        """Note each row of a table whose name an earlier row has; ``message`` has a place for the name."""
        for number, name in enumerate(names):
            if name in names[:number]:
                self.add(rule, message.format(name), at=(table, number, key))

    def clean(self, keys: Keys) -> bool:
        """Tell whether neither this key nor a table around it is known to be wrong."""
        return not any(keys[: len(wrong)] == wrong for wrong in self._keys)

    def untouched(self, *keys: str | int) -> bool:
        """Tell whether nothing at, around or below this key is known to be wrong."""
        return self.clean(keys) and not any(wrong[: len(keys)] == keys for wrong in self._keys)

    def line_of(self, keys: Keys) -> int | None:
        """Return the line of a key, or None where the file is not TOML."""
        if self._toml is None:
            return None
        if self._index is None:
            self._index = LineIndex(self._toml)
        return self._index.line(keys)
