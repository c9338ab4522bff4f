"""The sandbox: makes runtimes and opens boxes in them."""

import contextlib
import os
import platform
import threading
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Self

from quintain.sandbox.box import Box, Lent, cold_box, orders_for, warm_box
from quintain.sandbox.cgroups import Cgroups, cgroups_of_this_machine
from quintain.sandbox.errors import BoxNotStarted, SandboxUnavailable
from quintain.sandbox.headroom import require_tasks
from quintain.sandbox.launch import Launcher, choose, nesting_refused
from quintain.sandbox.limits.disk import scratch
from quintain.sandbox.model import Limits, Recording, Runtime, RuntimeSpec
from quintain.sandbox.runtime import runtime
from quintain.sandbox.seccomp import ARCHITECTURES, compile_filter
from quintain.sandbox.starts import STARTS, Start
from quintain.sandbox.trees import TREES, Trees
from quintain.sandbox.users import Users, users_of_this_server
from quintain.sandbox.zygote import PoolPolicy
from quintain.sandbox.zygote_pool import ZygotePool

SWITCH = "QUINTAIN_BOXES"
SWITCH_OF_GROUPS = "QUINTAIN_GROUPS"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/lab",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a thread for every processor of a large machine would pass the limit
}


class Sandbox:
    """Runs untrusted programs in boxes. One object serves a whole process and all of its threads.

    Boxes are warm where this machine allows it: forked from a process that has imported the runtime's modules. The
    first box of a runtime is cold, for that process is not ready yet; so is any box while it is being replaced.
    """

    def __init__(
        self,
        state: Path,
        *,
        users: Users | None = None,
        warm: bool | None = None,
        grouped: bool | None = None,
        pool_policy: PoolPolicy | None = None,
        trees: Trees | None = None,
    ) -> None:
        """Keep runtimes below a folder.

        Args:
            state: a folder of the sandbox's own; made if missing.
            users: what boxes run under; if left out, those that the environment's QUINTAIN_BOX_USERS names if this
                process is root, and else its own user.
            warm: whether boxes may be warm; if left out, the environment's QUINTAIN_BOXES says so (cold or warm), and
                they may if it says nothing.
            grouped: whether boxes have control groups where the machine gives some; if left out, the environment's
                QUINTAIN_GROUPS says so (used or unused), and they have if it says nothing.
            pool_policy: how the pool keeps the processes that warm boxes are forked from.
            trees: what keeps the root file systems; if left out, that of this process, in memory where it can.

        Raises:
            SandboxUnavailable: QUINTAIN_BOXES or QUINTAIN_GROUPS holds another word, or QUINTAIN_BOX_USERS no range of
                users.
        """
        self._state = state.absolute()
        self._users = users or users_of_this_server()
        self._launcher: Launcher | None = None
        self._choosing = threading.Lock()
        self._may_be_warm = warm_by_environment() if warm is None else warm
        self._pool_policy = pool_policy or PoolPolicy()
        self._pool: ZygotePool | None = None
        self._trees = TREES if trees is None else trees
        self._may_have_cgroups = grouped_by_environment() if grouped is None else grouped
        self._cgroups: Cgroups | None = None

    def runtime(self, spec: RuntimeSpec) -> Runtime:
        """Make, or find, the root file system that boxes of this spec see.

        Raises:
            RuntimeNotBuilt: something that the spec names could not be obtained.
        """
        made = runtime(spec, self._state)
        self._trees.keep(made.root, self._launcher_if_any())
        return made

    def _launcher_if_any(self) -> Launcher | None:
        """Find the bubblewrap that works here; a runtime can be made without one."""
        with contextlib.suppress(SandboxUnavailable):
            return self.launcher()
        return None

    def open(
        self,
        runtime: Runtime,
        argv: Sequence[str] = ("/box/main.py",),
        *,
        limits: Limits | None = None,
        sockets: int = 0,
        listening: Sequence[int] = (),
        guarded: bool = False,
        recording: Recording = Recording.NOTHING,
    ) -> Box:
        """Start a box in which ``argv[0]``, a Python file of the box, runs as the main program.

        Args:
            runtime: what the box sees.
            argv: path of the file in the box, and its arguments; becomes ``sys.argv``.
            limits: what it may use.
            sockets: how many TCP sockets of the box's network to borrow, 0 to 64.
            listening: up to 8 ports of the box's 127.0.0.1 to listen on, any from 1 on; see ``Box.listening``.
            guarded: close the main program to what it starts itself: they cannot reach its memory and descriptors by
                /proc, as they could by another program of the same user. It cannot see its own /proc/self either.
            recording: what to write down of all that runs in the box, for ``Box.record``. Each call that is written
                down takes longer.

        Raises:
            SandboxUnavailable: this machine cannot hold a box.
            BoxNotStarted: this box broke before its program began.
        """
        limits = limits or Limits()
        require_tasks(limits.processes)
        lent = Lent.of(sockets, listening, recording, [each.path for each in scratch(limits)])
        orders = orders_for(
            argv,
            limits,
            lent=lent,
            environment=ENVIRONMENT,
            code=filter_of(platform.machine()),
            guarded=guarded,
        )
        try:
            box, start = self._open_any(runtime, limits, orders, lent)
        except (SandboxUnavailable, BoxNotStarted):
            STARTS.count(Start.FAILED)
            raise
        STARTS.count(start)
        return box

    def _open_any(self, runtime: Runtime, limits: Limits, orders: bytes, lent: Lent) -> tuple[Box, Start]:
        """Open a warm box, or else a cold one.

        Raises:
            SandboxUnavailable, BoxNotStarted: As `open`.
        """
        if box := self._open_warm(runtime, limits, orders, lent):
            return box, Start.WARM
        launcher, place = self.launcher(), self._trees.places.get(runtime.root)
        start = partial(cold_box, launcher, runtime, limits, orders, lent, cgroups=self.cgroups())
        try:
            return start(), Start.COLD
        except BoxNotStarted:
            if not self._trees.restore(runtime.root, place, launcher):
                raise
            return start(), Start.COLD

    def _open_warm(self, runtime: Runtime, limits: Limits, orders: bytes, lent: Lent) -> Box | None:
        """Open a warm box; None where there is none, or it died before its program began."""
        pool = self.zygote_pool()
        idle = None if pool is None else pool.take(runtime)
        if idle is None:
            return None
        try:
            return warm_box(idle, limits, orders, lent, cgroups=self.cgroups())
        except BoxNotStarted:
            return None  # what is wrong, if it is wrong for a cold box too, that one will tell

    def make_ready(self, runtime: Runtime, *, seconds: float = 60.0) -> bool:
        """Wait until warm boxes of a runtime lie ready.

        Returns:
            Whether they do. If not, boxes are cold, and work as well.

        Raises:
            SandboxUnavailable: this machine cannot hold a box.
        """
        pool = self.zygote_pool()
        return pool is not None and pool.make_ready(runtime, seconds)

    def close(self) -> None:
        """End what is kept for warm boxes; those that are open live on, and further ones are cold."""
        with self._choosing:
            self._may_be_warm = False
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def zygote_pool(self) -> ZygotePool | None:
        """Find what gives warm boxes, made once; None where boxes are cold.

        Raises:
            SandboxUnavailable: this machine cannot hold a box.
        """
        launcher, cgroups = self.launcher(), self.cgroups()
        with self._choosing:
            if self._pool is None and self._may_be_warm:
                self._may_be_warm = nesting_refused(launcher) is None
                if self._may_be_warm:
                    self._pool = ZygotePool(launcher, ENVIRONMENT, self._pool_policy, cgroups)
                    weakref.finalize(self, self._pool.close)
            return self._pool

    def cgroups(self) -> Cgroups | None:
        """Find what gives boxes control groups, once; None where their limits are only watched."""
        with self._choosing:
            if self._may_have_cgroups:
                self._cgroups, self._may_have_cgroups = cgroups_of_this_machine(), False
            return self._cgroups

    def launcher(self) -> Launcher:
        """Find the bubblewrap that works here, once.

        Raises:
            SandboxUnavailable: none does.
        """
        with self._choosing:
            if self._launcher is None:
                self._launcher = replace(choose(self._users), places=self._trees.places)
            return self._launcher


