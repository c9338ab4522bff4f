"""Profile ``command``: lets a program that is forked from a process with many modules begin with as few as usual.

What else is imported is set aside. An import then goes the usual way, through ``sys.path``; where that leads to the
library's own file, and no file in the program's folders has the name of anything that was set aside, the module is
handed back as it is. Otherwise it is imported anew, as by a new interpreter: which file of a name is found first
decides whether a program is safe.
"""

import posix
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Loader
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Final

FIRST_LINE: Final = "import sys; print(*sys.modules)"
FINDERS: Final = (BuiltinImporter, FrozenImporter, PathFinder)


class Library:
    """What a zygote has imported: what a new interpreter has as well, and which of the others need which."""

    def __init__(self) -> None:
        """Look at what is imported now, and ask a new interpreter what it has."""
        asked = [sys.executable, "-B", "/dev/stdin"]
        said = subprocess.run(asked, input=FIRST_LINE, capture_output=True, text=True, check=True)
        self.first = frozenset(said.stdout.split())
        for name in self.first:
            __import__(name)
        self.modules = {name: module for name, module in sys.modules.items() if name != "__main__"}
        self.needs = {name: tuple(self._needs(name)) for name in self.modules.keys() - self.first}
        self.tops = frozenset(name.partition(".")[0] for name in self.needs) - {"boxed"}
        self.folders = frozenset(sys.path) - {"/box"}

    def _needs(self, name: str) -> Iterator[str]:
        """Name what a module has got from others: the modules, functions and classes that it knows."""
        parent = name.rpartition(".")[0]
        if parent:
            yield parent
        for value in list(vars(self.modules[name]).values()):
            kind = type(
                value
            )  # isinstance would ask a proxy of a framework, which has nothing to say outside of a request
            if issubclass(kind, ModuleType):
                found = value.__name__
            elif issubclass(kind, (type, FunctionType, BuiltinFunctionType)):
                found = str(value.__module__)
            else:
                continue
            if found in self.modules and found != name:
                yield found

    def all_needed(self, name: str) -> dict[str, ModuleType]:
        """Give a module and all that it needs, directly or not."""
        found: dict[str, ModuleType] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found[each] = self.modules[each]
                waiting += self.needs.get(each, ())
        return found


library: Library | None = None  # of the zygote; a process that has none starts new interpreters


class Finder:
    """The first of ``sys.meta_path``: finds modules as the others do, and hands back those that were set aside."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ways = ([self, *sys.meta_path], list(sys.path_hooks))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module, or leave it to the finders behind this one."""
        if name not in self._library.needs:
            return None
        spec = next((found for each in FINDERS if (found := each.find_spec(name, path, target))), None)
        known = self._library.modules[name].__spec__
        if spec is None or known is None or spec.origin != known.origin or not self._is_plain():
            return None
        needed = self._library.all_needed(name)
        if any(sys.modules.get(each, module) is not module for each, module in needed.items()):
            return None
        return ModuleSpec(name, Keeper(known, needed), origin=spec.origin)

    def _is_plain(self) -> bool:
        """Whether nothing of the program's could be imported in place of the library's own."""
        for folder in sys.path:
            if folder not in self._library.folders and isinstance(folder, str):
                try:
                    names = posix.listdir(folder or ".")
                except FileNotFoundError:
                    continue
                except OSError:
                    return False  # a zip file, perhaps
                if not self._library.tops.isdisjoint(name.partition(".")[0] for name in names):
                    return False
        return (sys.meta_path, sys.path_hooks) == self._ways


class Keeper(Loader):
    """The loader of one module that is there already; with it comes what it would have imported."""

    def __init__(self, known: ModuleSpec, needed: Mapping[str, ModuleType]) -> None:
        self._known, self._needed = known, needed

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Give the module."""
        return self._needed[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Leave it as it was, and put beside it what it needs."""
        module.__spec__ = self._known
        for name, needed in self._needed.items():
            sys.modules.setdefault(name, needed)


def begin() -> None:
    """Set aside what a new interpreter would not have imported."""
    assert library is not None  # noqa: S101  the spawner has looked
    for name in [each for each in sys.modules if each not in library.first]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(library))
