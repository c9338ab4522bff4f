"""Profile ``command``: lets a program that is forked from a process with many modules begin with as few as usual.

What else is imported is set aside. An import then goes the usual way, through ``sys.path``; where that leads to the
library's own file, and no file in the program's folders has the name of anything that was set aside, the module is
handed back as it is. Otherwise it is imported again, as by a new interpreter: which file of a name is found first
decides whether a program is safe.
"""

import posix
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Loader
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder, all_suffixes
from opcode import opmap
from types import CodeType, ModuleType
from typing import Any, Final, NamedTuple

FIRST_LINE: Final = "import sys; print(*sys.modules)"
OPERATIONS: Final = ("EXTENDED_ARG", "LOAD_CONST", "IMPORT_NAME", "STORE_NAME", "DELETE_NAME")
EXTENDED_ARG, LOAD_CONST, IMPORT_NAME, STORE_NAME, DELETE_NAME = (opmap[name] for name in OPERATIONS)
CO_OPTIMIZED: Final = 1  # ``inspect`` names it, and would be imported for nothing else
SUFFIXES: Final = frozenset(suffix.removeprefix(".") for suffix in all_suffixes())
FINDERS: Final = (BuiltinImporter, FrozenImporter, PathFinder)


class Import(NamedTuple):
    """An import statement: ``level`` counts the dots before the name; ``target`` is set by it, empty for a star."""

    name: str
    parts: tuple[str, ...]
    level: int
    target: str = ""


class Library:
    """What a zygote has imported: what a new interpreter has as well, and which of the others need which."""

    def __init__(self) -> None:
        """Look at what is imported now, and ask a new interpreter what it has."""
        command = [sys.executable, "-B", "/dev/stdin"]
        answer = subprocess.run(command, input=FIRST_LINE, capture_output=True, text=True, check=True)
        self.first = frozenset(answer.stdout.split())
        for name in self.first:
            __import__(name)
        self.modules = {name: module for name, module in sys.modules.items() if name != "__main__"}
        self.needs = {name: tuple(self._needs(name)) for name in self.modules.keys() - self.first}
        self.tops = frozenset(name.partition(".")[0] for name in self.needs) - {"inside"}
        self.folders = frozenset(sys.path) - {"/box"}

    def _needs(self, name: str) -> Iterator[str]:
        """Name what a module has imported while it was imported: what is in its code outside of functions."""
        module = self.modules[name]
        package, parent = module.__package__ or "", name.rpartition(".")[0]
        if parent:
            yield parent
        imports, deleted = imports_of(code_of(name, module))
        for statement in imports:
            if statement.target and statement.target not in vars(module) and statement.target not in deleted:
                continue  # it is below a condition that did not hold
            outer = package.rsplit(".", statement.level - 1)[0] if statement.level else ""
            whole = ".".join(filter(None, (outer, statement.name)))
            names = [whole.rsplit(".", dots)[0] for dots in range(whole.count(".") + 1)]
            yield from filter(self.modules.__contains__, [*names, *(f"{whole}.{part}" for part in statement.parts)])

    def all_needed(self, name: str) -> dict[str, ModuleType]:
        """Give a module and all that it needs, directly or not."""
        needed: dict[str, ModuleType] = {}
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = self.modules[name]
                waiting += self.needs.get(name, ())
        return needed

    def is_plain(self, folder: str) -> bool:
        """Whether nothing in a folder of the path would be imported in place of a module from here.

        A folder that is no package is not: the module behind it comes first.

        Raises:
            OSError: it cannot be listed.

        """
        for name in posix.listdir(folder):
            stem, dot, suffix = name.partition(".")
            if stem in self.tops and (suffix in SUFFIXES if dot else is_package(f"{folder}/{name}")):
                return False
        return True


def is_package(folder: str) -> bool:
    """Whether a folder has the file that makes it a package; whether it can be listed does not matter to an import."""
    for suffix in SUFFIXES:
        try:
            posix.stat(f"{folder}/__init__.{suffix}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return True
        return True
    return False


def code_of(name: str, module: ModuleType) -> CodeType | None:
    """Give the code of a module, if it is written in Python."""
    loader: Any = module.__spec__ and module.__spec__.loader
    try:
        code: CodeType | None = loader.get_code(name)
    except (AttributeError, ImportError):
        return None
    return code


def imports_of(code: CodeType | None) -> tuple[list[Import], set[str]]:
    """Read the import statements of a code object, and the names that it deletes.

    ``dis`` says the same, and would take seconds for a library.
    """
    imports: list[Import] = []
    deleted: set[str] = set()
    loaded: list[Any] = [0, None]  # Any: constants of all kinds
    pending: Import | None = None
    argument = 0
    instructions = code.co_code if code else b""
    for operation, low in zip(instructions[::2], instructions[1::2], strict=True):
        argument = argument << 8 | low
        if operation == EXTENDED_ARG or code is None:
            continue
        if operation == LOAD_CONST:
            loaded = [loaded[1], code.co_consts[argument]]
        elif operation == IMPORT_NAME:
            pending = Import(code.co_names[argument], tuple(loaded[1] or ()), loaded[0])
            if pending.parts == ("*",):
                imports.append(pending)
                pending = None
        elif operation == STORE_NAME and pending is not None:
            imports.append(pending._replace(target=code.co_names[argument]))
            pending = None
        elif operation == DELETE_NAME:
            deleted.add(code.co_names[argument])
        argument = 0
    for body in filter(is_class_body, code.co_consts if code else ()):
        imports += (each._replace(target="") for each in imports_of(body)[0])  # its names are the class's
    return imports, deleted


def is_class_body(constant: object) -> bool:
    """Tell a class body, which runs where it is written, from a function."""
    return isinstance(constant, CodeType) and not constant.co_flags & CO_OPTIMIZED


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
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in FINDERS)), None)
        kept = self._library.modules[name].__spec__
        if spec is None or kept is None or spec.origin != kept.origin or not self._is_plain():
            return None
        needed = self._library.all_needed(name)
        if any(sys.modules.get(each, module) is not module for each, module in needed.items()):
            return None
        spec.loader = Keeper(kept, needed, spec.loader)
        return spec

    def _is_plain(self) -> bool:
        """Whether nothing of the program's could be imported in place of the library's own."""
        for folder in sys.path:
            if folder not in self._library.folders and isinstance(folder, str):
                try:
                    is_plain = self._library.is_plain(folder or ".")
                except FileNotFoundError:
                    continue
                except OSError:
                    return False  # a zip file, perhaps
                if not is_plain:
                    return False
        return (sys.meta_path, sys.path_hooks) == self._ways


class Keeper(Loader):
    """The loader of one module that is there already; with it comes what it would have imported."""

    def __init__(self, kept: ModuleSpec, needed: Mapping[str, ModuleType], usual: object) -> None:
        self._kept, self._needed, self._usual = kept, needed, usual

    def __getattr__(self, name: str) -> Any:  # Any: whatever the usual loader has, for those who only ask for a spec
        return getattr(self._usual, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Give the module."""
        return self._needed[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Leave it as it was, and put beside it what it needs."""
        module.__spec__ = self._kept
        for name, needed in self._needed.items():
            sys.modules.setdefault(name, needed)


def begin() -> None:
    """Set aside what a new interpreter would not have imported."""
    assert library is not None  # noqa: S101  the spawner has looked
    for name in [each for each in sys.modules if each not in library.first]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder(library))
