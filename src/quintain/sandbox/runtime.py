"""Makes the root file system of a spec once, and finds it again by its digest.

A runtime is two layers: interpreter, packages and programs (slow to make, shared), and the harness with the init
program (quick). Both are built beside their final place and renamed into it, so that a crash or a second process at the
same time leaves either nothing or the whole. Files of the same content are one file on the disk.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from quintain.sandbox.errors import RuntimeNotBuilt
from quintain.sandbox.interpreter import Interpreter, base_interpreter
from quintain.sandbox.model import Runtime, RuntimeSpec
from quintain.sandbox.packages import with_requirements
from quintain.sandbox.rootfs import compile_folders, inside, lay_out, link_rootfs, open_to_all
from quintain.sandbox.store import discard_unused, share

FORMAT = "6"  # raised when the layout changes, so that older root file systems are left alone
INSIDE = tuple(Path(__file__).parent / "inside" / name for name in ("init.py", "zygote.py"))
LOADER_CACHE = Path("/etc/ld.so.cache")  # changes whenever a system library is upgraded
BUILDING = ".building-"
DAY_SECONDS = 24 * 3600
UNUSED_SECONDS = 30 * DAY_SECONDS


def runtime(spec: RuntimeSpec, state: Path) -> Runtime:
    """Find the runtime of a spec, or make it (tens of seconds the first time, milliseconds after).

    Args:
        spec: what the boxes shall see.
        state: the sandbox's own folder; root file systems are kept in ``runtimes/`` and ``layers/`` below it, and each
            of their files once in ``files/``.

    Raises:
        RuntimeNotBuilt: a program, package or file that the spec names could not be obtained.
    """
    sweep_once(state)
    interpreter = base_interpreter()
    below = layer_digest(spec, interpreter)
    parts = [below, *described(spec.harness), *(contents(each, stamp(each)) for each in INSIDE)]
    for name, folder in spec.modules:
        parts += [name, *described(folder)]
    digest = digest_of(parts)

    def add_layer(root: Path) -> None:
        lay_out(root, interpreter, spec)
        share(root, state / "files")

    def add_harness(root: Path) -> None:
        layer = ensure(state / "layers" / below, add_layer)
        link_rootfs(layer, root)
        shutil.copytree(spec.harness, root / "box", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for each in INSIDE:
            shutil.copyfile(each, root / "init" / each.name)
        modules = add_modules(spec, inside(root, interpreter.seen_in_box(interpreter.site)))
        compile_folders(interpreter, root, [root / "box", root / "init", *modules])
        open_to_all(root)
        share(root, state / "files")

    return Runtime(root=ensure(state / "runtimes" / digest, add_harness), digest=digest, preload=spec.preload)


def add_modules(spec: RuntimeSpec, site: Path) -> list[Path]:
    """Copy the caller's own packages to where the box's interpreter finds them; return the topmost folders."""
    for name, folder in spec.modules:
        place = site.joinpath(*name.split("."))
        shutil.copytree(folder, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for above in list(place.parents)[: name.count(".")]:
            (above / "__init__.py").touch()
    return sorted({site / name.partition(".")[0] for name, _ in spec.modules})


def ensure(place: Path, build: Callable[[Path], None]) -> Path:
    """Return ``place``, built if it is not there yet."""
    if place.is_dir():
        mark_used(place)
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place.parent)
    with draft_beside(place) as draft:
        try:
            build(draft / "root")
            (draft / "root").rename(place)
        except OSError as error:
            if not place.is_dir():  # else another process was quicker, with the same content
                raise RuntimeNotBuilt(
                    f"The file system of the sandboxes could not be made: {error}.",
                    "Check that the data directory is writable and has a gigabyte to spare.",
                ) from error
    return place


@contextlib.contextmanager
def draft_beside(place: Path) -> Iterator[Path]:
    """Make a folder to build in, which is locked while its builder lives, and gone afterwards."""
    while True:
        draft = Path(tempfile.mkdtemp(prefix=BUILDING, dir=place.parent))
        try:
            lock = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # another process has swept it, as it was not locked yet
        fcntl.flock(lock, fcntl.LOCK_EX)
        if draft.is_dir():
            break
        os.close(lock)  # it was swept meanwhile
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(lock)


def mark_used(root: Path) -> None:
    """Note, at most once a day, that a root file system is still in use."""
    if time.time() - root.stat().st_mtime > DAY_SECONDS:
        with contextlib.suppress(OSError):  # a state folder of somebody else's: then they do the sweeping
            os.utime(root)


@cache
def sweep_once(state: Path) -> None:
    """Remove what nobody needs below a state folder, once in the life of this process."""
    for name in ("layers", "runtimes"):
        if (state / name).is_dir():
            sweep(state / name)
    discard_unused(state / "files")


def sweep(folder: Path) -> None:
    """Remove drafts whose builder was killed, and root file systems that nobody has used for a month."""
    for root in folder.iterdir():
        if root.name.startswith(BUILDING):
            remove_abandoned(root)
        elif time.time() - root.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(root, ignore_errors=True)


def remove_abandoned(draft: Path) -> None:
    """Remove a draft, unless its builder lives and holds it."""
    with contextlib.suppress(OSError):  # it is held, or gone
        lock = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(draft, ignore_errors=True)
        finally:
            os.close(lock)


def layer_digest(spec: RuntimeSpec, interpreter: Interpreter) -> str:
    """Name what the lower layer is made of in one word."""
    try:
        lock = "" if spec.requirements is None else spec.requirements.read_text()
    except OSError as error:
        raise RuntimeNotBuilt(
            f"The lock file cannot be read: {error}.", "Check runtimes/ in the course pack."
        ) from error
    stamps = [stamp(interpreter.executable), stamp(LOADER_CACHE)]
    programs = [f"{name}={stamp(Path(path))}" for name in sorted(spec.programs) if (path := shutil.which(name))]
    return digest_of(
        [FORMAT, interpreter.version, *stamps, lock, *sorted(spec.programs), *programs, *versions(spec.installed)]
    )


@cache
def versions(installed: tuple[str, ...]) -> tuple[str, ...]:
    """Name the caller's own packages with their versions, which stay while it runs."""
    return tuple(f"{name}=={each.version}" for name, each in with_requirements(installed).items())


def described(root: Path) -> list[str]:
    """Names and contents of a folder's Python files, in a fixed order."""
    return [f"{path.relative_to(root)}\n{contents(path, stamp(path))}" for path in sorted(root.rglob("*.py"))]


@lru_cache(maxsize=512)
def contents(path: Path, _stamp: str) -> str:
    """Read a file, once as long as it stays as it is: every verdict asks for its runtime."""
    return path.read_text()


def stamp(path: Path) -> str:
    """Describe a file by its size and time of change, or that it is missing."""
    try:
        facts = path.stat()
    except OSError:
        return f"{path}: missing"
    return f"{path}: {facts.st_size} {facts.st_mtime_ns}"


def digest_of(parts: Iterable[str]) -> str:
    """One name for a sequence of texts; the lengths keep two texts from flowing into one another."""
    total = hashlib.sha256()
    for part in parts:
        total.update(f"{len(part)}:{part}".encode())
    return total.hexdigest()[:24]
