"""The zygotes of a sandbox: one for each runtime in use, a few at most, replaced when worn, restarted when dead."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

from quintain.sandbox.groups import Groups
from quintain.sandbox.launch import Launcher
from quintain.sandbox.model import Runtime
from quintain.sandbox.newborn import Newborn
from quintain.sandbox.zygote import Husbandry, Zygote


class Stable:
    """Gives warm boxes away. Where it has none to give, it makes ready for the next time."""

    def __init__(
        self,
        launcher: Launcher,
        environment: Mapping[str, str],
        husbandry: Husbandry,
        groups: Groups | None = None,
    ) -> None:
        self._launcher = launcher
        self._environment = environment
        self._husbandry = husbandry
        self._groups = groups
        self._lock = threading.Lock()
        self._zygotes: OrderedDict[Runtime, Zygote] = OrderedDict()
        self._heirs: dict[Runtime, Zygote] = {}
        self._is_closed = False

    def take(self, runtime: Runtime) -> Newborn | None:
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
            for zygote in (*self._zygotes.values(), *self._heirs.values()):
                zygote.retire()
            self._zygotes.clear()
            self._heirs.clear()

    def _zygote_of(self, runtime: Runtime) -> Zygote | None:
        with self._lock:
            if self._is_closed:
                return None
            found = self._zygotes.get(runtime)
            if found is None or self._is_to_be_restarted(found):
                found = self._zygotes[runtime] = self._start(runtime)
            elif found.is_worn():
                found = self._succeed(runtime, found)
            self._zygotes.move_to_end(runtime)
            while len(self._zygotes) > self._husbandry.zygotes:
                _, unused = self._zygotes.popitem(last=False)
                unused.retire()
            return found

    def _is_to_be_restarted(self, zygote: Zygote) -> bool:
        """Whether it is dead: at once if it had been of use, else after a pause, as it may fail again."""
        if zygote.ended is None:
            return False
        return not zygote.has_failed or time.monotonic() - zygote.ended > self._husbandry.seconds_after_failure

    def _succeed(self, runtime: Runtime, worn: Zygote) -> Zygote:
        """Start an heir beside the worn one, and let it take over once it is ready."""
        heir = self._heirs.get(runtime)
        if heir is None or self._is_to_be_restarted(heir):
            self._heirs[runtime] = self._start(runtime)
            return worn
        if not heir.is_ready:
            return worn
        del self._heirs[runtime]
        worn.retire()
        self._zygotes[runtime] = heir
        return heir

    def _start(self, runtime: Runtime) -> Zygote:
        zygote = Zygote(self._launcher, runtime, self._environment, self._husbandry, self._groups)
        zygote.start()
        return zygote
