"""The zygotes of a sandbox: one for each runtime in use, a few at most, replaced when expired, restarted when dead."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

from quintain.sandbox.cgroups import Cgroups
from quintain.sandbox.idle_box import IdleBox
from quintain.sandbox.launch import Launcher
from quintain.sandbox.model import Runtime
from quintain.sandbox.zygote import PoolPolicy, Zygote


class ZygotePool:
    """Gives warm boxes away. Where it has none to give, it makes ready for the next time."""

    def __init__(
        self,
        launcher: Launcher,
        environment: Mapping[str, str],
        policy: PoolPolicy,
        cgroups: Cgroups | None = None,
    ) -> None:
        self._launcher = launcher
        self._environment = environment
        self._policy = policy
        self._cgroups = cgroups
        self._lock = threading.Lock()
        self._zygotes: OrderedDict[Runtime, Zygote] = OrderedDict()
        self._successors: dict[Runtime, Zygote] = {}
        self._is_closed = False

    def take(self, runtime: Runtime) -> IdleBox | None:
        """Give away a box of a runtime; None while its zygote is not ready."""
        zygote = self._zygote_of(runtime)
        return None if zygote is None else zygote.take()

    def make_ready(self, runtime: Runtime, seconds: float) -> bool:
        """Wait until boxes of a runtime lie ready; False if they will not."""
        zygote = self._zygote_of(runtime)
        return zygote is not None and zygote.wait_until_stocked(seconds)

    def zygotes(self) -> list[Zygote]:
        """List those that boxes are taken from now, the longest unused first."""
        with self._lock:
            return list(self._zygotes.values())

    def close(self) -> None:
        """Retire all: each ends with its last box."""
        with self._lock:
            self._is_closed = True
            for zygote in (*self._zygotes.values(), *self._successors.values()):
                zygote.retire()
            self._zygotes.clear()
            self._successors.clear()

    def _zygote_of(self, runtime: Runtime) -> Zygote | None:
        with self._lock:
            if self._is_closed:
                return None
            zygote = self._zygotes.get(runtime)
            if zygote is None or self._is_to_be_restarted(zygote):
                zygote = self._zygotes[runtime] = self._start(runtime)
            elif zygote.has_expired():
                zygote = self._replace(runtime, zygote)
            self._zygotes.move_to_end(runtime)
            while len(self._zygotes) > self._policy.zygotes:
                _, unused = self._zygotes.popitem(last=False)
                unused.retire()
            return zygote

    def _is_to_be_restarted(self, zygote: Zygote) -> bool:
        """Whether it is dead: at once if it had been of use, else after a pause, as it may fail again."""
        if zygote.ended is None:
            return False
        return not zygote.has_failed or time.monotonic() - zygote.ended > self._policy.seconds_after_failure

    def _replace(self, runtime: Runtime, expired: Zygote) -> Zygote:
        """Start a successor beside the expired one, and let it take over once it is ready."""
        successor = self._successors.get(runtime)
        if successor is None or self._is_to_be_restarted(successor):
            self._successors[runtime] = self._start(runtime)
            return expired
        if not successor.is_ready:
            return expired
        del self._successors[runtime]
        expired.retire()
        self._zygotes[runtime] = successor
        return successor

    def _start(self, runtime: Runtime) -> Zygote:
        zygote = Zygote(self._launcher, runtime, self._environment, self._policy, self._cgroups)
        zygote.start()
        return zygote
