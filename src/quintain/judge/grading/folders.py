"""A box's writable folders, seen through open descriptors and by no name that its program could change.

The server has the descriptors from the first process of the box, opened before any code of the learner's. No link is
followed: a path is walked folder by folder, each opened below the one before. See openat(2), and openat2(2) for what
RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS would do in one call, which Python does not offer.
"""

import base64
import contextlib
import itertools
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from typing import Final

from quintain.judge.harness.inside.values import Plain

LAB: Final = "/lab"
MAX_BYTES: Final = 2**20
MAX_FILES: Final = 5000  # more than there can be: the folders have a ceiling of inodes, and links count
MAX_DEPTH: Final = 64
MAX_SEARCHED_BYTES: Final = 2**26
CHUNK_BYTES: Final = 2**20
LOOKING: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | os.O_NOATIME
SEARCHABLE: Final = 0o500
OPEN_TO_OWNER: Final = 0o700
KINDS: Final[Mapping[int, str]] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
}


class TooMuch(Exception):  # noqa: N818  what happened
    """More files, or deeper folders, than are looked through."""


class Folders:
    """The writable folders of one box, by descriptors that stay the caller's."""

    def __init__(self, handles: Mapping[str, int]) -> None:
        """Look below open folders; their names are their paths in the box."""
        self._handles = handles

    def read(self, path: str) -> dict[str, Plain]:
        """Read one regular file; anything else, and a file beyond `MAX_BYTES`, is no content."""
        content = None
        with contextlib.suppress(OSError, ValueError), self._parent(path) as (folder, name):
            content = _content(folder, name, MAX_BYTES + 1)
        if content is None or len(content) > MAX_BYTES:
            return {"content": None}
        return {"content": base64.b64encode(content).decode()}

    def stat(self, path: str) -> dict[str, Plain]:
        """Tell kind, mode, size, links, inode and times of what is at a path, itself and not what a link points to."""
        try:
            with self._parent(path) as (folder, name):
                facts = os.stat(name or ".", dir_fd=folder, follow_symlinks=False)
                is_link = stat.S_ISLNK(facts.st_mode)
                target = os.readlink(name, dir_fd=folder) if is_link else None
        except (OSError, ValueError):
            return {"stat": None}
        return {
            "stat": {
                "kind": KINDS.get(stat.S_IFMT(facts.st_mode), "device"),
                "mode": stat.S_IMODE(facts.st_mode),
                "size": facts.st_size,
                "links": facts.st_nlink,
                "inode": facts.st_ino,
                "modified": facts.st_mtime_ns,
                "changed": facts.st_ctime_ns,
                "target": None if target is None else _shown(target),
            }
        }

    def list_files(self) -> dict[str, Plain]:
        """Name every file and link below the work folder, without caches of bytecode; None if there are too many."""
        paths: list[Plain] = []
        try:
            for _, _, path in self._walk(LAB, left_out="__pycache__"):
                paths.append(_shown(path))
                if len(paths) > MAX_FILES:
                    return {"files": None}
        except TooMuch:
            return {"files": None}
        return {"files": paths}

    def search(self, text: str) -> dict[str, Plain]:
        """Name every regular file in the writable folders that holds a text, and follow no link.

        If a text is hidden among more than `MAX_SEARCHED_BYTES`, the answer is None: it would count as none found.
        """
        wanted, left = text.encode(), MAX_SEARCHED_BYTES
        paths: list[Plain] = []
        try:
            for place in self._handles:
                for folder, name, path in self._walk(place):
                    size, has = _searched(folder, name, wanted, left)
                    left -= size
                    if left < 0 or len(paths) > MAX_FILES:
                        return {"found": None}
                    if has:
                        paths.append(_shown(f"{place}/{path}"))
        except TooMuch:
            return {"found": None}
        return {"found": paths}

    def write(self, path: str, content: str) -> dict[str, Plain]:
        """Put new content in place of one file, at once: nobody reads half of it, and no link is followed."""
        draft = f".{secrets.token_hex(8)}"
        try:
            with self._parent(path, make=True) as (folder, name):
                handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644, dir_fd=folder)
                try:
                    with open(handle, "wb") as opened:  # noqa: PTH123  a descriptor, not a path
                        os.fchmod(handle, 0o644)
                        opened.write(base64.b64decode(content))
                    os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
                except OSError:
                    os.unlink(draft, dir_fd=folder)
                    raise
        except (OSError, ValueError) as error:
            return {"failed": str(error.strerror if isinstance(error, OSError) else error)}
        return {}

    @contextlib.contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder that a path is in, and give its last part; the path is relative to the work folder.

        Raises:
            OSError: there is no such folder.
            ValueError: it leads upwards or out of the folders, or is too deep.

        """
        place, below = self._place(path)
        parts = [part for part in below.split("/") if part not in {"", "."}]
        if ".." in parts or "\0" in path or len(parts) > MAX_DEPTH:
            raise ValueError(path)
        with contextlib.ExitStack() as opened:
            folder = opened.enter_context(_usable(self._handles[place]))
            for part in parts[:-1]:
                if make:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, 0o755, dir_fd=folder)
                folder = opened.enter_context(_folder(folder, part))
            yield folder, parts[-1] if parts else ""

    def _place(self, path: str) -> tuple[str, str]:
        if not path.startswith("/"):
            return LAB, path
        for place in self._handles:
            if path == place or path.startswith(f"{place}/"):
                return place, path.removeprefix(place)
        raise ValueError(path)

    def _walk(self, place: str, left_out: str = "") -> Iterator[tuple[int, str, str]]:
        """Give all that is below but folders: the open folder that it is in, its name, and its path.

        Raises:
            TooMuch: folders are nested deeper than `MAX_DEPTH`.

        """
        with _usable(self._handles[place]) as folder:
            yield from _below(folder, "", left_out, MAX_DEPTH)


def _below(folder: int, path: str, left_out: str, deepest: int) -> Iterator[tuple[int, str, str]]:
    if not deepest:
        raise TooMuch
    with os.scandir(folder) as entries:
        some = itertools.islice(entries, MAX_FILES + 1)  # a folder that is filled meanwhile may never come to an end
        names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in some)
    if len(names) > MAX_FILES:
        raise TooMuch
    yield from ((folder, name, path + name) for name, is_folder in names if not is_folder)
    for name, is_folder in names:
        if is_folder and name != left_out:
            # it may be gone, or a link by now
            with contextlib.suppress(OSError, ValueError), _folder(folder, name) as inner:
                yield from _below(inner, f"{path}{name}/", left_out, deepest - 1)


@contextlib.contextmanager
def _folder(parent: int, name: str) -> Iterator[int]:
    """Open a folder below another, on the same file system, whatever its mode."""
    handle = _open(parent, name, LOOKING | os.O_DIRECTORY)
    try:
        if os.fstat(handle).st_dev != os.fstat(parent).st_dev:
            raise ValueError(name)
        with _usable(handle):
            yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _usable(handle: int) -> Iterator[int]:
    """Look below an open folder though its owner may have closed it to themselves; the mode is restored."""
    mode = stat.S_IMODE(os.fstat(handle).st_mode)
    if mode & SEARCHABLE == SEARCHABLE:
        yield handle
        return
    os.fchmod(handle, mode | OPEN_TO_OWNER)
    try:
        yield handle
    finally:
        os.fchmod(handle, mode)


def _open(folder: int, name: str, flags: int) -> int:
    """Open what is below a folder, even if its mode lets nobody read it."""
    try:
        return os.open(name, flags, dir_fd=folder)
    except PermissionError:
        held = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        mode = os.fstat(held).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise PermissionError(name)
        way = f"/proc/self/fd/{held}"  # a descriptor of this kind can be opened and changed by no other name
        os.chmod(way, stat.S_IMODE(mode) | OPEN_TO_OWNER)  # noqa: PTH101  as above
        try:
            return os.open(name, flags, dir_fd=folder)
        finally:
            os.chmod(way, stat.S_IMODE(mode))  # noqa: PTH101  as above
    finally:
        os.close(held)


@contextlib.contextmanager
def _regular(folder: int, name: str) -> Iterator[int]:
    """Open a regular file for reading; a pipe or a device is not even opened, unless it came between.

    Raises:
        OSError: it is something else, or not there.

    """
    if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        raise FileNotFoundError(name)
    handle = _open(folder, name, LOOKING)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileNotFoundError(name)
        yield handle
    finally:
        os.close(handle)


def _content(folder: int, name: str, most_bytes: int) -> bytes:
    with _regular(folder, name) as handle:
        content = b""
        while len(content) < most_bytes and (chunk := os.read(handle, most_bytes - len(content))):
            content += chunk
        return content


def _searched(folder: int, name: str, wanted: bytes, most_bytes: int) -> tuple[int, bool]:
    """Look for a text in a file, a piece at a time; how many bytes were read, and whether it is there."""
    read, held, has = 0, b"", False
    with contextlib.suppress(OSError), _regular(folder, name) as handle:
        while not has and read <= most_bytes and (chunk := os.read(handle, CHUNK_BYTES)):
            read += len(chunk)
            held = held[-len(wanted) :] + chunk
            has = wanted in held
    return read, has


def _shown(name: str) -> str:
    return name.encode(errors="replace").decode()
