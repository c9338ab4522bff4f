"""Facts about the processes of a box, read from the host's /proc: never from inside, where a program could lie."""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
DEEPEST_WALK = 4096
NICEST = 19
CHUNK_BYTES = 16384
GONE_SECONDS = 10.0  # who is killed must be given the processor once more, and a busy machine lets it wait


@dataclass(frozen=True, slots=True)
class Usage:
    """What a tree of processes uses now. ``tasks`` counts threads, as the kernel's own limit does."""

    cpu_seconds: float
    memory_bytes: int
    tasks: int


def tree(root: int) -> list[int]:
    """Ids of a process and of all below it. Orphans stay in it: the box's process 1 inherits them."""
    pids: list[int] = []
    waiting = [root]
    while waiting and len(pids) < DEEPEST_WALK:
        pids.append(waiting.pop())
        waiting.extend(children(pids[-1]))
    return pids


def children(pid: int) -> list[int]:
    """List the direct children of all threads of a process."""
    pids: list[int] = []
    with contextlib.suppress(OSError):  # it ended while being looked at
        for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208  as for read
            pids += map(int, read(f"/proc/{pid}/task/{task}/children").split())
    return pids


def read(path: str) -> str:
    """Read a short file of the kernel's, many times a second for each box: without the toil of ``pathlib``.

    Raises:
        OSError: it is gone.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        text = chunk = os.read(descriptor, CHUNK_BYTES)
        while len(chunk) == CHUNK_BYTES:
            chunk = os.read(descriptor, CHUNK_BYTES)
            text += chunk
        return text.decode(errors="replace")
    finally:
        os.close(descriptor)


def cpu_seconds(pids: list[int]) -> float:
    """Processor time of living processes (to the nanosecond) and of their dead children (in ticks of the kernel)."""
    return sum(living_seconds(pid) + dead_children_seconds(pid) for pid in pids)


def living_seconds(pid: int) -> float:
    """Read the process clock of one process, all threads included; 0 if it is gone. See clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2) / 1e9
    except OSError:
        return 0.0


def waited_seconds(root: int) -> float:
    """Sum up how long all threads of a tree were ready to run and got no processor; see schedstats in proc(5)."""
    waited = 0
    for pid in tree(root):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it ended meanwhile, or the kernel counts nothing
            for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208  as for read
                waited += int(read(f"/proc/{pid}/task/{task}/schedstat").split()[1])
    return waited / 1e9


def dead_children_seconds(pid: int) -> float:
    """Read what the children that a process has waited for used in their lives, in steps of 10 ms; 0 if it is gone."""
    try:
        # The name of the program may hold spaces and brackets: count fields from its last bracket.
        fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / TICKS_PER_SECOND


def memory(pids: list[int], ceiling_bytes: int) -> tuple[int, int]:
    """Memory and threads of processes.

    Pages shared between a parent and its forks are counted once for each at first. Only if that quick sum passes the
    ceiling are they divided by their sharers, which the kernel takes long to work out.
    """
    quick = [resident(pid) for pid in pids]
    total, tasks = sum(size for size, _ in quick), sum(threads for _, threads in quick)
    if total > ceiling_bytes:
        total = sum(proportional(pid) for pid in pids)
    return total, tasks


def resident(pid: int) -> tuple[int, int]:
    """Private and shared anonymous memory in bytes, and the number of threads, of one process."""
    facts = fields_of(f"/proc/{pid}/status", ("RssAnon", "RssShmem", "Threads"))
    return (facts.get("RssAnon", 0) + facts.get("RssShmem", 0)) * 1024, facts.get("Threads", 0)


def proportional(pid: int) -> int:
    """Memory in bytes with each shared page divided by its sharers, or undivided where that cannot be read."""
    facts = fields_of(f"/proc/{pid}/smaps_rollup", ("Pss_Anon", "Pss_Shmem"))
    if len(facts) < len(("anon", "shmem")):
        return resident(pid)[0]  # looked up again: it may have ended meanwhile, and hold nothing any more
    return (facts["Pss_Anon"] + facts["Pss_Shmem"]) * 1024


def fields_of(path: str, names: tuple[str, ...]) -> dict[str, int]:
    """Numbers from a file of lines like ``Name:  123 kB``; empty if the process is gone."""
    try:
        lines = read(path).splitlines()
    except OSError:
        return {}
    pairs = (line.split(":", 1) for line in lines if line.startswith(names))
    return {name: int(value.split()[0]) for name, value in pairs if name in names}


def stand_back(root: int) -> None:
    """Let a whole tree give way to everybody else; what it is measured by, its own processor time, stays the same.

    Some kernels share the processor among sessions first, and know a niceness for each of those, too.
    """
    for pid in tree(root):
        with contextlib.suppress(OSError):  # it ended meanwhile
            os.setpriority(os.PRIO_PROCESS, pid, NICEST)
            if os.getsid(pid) != os.getsid(0):
                Path(f"/proc/{pid}/autogroup").write_text(str(NICEST))


def usage(root: int, memory_ceiling_bytes: int) -> Usage:
    """Look once at a whole tree."""
    pids = tree(root)
    total, tasks = memory(pids, memory_ceiling_bytes)
    return Usage(cpu_seconds(pids), total, tasks)
