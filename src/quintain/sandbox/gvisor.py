"""Boxes with a kernel of their own: gVisor's runsc answers a program's system calls itself.

Slower, and the host's kernel is far away from the program. What such a box cannot do is said when it is asked for:
sockets of its network cannot be lent, for they are no sockets of the host; and nobody can be told of its calls.
"""

import contextlib
import json
import os
import re
import resource  # noqa: F401 (os.wait4 looks for it, from a thread that may not see the library any more)
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quintain.sandbox import processes
from quintain.sandbox.box_process import INIT_COMMAND, readable
from quintain.sandbox.cgroups import Cgroup, is_alive, stamp
from quintain.sandbox.errors import SandboxError, SandboxUnavailable
from quintain.sandbox.limits.disk import Scratch, scratch
from quintain.sandbox.model import Limits
from quintain.sandbox.privileges import Credentials, make_reachable
from quintain.sandbox.users import Slot, Users

SEARCHED = "/usr/bin:/usr/local/bin:/bin"
OWN_MEBIBYTES = 160  # what runsc, its gofer and its kernel take themselves
PREFIX = "quintain-gvisor-"
OWNER = re.compile(rf"{PREFIX}(\d+-\d+)-")
SAYS_NOTHING = 4096
OWNED = ("uid=1000", "gid=1000")
TRIAL_SECONDS = 30.0
# Its kernel has not what the first three limit, and counts as processor time what a program waited for a processor.
UNKNOWN = frozenset({"RLIMIT_SIGPENDING", "RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK", "RLIMIT_CPU"})


@dataclass(frozen=True, slots=True)
class Gvisor:
    """A runsc that works here, and what gives its boxes their users."""

    runsc: Path
    setpriv: Path
    users: Users


def find_gvisor(users: Users) -> Gvisor:
    """Find runsc, and what makes it die with the server.

    Raises:
        SandboxUnavailable: one of them is missing.
    """
    found = [shutil.which(name, path=SEARCHED) for name in ("runsc", "setpriv")]
    if None in found:
        raise SandboxUnavailable(
            "QUINTAIN_BOXES asks for gVisor, and this machine lacks runsc or setpriv.",
            "Install the packages runsc and util-linux, or unset QUINTAIN_BOXES.",
        )
    sweep()
    runsc, setpriv = (Path(str(each)) for each in found)
    return Gvisor(runsc, setpriv, users)


def sweep() -> None:
    """Remove the folders of boxes whose server was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = OWNER.match(folder.name)
        if owner is not None and not is_alive(owner[1]):
            shutil.rmtree(folder, ignore_errors=True)


def bundle(root: Path, mounts: Iterable[Scratch], command: Sequence[str]) -> str:
    """Write down a box for runsc: an OCI configuration."""
    seen = [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"},
        *(
            {
                "destination": each.path,
                "type": "tmpfs",
                "source": "tmpfs",
                "options": ["nosuid", "nodev", f"size={each.size_bytes}", f"mode={each.mode}", *OWNED],
            }
            for each in mounts
        ),
    ]
    user = {"uid": 1000, "gid": 1000}
    return json.dumps(
        {
            "ociVersion": "1.0.0",
            "process": {
                "user": user,
                "args": list(command),
                "env": [],
                "cwd": "/",
                "capabilities": {},
                "noNewPrivileges": True,
            },
            "root": {"path": str(root), "readonly": True},
            "hostname": "box",
            "mounts": seen,
            "linux": {"namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount")]},
        }
    )


class GvisorProcess:
    """A box inside a runsc of its own, which is its root. What the host sees below it are gVisor's processes."""

    ours = SAYS_NOTHING  # how many threads gVisor has says nothing about the program's; its kernel counts those
    used_before = 0.0
    cgroup: Cgroup | None = None

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, slot: Slot) -> None:
        self._process = process
        self._folder = folder
        self._slot = slot
        self.root = process.pid
        self.handle = os.pidfd_open(process.pid)

    @classmethod
    def start(
        cls, gvisor: Gvisor, seen: tuple[Path, Limits], channel: int, output: int, report: int
    ) -> "GvisorProcess":
        """Start runsc and the init program in it; from a thread of the box's own, with which it dies."""
        root, limits = seen
        written = bundle(root, scratch(limits), [*INIT_COMMAND, "3", "4", "gvisor"])
        return cls.start_bundle(gvisor, root, written, {channel: 3, report: 4}, output)

    @classmethod
    def start_bundle(
        cls, gvisor: Gvisor, root: Path, written: str, passed: Mapping[int, int], output: int
    ) -> "GvisorProcess":
        """Start runsc in a folder made for it, under a user of its own if this process is root."""
        slot = gvisor.users.take()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{stamp(os.getpid())}-"))
        try:
            (folder / "config.json").write_text(written)
            (folder / "state").mkdir()
            if slot.user is not None:
                for path in (folder, *folder.iterdir()):
                    os.chown(path, slot.user, slot.user)
            needed = Credentials(slot.user).needed_by([root])
            if needed:
                make_reachable(needed)
            return cls(run(gvisor, folder, slot.user, passed, output), folder, slot)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            slot.release()
            raise

    def is_over(self) -> bool:
        """Whether runsc has ended."""
        return readable(self.handle)

    @property
    def status(self) -> int | None:
        """How runsc ended, once that is collected."""
        return self._process.returncode

    def kill(self) -> None:
        """Kill runsc, and with it all that it has started; wait until they are gone."""
        handles = []
        for pid in processes.tree(self.root):
            with contextlib.suppress(OSError):
                handles.append(os.pidfd_open(pid))
        for handle in (self.handle, *handles):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        for handle in handles:
            readable(handle, processes.GONE_SECONDS)
            os.close(handle)

    def collect(self) -> float:
        """Wait for runsc; what it did not wait for itself is missing here."""
        _, status, used = os.wait4(self.root, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime

    def close(self) -> None:
        """Clear away what runsc kept, and give the user back."""
        os.close(self.handle)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._slot.release()


def run(
    gvisor: Gvisor, folder: Path, user: int | None, passed: Mapping[int, int], output: int
) -> subprocess.Popen[bytes]:
    """Start runsc: without a network, without privileges, and not longer than the calling thread lives."""
    handles = [word for outside, inside in passed.items() for word in ("-pass-fd", f"{outside}:{inside}")]
    command = [
        str(gvisor.setpriv), "--pdeathsig", "KILL", "--",
        str(gvisor.runsc), "--rootless", "--network=none", "--ignore-cgroups", "--root", str(folder / "state"),
        "run", *handles, "-bundle", str(folder), folder.name,
    ]  # fmt: skip
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=tuple(passed),
        env={"PATH": SEARCHED},
        cwd="/",
        start_new_session=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


def trial(gvisor: Gvisor) -> str | None:
    """Run a command in a box that shows the host's own root; return what went wrong, if anything."""
    output, inside = os.pipe()
    try:
        process = GvisorProcess.start_bundle(gvisor, Path("/"), bundle(Path("/"), (), ["/bin/true"]), {}, inside)
    except (OSError, subprocess.SubprocessError, SandboxError) as error:
        os.close(output)
        return str(error)
    finally:
        os.close(inside)
    ended = readable(process.handle, TRIAL_SECONDS)
    process.kill()
    process.collect()
    process.close()
    with os.fdopen(output, "rb") as said:
        text = said.read().decode(errors="replace").strip()
    if not ended:
        return f"no answer within {TRIAL_SECONDS:g} seconds"
    return None if process.status == 0 else text or f"status {process.status}"
