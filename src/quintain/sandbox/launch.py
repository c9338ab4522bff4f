"""Starts bubblewrap, and finds out once which one works here and how strictly."""

import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quintain.sandbox.bubblewrap import Bubblewrap, candidates, confine
from quintain.sandbox.diagnosis import explain
from quintain.sandbox.errors import SandboxError, SandboxUnavailable
from quintain.sandbox.place import Place
from quintain.sandbox.privileges import closed_folder, make_reachable
from quintain.sandbox.users import Users

TRIAL_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Launcher:
    """A bubblewrap that works, with all that this machine lets it deny."""

    bubblewrap: Bubblewrap
    deny_namespaces: bool
    users: Users
    places: Mapping[Path, Place] = field(default_factory=dict, compare=False)
    """Where root file systems are seen by boxes, if not where they are."""

    def start(
        self,
        root: Path,
        command: Sequence[str],
        output: int,
        inherited: Sequence[int] = (),
        *,
        user: int | None,
        zygote: bool = False,
    ) -> subprocess.Popen[bytes]:
        """Start a box, or a zygote's. Call it from a thread that lives as long as the box and does nothing else.

        The box dies with that thread (``--die-with-parent`` means the thread, not the process), and the thread's view
        of the file system may change.
        """
        place = self.places.get(root)
        before = [] if place is None else place.enter()
        root = root if place is None else place.path
        if user is not None and any(map(closed_folder, (root, self.bubblewrap.program))):
            make_reachable([path for path in (root, *self.bubblewrap.folders) if closed_folder(path)])
        deny = self.deny_namespaces and not zygote
        return subprocess.Popen(
            [*before, *confine(self.bubblewrap, root, command, deny_namespaces=deny, mounts=not zygote)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=inherited,
            env={},
            cwd="/",
            start_new_session=True,  # Ctrl-C at the server's terminal is the server's to answer
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )


def choose(users: Users) -> Launcher:
    """Try every bubblewrap of this machine, the strictest way first.

    Raises:
        SandboxUnavailable: none can make a box; the reason is that of the first.
    """
    reasons = []
    for launcher in launchers(users):
        reason = in_own_thread(lambda launcher=launcher: trial(launcher))  # type: ignore[misc]  # bound at once, per turn
        if reason is None:
            return launcher
        reasons.append(reason)
    raise explain(reasons[0] if reasons else None)


def launchers(users: Users) -> Iterator[Launcher]:
    """List what could work, best first."""
    for bubblewrap in candidates():
        for deny_namespaces in (True, False):
            yield Launcher(bubblewrap, deny_namespaces, users)


def trial(launcher: Launcher, command: Sequence[str] = ("/bin/true",), *, zygote: bool = False) -> str | None:
    """Run a command in a box that shows the host's own root; return what went wrong, if anything."""
    slot = None
    try:
        slot = launcher.users.take()
        return watch_trial(launcher.start(Path("/"), command, subprocess.PIPE, user=slot.user, zygote=zygote))
    except (OSError, subprocess.SubprocessError, SandboxError) as error:
        return str(error)
    finally:
        if slot is not None:
            slot.release()


def watch_trial(process: subprocess.Popen[bytes]) -> str | None:
    """Wait for a trial box; return what went wrong, if anything."""
    try:
        output, _ = process.communicate(timeout=TRIAL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"no answer within {TRIAL_SECONDS} seconds"
    if process.returncode == 0:
        return None
    return output.decode(errors="replace").strip() or f"status {process.returncode}"


def nesting_refused(launcher: Launcher) -> str | None:
    """Find out whether a box may hold boxes, as warm ones need; return what went wrong, if anything.

    A box that shows the host's own root runs bubblewrap again, which makes the same namespaces and mounts.
    """
    inner = confine(launcher.bubblewrap, Path("/"), ["/bin/true"], deny_namespaces=False)
    return in_own_thread(lambda: trial(launcher, inner, zygote=True))


def in_own_thread[Result](work: Callable[[], Result]) -> Result:
    """Do work in a thread made for it."""
    results: list[Result] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    if not results:
        raise SandboxUnavailable("Starting a trial sandbox failed.", "Look for the traceback in the server's log.")
    return results[0]
