"""The sandbox: makes runtimes and opens boxes in them."""

import os
import platform
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from quintain.sandbox.box import Box, open_box
from quintain.sandbox.door import NOBODY, Credentials
from quintain.sandbox.errors import SandboxUnavailable
from quintain.sandbox.launch import Launcher, choose
from quintain.sandbox.model import Limits, Runtime, RuntimeSpec
from quintain.sandbox.runtime import runtime
from quintain.sandbox.seccomp import ARCHITECTURES, compile_filter

ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/lab",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a thread for every processor of a large machine would pass the limit
}


class Sandbox:
    """Runs untrusted programs in boxes. One object serves a whole process and all of its threads."""

    def __init__(self, state: Path, *, user: int = NOBODY) -> None:
        """Keep runtimes below a folder.

        Args:
            state: a folder of the sandbox's own; made if missing.
            user: the user id that boxes run under if this process is root; else they run under its own.
        """
        self._state = state.absolute()
        self._credentials = Credentials(user if os.geteuid() == 0 else None)
        self._launcher: Launcher | None = None
        self._choosing = threading.Lock()

    def runtime(self, spec: RuntimeSpec) -> Runtime:
        """Make, or find, the root file system that boxes of this spec see.

        Raises:
            RuntimeNotBuilt: something that the spec names could not be had.
        """
        return runtime(spec, self._state)

    def open(
        self,
        runtime: Runtime,
        argv: Sequence[str] = ("/box/main.py",),
        *,
        limits: Limits | None = None,
        sockets: int = 0,
        environment: Mapping[str, str] | None = None,
        guarded: bool = False,
    ) -> Box:
        """Start a box in which ``argv[0]``, a Python file of the box, runs as the main program.

        Args:
            runtime: what the box sees.
            argv: path of the file in the box, and its arguments; becomes ``sys.argv``.
            limits: what it may use.
            sockets: how many TCP sockets of the box's network to borrow, 0 to 64.
            environment: variables beside PATH, HOME and LANG.
            guarded: close the main program to what it starts itself: its memory and descriptors cannot be had through
                /proc, as they could by another program of the same user. It cannot see its own /proc/self either.

        Raises:
            SandboxUnavailable: this machine cannot hold a box.
            BoxNotStarted: this box broke before its program began.
        """
        return open_box(
            self.launcher(),
            runtime,
            argv,
            limits or Limits(),
            sockets=sockets,
            environment=ENVIRONMENT | dict(environment or {}),
            code=filter_of_this_machine(),
            guarded=guarded,
        )

    def launcher(self) -> Launcher:
        """Find the bubblewrap that works here, once.

        Raises:
            SandboxUnavailable: none does.
        """
        with self._choosing:
            if self._launcher is None:
                self._launcher = choose(self._credentials)
            return self._launcher


def filter_of_this_machine() -> bytes:
    """Compile the system call filter for the running kernel's machine.

    Raises:
        SandboxUnavailable: nobody has written down this machine's system calls.
    """
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise SandboxUnavailable(
            f"The sandbox knows no system calls of a {machine} machine.",
            f"Run the server on one of: {', '.join(sorted(ARCHITECTURES))}.",
        )
    return compile_filter(machine)
