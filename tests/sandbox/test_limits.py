"""Every limit is really reached, and the facts about the end say which one it was."""

from collections.abc import Callable
from errno import EAGAIN

import pytest

from quintain.sandbox import Ending, Limit, Limits, Manner
from quintain.sandbox.limits import Seen
from quintain.sandbox.limits.rules import broken

type Run = Callable[[str, Limits], Ending]


def test_wall_time_ends_a_box_that_sleeps(run: Run) -> None:
    """Sleeping uses no processor time; the deadline holds to within a few looks."""
    ending = run("import time; time.sleep(60)", Limits(wall_seconds=0.5))
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.WALL)
    assert 0.5 <= ending.wall_seconds < 3
    assert ending.cpu_seconds < 0.4


def test_cpu_time_ends_a_box_that_computes(run: Run) -> None:
    """The limit is met by one process alone."""
    ending = run("while True: pass", Limits(wall_seconds=30, cpu_seconds=0.4))
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.CPU)
    assert 0.4 <= ending.cpu_seconds < 1.5


def test_cpu_time_counts_all_processes_together(run: Run) -> None:
    """Four children with a quarter each use up the same limit."""
    source = "import os\nfor _ in range(2): os.fork()\nwhile True: pass"
    ending = run(source, Limits(wall_seconds=30, cpu_seconds=0.6))
    assert ending.limit is Limit.CPU
    assert 0.6 <= ending.cpu_seconds < 1.5


def test_memory_of_one_process_is_refused_by_the_kernel(run: Run) -> None:
    """The program sees MemoryError at the limit and may go on."""
    source = """
taken = []
try:
    while True:
        taken.append(bytearray(1 << 20))
except MemoryError:
    size = len(taken)
    taken.clear()
    print(size)
"""
    ending = run(source, Limits(memory_mebibytes=100))
    assert ending.manner is Manner.EXITED
    assert 70 < int(ending.output) <= 100


@pytest.mark.parametrize(("over_mebibytes", "is_too_much"), [(0, False), (12, False), (32, True)])
def test_who_meets_the_memory_limit_alone_is_not_ended(over_mebibytes: int, is_too_much: bool) -> None:
    """It sees an error: the sandbox's own processes and a stack, which that limit does not count, come on top."""
    limits = Limits(memory_mebibytes=100)
    seen = Seen(memory_bytes=(limits.memory_mebibytes + over_mebibytes) * 2**20)
    assert broken(limits, seen) is (Limit.MEMORY if is_too_much else None)


def test_memory_of_all_processes_ends_the_box(run: Run) -> None:
    """Each child stays below the limit, together they pass it."""
    source = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        taken = bytearray(40 << 20)
        time.sleep(60)
time.sleep(60)
"""
    ending = run(source, Limits(memory_mebibytes=100))
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.MEMORY)
    assert ending.wall_seconds < 8


def test_memory_that_forks_share_is_counted_once(run: Run) -> None:
    """Eight forks of a process with 40 MiB stay within 100 MiB, for they share it."""
    source = """
import os, time
taken = bytearray(b"x") * (40 << 20)
for _ in range(8):
    if os.fork() == 0:
        time.sleep(0.5)
        os._exit(0)
for _ in range(8):
    os.wait()
print("lived")
"""
    ending = run(source, Limits(memory_mebibytes=100))
    assert (ending.manner, ending.output) == (Manner.EXITED, b"lived\n")


def test_processes_end_the_box(run: Run) -> None:
    """One process more than allowed is one too many."""
    source = "import os, time\nfor _ in range({}):\n    if os.fork() == 0: time.sleep(60)\ntime.sleep(0.4)\nos._exit(0)"
    limits = Limits(processes=6)
    assert run(source.format(5), limits).manner is Manner.EXITED
    ending = run(source.format(6), limits)
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.PROCESSES)


def test_fork_far_beyond_the_limit_is_refused_by_the_kernel(run: Run) -> None:
    """A bomb quicker than the supervisor's look finds the kernel's limit."""
    source = """
import os, time
made = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
        made += 1
except BlockingIOError:
    os.write(1, b"%d" % made)
    time.sleep(60)
