"""Where the root file system of boxes lies: in a mount namespace of its own, which a box is started in."""

import errno
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is there in one mount namespace alone, and what leads into it.

    ``mount`` and ``user`` are descriptors of namespaces; ``user`` is None where that is this process's own.
    """

    path: Path
    mount: int
    user: int | None

    def enter(self) -> list[str]:
        """Prepare to start a program there: have the calling thread enter, or return what the command begins with.

        The thread must be the box's own, and end soon: it sees this namespace from now on. A user namespace can be
        entered only by a process that has no other threads, so that the program does it itself before it begins.

        Raises:
            OSError: the namespaces cannot be entered.
        """
        if self.user is None:
            os.unshare(os.CLONE_FS)
            os.setns(self.mount, os.CLONE_NEWNS)
            return []
        # By way of this process, so that the program inherits no descriptor of a namespace.
        handles = f"/proc/{os.getpid()}/fd"
        user, mount = f"--user={handles}/{self.user}", f"--mount={handles}/{self.mount}"
        return [nsenter() or "nsenter", user, mount, "--preserve-credentials", "--"]

    def shows_tree(self) -> bool:
        """Whether a program that is started there finds the folder; the calling thread must be one that ends soon.

        A process that is too short of something to look, such as descriptors, is answered that it does: what is there
        is not to be given up for that.
        """
        try:
            before = self.enter()
            return subprocess.run([*before, "test", "-d", self.path], check=False, env={}, cwd="/").returncode == 0
        except OSError as error:
            return error.errno in SHORTAGES

    def seen(self, folder: Path) -> str:
        """Say what a program that is started there sees of a folder; the calling thread must be one that ends soon.

        That is: its mount namespace, the names in the folder, and what is mounted on it (see mountinfo in proc(5)).
        """
        command = 'readlink /proc/self/ns/mnt; ls -A "$0"; grep -F " $0 " /proc/self/mountinfo | cut -d " " -f 4-'
        try:
            words = [*self.enter(), "sh", "-c", command, str(folder)]
            told = subprocess.run(
                words, check=False, env={}, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            ).stdout
        except OSError as error:
            return str(error)
        return ", ".join(told.decode(errors="replace").splitlines())

    def leave(self) -> None:
        """Close the descriptors: nothing can be started there any more."""
        for handle in (self.mount, self.user):
            if handle is not None:
                os.close(handle)


def nsenter() -> str | None:
    """Find the program that enters namespaces; it comes with util-linux."""
    return shutil.which("nsenter", path="/usr/bin:/bin:/usr/sbin:/sbin")