def warm_by_environment() -> bool:
    """Read the switch that the machine's owner may set.

    Raises:
        SandboxUnavailable: it says something else.
    """
    return switched(SWITCH, ("cold", "warm"), "warm") == "warm"


def grouped_by_environment() -> bool:
    """Read whether control groups may be used.

    Raises:
        SandboxUnavailable: the environment says something else.
    """
    return switched(SWITCH_OF_GROUPS, ("unused", "used"), "used") == "used"


def switched(name: str, words: Sequence[str], usual: str) -> str:
    """Read a switch of the environment.

    Raises:
        SandboxUnavailable: it has a setting that it does not know.
    """
    word = os.environ.get(name, usual)
    if word not in words:
        raise SandboxUnavailable(f"{name} is {word!r}; it may be {' or '.join(words)}.", f"Correct or unset {name}.")
    return word


@cache
def filter_of(machine: str) -> bytes:
    """Compile the system call filter of a machine, once.

    Raises:
        SandboxUnavailable: nobody has written down its system calls.
    """
    if machine not in ARCHITECTURES:
        raise SandboxUnavailable(
            f"The sandbox knows no system calls of a {machine} machine.",
            f"Run the server on one of: {', '.join(sorted(ARCHITECTURES))}.",
        )
    return compile_filter(machine)
