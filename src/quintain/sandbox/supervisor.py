"""The thread that supervises one box: it starts it, drains its output, watches its limits, ends it, and counts."""

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from quintain.sandbox import processes
from quintain.sandbox.box_process import BoxProcess
from quintain.sandbox.cgroups import Cgroup, Cgroups
from quintain.sandbox.limits import Seen
from quintain.sandbox.limits.memory import ceiling_bytes
from quintain.sandbox.limits.rules import broken
from quintain.sandbox.model import Ending, Limit, Limits, Manner, Meter
from quintain.sandbox.report import Report

LOOK_SECONDS = 0.05
RARE_SECONDS = 0.25  # between two looks at a box that runs long, and whose memory and processes the kernel holds
HEAVY_SECONDS = 0.5
CHUNK_BYTES = 65536
REPORT_BYTES = 4096

log = logging.getLogger(__name__)


class Supervisor(threading.Thread):
    """Supervises one box from start to end. All that it learns is read by ``Box``."""

    def __init__(self, start: Callable[[int, int], BoxProcess], limits: Limits, cgroups: Cgroups | None = None) -> None:
        """Prepare to supervise a box.

        Args:
            start: starts the box; given the descriptors for its output and for its reaper's report.
            limits: what it may use.
            cgroups: makes a control group for it; without one, its limits are only watched.
        """
        super().__init__(name="box", daemon=True)
        self._start = start
        self._limits = limits
        self._cgroups = cgroups
        self._cgroup: Cgroup | None = None
        self._used_before = 0.0
        self._output_pipe, self._output_inside, self._report_pipe, self._report_inside, self._wake = make_pipes()
        self.process: BoxProcess | None = None
        self._began = time.monotonic()
        self._watching = False
        self._looked = 0.0
        self._cpu_seconds = 0.0
        self._limit: Limit | None = None
        self._asked_to_end = False
        self._lock = threading.RLock()
        self._gone = False
        self._put_away = False
        self.output = bytearray()
        self.failure: BaseException | None = None
        self.launched = threading.Event()
        self.ending: Ending | None = None

    def begin(self) -> None:
        """Start the clock: the init program is ready, and the main program runs from now on."""
        self._began = time.monotonic()
        self._watching = True
        self._nudge()

    def end(self) -> None:
        """Ask for the end of the box; join the thread to wait for it."""
        self._asked_to_end = True
        self._nudge()

    def _nudge(self) -> None:
        """Wake the thread from its wait, unless its descriptors are closed and their numbers given to others."""
        with self._lock:
            if not self._put_away:
                os.eventfd_write(self._wake, 1)

    def cpu_seconds(self) -> float:
        """Processor time of the whole tree so far."""
        with self._lock:
            if self.process is None or self._gone:
                return self._cpu_seconds
            root = self.process.root
            used = self._used(self.process, lambda: processes.cpu_seconds(processes.tree(root)))
            # If it lives still, its number was its own while we looked, and not a stranger's.
            return self._cpu_seconds if self.process.is_over() else self._count(used)

    def waited_seconds(self) -> float:
        """How long the threads that live now have waited for a processor; 0 once the box is gone."""
        with self._lock:
            return 0.0 if self.process is None or self._gone else processes.waited_seconds(self.process.root)

    def open_meter(self) -> tuple[Meter, int] | None:
        """Open what tells the processor time of the box, if the kernel counts it as a whole; the caller closes it."""
        with self._lock:
            if self._cgroup is None or self._gone:
                return None
            try:
                meter, descriptor = self._cgroup.open_meter()
            except OSError:
                return None
            return replace(meter, before_seconds=self._used_before), descriptor

    def run(self) -> None:
        """Start the box, and watch it until it has ended."""
        try:
            self.process = self._start(self._output_inside, self._report_inside)
            self._enclose(self.process)
        except BaseException as error:  # noqa: BLE001 (raised again by the thread that opened the box)
            self.failure = error
        finally:
            os.close(self._output_inside)
            os.close(self._report_inside)
            self.launched.set()
        try:
            if self.process is not None:
                self._watch(self.process)
        except BaseException as error:  # noqa: BLE001 (raised again by the thread that closes the box)
            self.failure = error
        finally:
            self._close_pipes()

    def _enclose(self, process: BoxProcess) -> None:
        """Let a control group hold the box, before it has its orders."""
        cgroup = process.cgroup
        if cgroup is None and self._cgroups is not None:
            cgroup = self._cgroups.make_around(lambda: processes.tree(process.root))
        if cgroup is None:
            return
        try:
            cgroup.set_limits(self._limits, process.ours)
            self._used_before = cgroup.cpu_seconds()
        except OSError as error:
            log.warning("A control group cannot hold its box, which is only watched: %s.", error)
            self._dissolve(cgroup)
        else:
            self._cgroup = cgroup

    def _dissolve(self, cgroup: Cgroup) -> None:
        if self._cgroups is not None:
            self._cgroups.put_away(cgroup)

    def _used(self, process: BoxProcess, count: Callable[[], float]) -> float:
        """Ask for the processor time of the whole box: its control group, or what counts each of its processes."""
        if self._cgroup is not None:
            return self._cgroup.cpu_seconds() - self._used_before
        return count() - process.used_before

    def _watch(self, process: BoxProcess) -> None:
        """Look until the box has ended, is asked to end, or breaks a limit; then clear it away."""
        waiting = select.poll()
        for descriptor in (process.handle, self._output_pipe, self._wake):
            waiting.register(descriptor, select.POLLIN)
        try:
            while self._limit is None and not self._asked_to_end:
                ready = {descriptor for descriptor, _ in waiting.poll(self._pace() * 1000)}
                if self._wake in ready:
                    os.eventfd_read(self._wake)
                if self._output_pipe in ready and not self._drain():
                    waiting.unregister(self._output_pipe)
                if process.handle in ready:
                    break
                self._limit = self._look(process)
            process.kill()
            self.ending = self._conclude(process)
        finally:
            with self._lock:
                self._gone = True
                process.close()
            if self._cgroup is not None:
                self._dissolve(self._cgroup)

    def _drain(self) -> bool:
        """Take what was written, but never more than will be kept; return whether more may come."""
        room = self._limits.output_kibibytes * 1024 + 1 - len(self.output)
        try:
            chunk = os.read(self._output_pipe, min(CHUNK_BYTES, room)) if room > 0 else b""
        except BlockingIOError:
            return True
        self.output += chunk
        return bool(chunk)

    def _look(self, process: BoxProcess) -> Limit | None:
        """Check the output at every call, and the tree every 50 ms or, later, up to 250."""
        now = time.monotonic()
        if now - self._looked < self._pace():
            return broken(self._limits, Seen(output_bytes=len(self.output)))
        self._looked = now
        usage = processes.usage(process.root, ceiling_bytes(self._limits))
        if process.is_over():
            return None
        cpu_seconds = self._count(self._used(process, lambda: usage.cpu_seconds))
        if cpu_seconds > HEAVY_SECONDS:
            processes.stand_back(process.root)
        if self._cgroup is not None and self._cgroup.oom_killed():
            return Limit.MEMORY
        return broken(
            self._limits,
            Seen(
                wall_seconds=now - self._began if self._watching else 0.0,
                cpu_seconds=cpu_seconds,
                memory_bytes=usage.memory_bytes,
                tasks=usage.tasks - process.ours,
                output_bytes=len(self.output),
            ),
        )

    def _pace(self) -> float:
        """Look less often the longer a box runs: those of many hanging programs cost the server itself its time."""
        if self._cgroup is None:
            return LOOK_SECONDS
        return min(RARE_SECONDS, max(LOOK_SECONDS, (time.monotonic() - self._began) / 10))

    def _count(self, cpu_seconds: float) -> float:
        """Keep the largest figure: a process that dies between two looks takes its time with it for a moment."""
        with self._lock:
            self._cpu_seconds = max(self._cpu_seconds, cpu_seconds)
            return self._cpu_seconds

    def _conclude(self, process: BoxProcess) -> Ending:
        """Collect the box and what is left in its pipes."""
        with self._lock:
            self._gone = True
        used = process.collect()
        wall_seconds = time.monotonic() - self._began
        while self._drain():
            if len(self.output) > self._limits.output_kibibytes * 1024:
                break
        report = self._read_report()
        cpu_seconds = self._count(self._used(process, lambda: used))
        limit = self._limit or self._late_limit(report, cpu_seconds)
        return Ending(
            manner=self._manner(report, limit),
            status=None if report is None else report.status,
            signal=None if report is None else report.signal,
            limit=limit,
            wall_seconds=wall_seconds,
            cpu_seconds=cpu_seconds,
            output=bytes(self.output[: self._limits.output_kibibytes * 1024]),
        )

    def _read_report(self) -> Report | None:
        """Read what the reaper wrote, if it came to that."""
        try:
            return Report.read(os.read(self._report_pipe, REPORT_BYTES))
        except BlockingIOError:
            return None

    def _late_limit(self, report: Report | None, cpu_seconds: float) -> Limit | None:
        """Name a limit that was passed between the last look and the end, or that the kernel enforced alone."""
        if self._cgroup is not None and self._cgroup.oom_killed():
            return Limit.MEMORY
        killed = report is not None and report.signal in (signal.SIGKILL, signal.SIGXCPU)
        return broken(
            self._limits,
            Seen(output_bytes=len(self.output), cpu_seconds=cpu_seconds if killed else 0.0),
        )

    def _manner(self, report: Report | None, limit: Limit | None) -> Manner:
        """One word for the end."""
        if limit is not None:
            return Manner.LIMIT
        if report is None:
            return Manner.CLOSED if self._asked_to_end else Manner.SIGNALLED
        return Manner.EXITED if report.signal is None else Manner.SIGNALLED

    def _close_pipes(self) -> None:
        """Close what only this thread used."""
        with self._lock:
            self._put_away = True
            for descriptor in (self._output_pipe, self._report_pipe, self._wake):
                os.close(descriptor)


def make_pipes() -> list[int]:
    """Make two pipes, whose reading ends do not block, and a bell; all or nothing."""
    made: list[int] = []
    try:
        for _ in range(2):
            made += os.pipe()
            os.set_blocking(made[-2], False)
        return [*made, os.eventfd(0)]
    except OSError:
        for descriptor in made:
            os.close(descriptor)
        raise