"""
    ending = run(source, Limits(processes=6))
    assert ending.limit is Limit.PROCESSES
    assert ending.output == b"6"


def test_the_kernel_counts_processes_where_no_group_does(run: Run) -> None:
    """The limit of a user's processes is one above what ends a box, and counts process 1."""
    source = "import resource\nprint(*resource.getrlimit(resource.RLIMIT_NPROC))"
    for allowed in (6, 20):
        reaper_and_one_too_many = 2
        most = allowed + reaper_and_one_too_many
        assert run(source, Limits(processes=allowed)).output == b"%d %d\n" % (most, most)


def test_signals_that_nobody_takes_are_few(run: Run) -> None:
    """They are memory of the kernel, as timers are, and the limit is for both."""
    source = """
import ctypes, os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
libc = ctypes.CDLL(None, use_errno=True)
queued = 0
while queued < 1000 and libc.sigqueue(os.getpid(), signal.SIGRTMIN, 0) == 0:
    queued += 1
print(queued, ctypes.get_errno())
"""
    queued, error = map(int, run(source, Limits()).output.split())
    assert 0 < queued <= 256
    assert error == EAGAIN


def test_file_size_is_an_error_that_the_program_sees(run: Run) -> None:
    """One file ends at its limit, with EFBIG."""
    source = """
import os
with open("/lab/large", "wb", buffering=0) as file:
    try:
        while True: file.write(bytes(1 << 18))
    except OSError as error:
        print(error.errno, os.stat("/lab/large").st_size)
"""
    assert run(source, Limits(file_mebibytes=3, disk_mebibytes=32)).output == b"27 3145728\n"


@pytest.mark.parametrize("folder", ["/lab", "/tmp", "/dev/shm"])
def test_disk_is_full_at_its_limit(run: Run, folder: str) -> None:
    """Each writable folder has its share and ends with ENOSPC."""
    source = f"""
import os
total = 0
try:
    for number in range(1000):
        with open(f"{folder}/{{number}}", "wb", buffering=0) as file:
            for _ in range(4):
                total += file.write(bytes(1 << 18))
except OSError as error:
    print(error.errno, total >> 20)
"""
    share = {"/lab": b"28 10\n", "/tmp": b"28 10\n", "/dev/shm": b"28 16\n"}[folder]
    assert run(source, Limits(disk_mebibytes=20)).output == share


def test_number_of_files_is_limited_too(run: Run) -> None:
    """Empty files cost the kernel memory: they end with ENOSPC."""
    source = """
import os
try:
    for number in range(100_000):
        os.close(os.open(f"/lab/{number}", os.O_CREAT))
except OSError as error:
    print(error.errno, number)
"""
    assert run(source, Limits()).output == b"28 4095\n"


def test_output_ends_the_box_and_is_cut(run: Run) -> None:
    """What was written up to the limit is kept, and no byte more."""
    ending = run("while True: print('x' * 1000)", Limits(output_kibibytes=8))
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.OUTPUT)
    assert len(ending.output) == 8 * 1024
    assert ending.output.startswith(b"x" * 1000 + b"\n")


def test_output_up_to_the_limit_is_no_offence(run: Run) -> None:
    """Exactly the limit passes; one byte more, even as the last word, does not."""
    exactly = run("import os; os.write(1, bytes(4096))", Limits(output_kibibytes=4))
    assert (exactly.manner, len(exactly.output)) == (Manner.EXITED, 4096)
    more = run("import os; os.write(1, bytes(4097))", Limits(output_kibibytes=4))
    assert (more.limit, len(more.output)) == (Limit.OUTPUT, 4096)


def test_open_files_are_an_error_that_the_program_sees(run: Run) -> None:
    """Standard streams and the channel count as well; the error is EMFILE."""
    source = """
import os
number = 0
try:
    while True: number = os.open("/dev/null", os.O_RDONLY)
except OSError as error:
    print(error.errno, number)
"""
    assert run(source, Limits(open_files=20)).output == b"24 19\n"


def test_crash_leaves_no_core(run: Run) -> None:
    """A crash is told as a signal and writes nothing."""
    source = """
import os, resource
print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)
os.abort()
"""
    ending = run(source, Limits())
    assert (ending.manner, ending.signal, ending.output) == (Manner.SIGNALLED, 6, b"(0, 0)\n")


def test_the_first_cause_is_named() -> None:
    """Output that floods takes time too; the flood is what is told."""
    limits = Limits(wall_seconds=1, output_kibibytes=1)
    assert broken(limits, Seen(wall_seconds=2, output_bytes=2000)) is Limit.OUTPUT
    assert broken(limits, Seen(wall_seconds=2)) is Limit.WALL
    assert broken(limits, Seen()) is None
