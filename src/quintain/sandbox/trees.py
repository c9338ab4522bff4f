"""Keeps the root file systems that this process's boxes see so that boxes tell each other nothing by them.

They are copied into a file system in memory, in a mount namespace that a process of its own has made and holds; see
``tree_holder.py`` for what that is good for. The kernel frees the memory when the server and its boxes are gone,
however they ended. Where this cannot be, boxes see the tree on the disk.
"""

import contextlib
import itertools
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from quintain.sandbox.box_process import readable
from quintain.sandbox.bubblewrap import Bubblewrap
from quintain.sandbox.launch import Launcher, in_own_thread, trial
from quintain.sandbox.place import Place, nsenter

HOLDER = Path(__file__).with_name("tree_holder.py")
MOUNT_POINTS = (Path("/dev/shm"), Path("/mnt"), Path("/media"))  # noqa: S108  covered in its namespace alone
ROOT = Path("/")
READY_SECONDS = 10.0
KEPT_SECONDS = 300.0
MOST_BYTES = 65536

log = logging.getLogger(__name__)


class HolderFailed(Exception):  # noqa: N818  what happened
    """A holder did not start, or did not do as it was told; the text says why."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A running holder; it ends with this process, whose end closes its input."""

    process: subprocess.Popen[bytes]
    pid: int

    @classmethod
    def start(cls, before: Sequence[str] = ()) -> "Holder":
        """Start one, as the last words of a command.

        Raises:
            HolderFailed: it could not be started.
        """
        try:
            process = subprocess.Popen(
                [*before, sys.executable, "-I", "-S", "-B", str(HOLDER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={},
                cwd="/",
                start_new_session=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise HolderFailed(str(error)) from error
        try:
            return cls(process, int(heard(process, READY_SECONDS)["pid"]))
        except HolderFailed:
            process.kill()
            process.communicate()
            raise

    def keep(self, order: dict[str, str]) -> int:
        """Have a tree kept; return how many files of it could not be locked.

        Raises:
            HolderFailed: it could not be.
        """
        assert self.process.stdin is not None  # noqa: S101  it was asked for
        try:
            self.process.stdin.write(json.dumps(order).encode())
            self.process.stdin.flush()
        except OSError as error:
            raise HolderFailed(str(error)) from error
        answer = heard(self.process, KEPT_SECONDS)
        if "error" in answer:
            raise HolderFailed(str(answer["error"]))
        return int(answer["missed"])

    def end(self) -> None:
        """Let it go."""
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None  # noqa: S101  both were asked for
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        try:
            self.process.wait(READY_SECONDS)
        except subprocess.TimeoutExpired:  # a fork of this process holds the other end, too
            self.process.kill()
            self.process.wait()


def heard(process: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:  # Any: plain JSON of its own program
    """Take one line of a holder's.

    Raises:
        HolderFailed: it is late, or is no answer but what somebody complained of.
    """
    assert process.stdout is not None  # noqa: S101  it was asked for
    line = process.stdout.readline(MOST_BYTES) if readable(process.stdout.fileno(), seconds) else b""
    with contextlib.suppress(ValueError):
        answer = json.loads(line)
        if isinstance(answer, dict):
            return answer
    raise HolderFailed(line.decode(errors="replace").strip() or "it said nothing")


class Trees:
    """The root file systems of a process. ``places`` is where they are seen; what is missing there is on the disk."""

    def __init__(self, *, in_memory: bool = True) -> None:
        self.places: dict[Path, Place] = {}
        self.holder: Holder | None = None
        self._in_memory = in_memory
        self._refused: str | None = None
        self._folder = ROOT
        self._on_disk: Holder | None = None
        self._kept: dict[Path, Holder] = {}
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def keep(self, root: Path, launcher: Launcher | None) -> None:
        """Keep a tree, if it is not kept yet; what cannot be done is logged, and boxes work all the same.

        Args:
            root: the tree.
            launcher: the bubblewrap that boxes are started with, if there is one.
        """
        with self._lock:
            holder = self._kept.get(root)
            if holder is not None and holder.process.poll() is None:
                return
            self._keep(root, launcher)

    def restore(self, root: Path, used: Place | None, launcher: Launcher) -> bool:
        """Look, after a box did not start, whether boxes find their tree; keep all trees again where they do not.

        If boxes do not find it then either, they see it on the disk from now on.

        Args:
            root: the tree that the box was to see.
            used: where it was looked for.
            launcher: the bubblewrap that boxes are started with.

        Returns:
            Whether the tree is now in another place than ``used``, so that a second start is worth a try.
        """
        with self._lock:
            place = self.places.get(root)
            if place is not used or place is None:
                return place is not used
            if in_own_thread(place.shows_tree):
                return False
            log.error(
                "Sandboxes do not find the file systems in memory any more; they are kept again. %s", self._facts(place)
            )
            roots = [each for each in self.places if each != ROOT and each.is_dir()]
            self.unmount()
            for each in roots:
                self._keep(each, launcher)
            again = self.places.get(root)
            if again is not None and not in_own_thread(again.shows_tree):
                log.error(
                    "Sandboxes do not find a file system in memory that was kept again; they see it on the disk, where "
                    "they can leave each other notes. %s",
                    self._facts(again),
                )
                del self.places[root]
                self._kept.pop(root, None)
                if (on_disk := self._keep_on_disk(root)) is not None:
                    self._kept[root] = on_disk
            return True

    def _facts(self, place: Place) -> str:
        """Say what is looked for, which namespace is entered, which is the holder's, and what lies in each."""
        holder = self.holder
        if holder is None:
            return "Nothing holds them."
        entered, own = map(linked, (f"/proc/self/fd/{place.mount}", f"/proc/{holder.pid}/ns/mnt"))
        try:
            there = ", ".join(each.name for each in Path(f"/proc/{holder.pid}/root{self._folder}").iterdir())
        except OSError as error:
            there = str(error)
        return (
            f"Looked for: {place.path.name}. Entered: {entered}. The holder's: {own}, with {there or 'nothing'}. "
            f"A program that is started there sees: {in_own_thread(partial(place.seen, self._folder))}."
        )

    def mount(self, launcher: Launcher) -> str | None:
        """Start what holds trees in memory, and a trial box there; return what went wrong, if anything."""
        folder = mount_point(launcher.bubblewrap)
        if folder is None:
            return f"this machine has none of the folders {', '.join(map(str, MOUNT_POINTS))}"
        if os.geteuid() != 0 and nsenter() is None:
            return "there is no nsenter, which comes with the package util-linux"
        try:
            self.holder, self._folder = Holder.start(cover(launcher.bubblewrap, folder)), folder
            self.places[ROOT] = place_of(self.holder, ROOT)
        except (OSError, HolderFailed) as error:
            self.unmount()
            return str(error)
        there = replace(launcher, places=self.places)
        reason = in_own_thread(lambda: trial(there))
        if reason is not None:
            self.unmount()
        return reason

    def unmount(self) -> None:
        """Let the kernel free the memory, as soon as no box is left that sees it."""
        holder, self.holder = self.holder, None
        root = self.places.pop(ROOT, None)
        self.places.clear()
        if root is not None:
            root.leave()
        if holder is not None:
            holder.end()

    def close(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self.unmount()
            if self._on_disk is not None:
                self._on_disk.end()
            self._on_disk = None
            self._kept.clear()

    def _keep(self, root: Path, launcher: Launcher | None) -> None:
        holder = self._keep_in_memory(root, launcher) or self._keep_on_disk(root)
        if holder is not None:
            self._kept[root] = holder

    def _keep_in_memory(self, root: Path, launcher: Launcher | None) -> Holder | None:
        if launcher is None or not self._in_memory or forgets_names(root):
            return None
        if self.holder is not None and self.holder.process.poll() is not None:
            self.unmount()
        if self.holder is None:
            self._mount_or_tell(launcher)
        if self.holder is None or root.is_relative_to(self._folder):
            return None
        copy = self._folder / f"{next(self._numbers)}-{root.name}"
        try:
            tell_missed(self.holder.keep({"root": str(root), "copy": str(copy)}))
        except HolderFailed as error:
            log.warning("A file system of sandboxes does not go into memory, so that it stays on the disk: %s.", error)
            return None
        self.places[root] = replace(self.places[ROOT], path=copy)
        return self.holder

    def _mount_or_tell(self, launcher: Launcher) -> None:
        """Try for each tree, since a machine may have been too busy for the last one; tell a reason once."""
        before, self._refused = self._refused, self.mount(launcher)
        if self._refused not in (None, before):
            log.warning(
                "What sandboxes see stays on the disk, where they can leave each other notes: %s.", self._refused
            )

    def _keep_on_disk(self, root: Path) -> Holder | None:
        try:
            if self._on_disk is None or self._on_disk.process.poll() is not None:
                self._on_disk = Holder.start()
            tell_missed(self._on_disk.keep({"root": str(root)}))
        except HolderFailed as error:
            log.warning("Files that sandboxes share are not locked: %s.", error)
        return self._on_disk


def tell_missed(missed: int) -> None:
    """Log that some files are not locked."""
    if missed:
        log.warning("Some files that sandboxes share are not locked: %s.", missed)


def mount_point(bubblewrap: Bubblewrap) -> Path | None:
    """Choose a folder that every machine has, and that nothing needs which a box is started with."""
    needed = (bubblewrap.program, *bubblewrap.folders, Path(sys.executable), Path(sys.base_prefix), HOLDER)
    for folder in MOUNT_POINTS:
        if folder.is_dir() and not any(path.is_relative_to(folder) for path in needed):
            return folder
    return None


def cover(bubblewrap: Bubblewrap, folder: Path) -> list[str]:
    """Write the command before one that is to see the machine as it is, but for an empty folder in memory."""
    return [str(bubblewrap.program), "--dev-bind", "/", "/", "--tmpfs", str(folder), "--"]


def linked(path: str) -> str:
    """Read a link of the kernel's, or say why it cannot be."""
    try:
        return os.readlink(path)  # noqa: PTH115  it names no file
    except OSError as error:
        return str(error)


def place_of(holder: Holder, path: Path) -> Place:
    """Open the namespaces of a holder.

    Raises:
        OSError: it is gone, or there is no descriptor left.
    """
    own = Path("/proc/self/ns/user").stat()
    mount = os.open(f"/proc/{holder.pid}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
    try:
        user = os.open(f"/proc/{holder.pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        os.close(mount)
        raise
    if os.path.samestat(own, os.fstat(user)):
        os.close(user)
        return Place(path, mount, None)
    return Place(path, mount, user)


def forgets_names(root: Path) -> bool:
    """Whether a tree lies in memory already; see mountinfo in proc(5)."""
    device = root.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == number:
            return after.split()[0] == "tmpfs"
    return False


TREES = Trees()
