"""The sandbox's first code in a zygote: it imports what boxes will need, and forks a box from itself on every request.

It never runs untrusted code, nor sees any: orders, sockets and output of a box pass it by. Each box is a child in user,
process, mount, IPC, host name and network namespaces of its own. That child prepares the ground for a program as
``init.py`` does for a cold box, and waits for its orders.

Forks share what the interpreter drew at its start: the seed of ``hash()`` and the layout of addresses. ``random`` and
the C libraries draw again after a fork.
"""

import ast
import contextlib
import ctypes
import fcntl
import gc
import importlib
import json
import os
import platform
import resource
import runpy
import select
import signal
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from types import CodeType

sys.path.insert(0, "/init")
import init  # type: ignore[import-not-found]

sys.path.remove("/init")
del sys.modules["init"]  # the name is the program's to use

MOST_HANDLES = 8  # of a request: a channel, a pipe, and the descriptors of a control group
CLONE_NUMBERS = {"x86_64": 56, "aarch64": 220}
CLONE3_NUMBER = 435
CLONE_INTO_CGROUP = 0x200000000
NAMESPACES = os.CLONE_NEWUSER | os.CLONE_NEWPID | os.CLONE_NEWNS | os.CLONE_NEWIPC | os.CLONE_NEWUTS | os.CLONE_NEWNET
PR_CAPBSET_DROP = 24
CAPABILITIES = 64
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
IMMORTAL, IMMORTAL_VERSIONS = 0xFFFFFFFF, {(3, 13)}
FREE_THREADED = "t"  # such an interpreter has two counts in every object
PARTS_OF_CODE = (  # which the collector does not know
    "co_consts", "co_names", "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable",
)  # fmt: skip

python = ctypes.PyDLL(None, use_errno=True)  # holds the interpreter's lock while it calls
python.syscall.restype = ctypes.c_long


def imports_of(folder: Path) -> Iterator[str]:
    """Name what the Python files of a folder import from elsewhere."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def packages() -> Iterator[str]:
    """Name what the runtime's packages offer for import."""
    for name in packages_distributions():
        if name.isidentifier() and not name.startswith("_"):
            yield name


def preload(names: list[str]) -> None:
    """Import what is asked for, the runtime's packages, the harness's own parts and what they will import if they can.

    A harness may hold a file ``warm.py`` that does more of what every box would have to do first.
    """
    for name in names:
        importlib.import_module(name)
    sys.path.insert(0, "/box")
    for name in sorted({*packages(), *imports_of(Path("/box"))}):
        # The harness names what it does without in this runtime; a package may need more than this.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if (more := Path("/box/warm.py")).exists():
        with contextlib.suppress(Exception):  # a package of the runtime may not be as the harness knows it
            runpy.run_path(str(more))
    sys.path.remove("/box")
    if Path("/box/helper.py").exists():
        init.HELPER = "/box/helper.py"


def immortalise() -> None:
    """Tell the interpreter that what is here now lives for ever, so that it counts no references to it any more.

    A count is part of the object itself: each box would copy the page of every function that it calls. With counts left
    alone it copies a third fewer. PEP 683 has the mark for this very use, and C code alone may set it; where it
    is in an object was tried for the versions that are named here, others go on counting.
    """
    if sys.version_info[:2] not in IMMORTAL_VERSIONS or sys.byteorder != "little" or FREE_THREADED in sys.abiflags:
        return
    pending = gc.get_objects()
    seen = {id(pending)}
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        ctypes.c_uint32.from_address(id(one)).value = IMMORTAL
        if isinstance(one, CodeType):
            pending += [getattr(one, part) for part in PARTS_OF_CODE]
        else:
            pending += gc.get_referents(one)


def be_alone() -> None:
    """Refuse to fork from among threads: a lock that one of them holds would stay shut in every box."""
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    if threads > 1:
        sys.exit(f"a preloaded module has started {threads - 1} threads")


def fork(fds: list[int]) -> tuple[int, bool]:
    """Fork into new namespaces, and into the control group that the descriptors name, if that can be.

    ``os.fork`` takes no namespaces, and ``os.unshare`` needs a third process between the two. What the C library would
    have done after a fork is done by the new process's own ``os.fork``, before the program.

    Returns:
        0 in the new process, else its id, as ``os.fork`` does; and whether it is in the group.
    """
    python.PyOS_BeforeFork()
    pid = clone_into(fds)
    was_put_in = pid >= 0
    if not was_put_in:
        number = CLONE_NUMBERS[platform.machine()]
        pid = int(python.syscall(number, ctypes.c_long(NAMESPACES | signal.SIGCHLD), None, None, None, None))
    if pid == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    init.checked(pid, "clone")
    return pid, was_put_in


def clone_into(fds: list[int]) -> int:
    """Fork into a folder of the second version of control groups, as ``clone`` does; -1 if the kernel does not.

    See ``struct clone_args`` in clone(2), since Linux 5.7.
    """
    if len(fds) != 1 or not stat.S_ISDIR(os.fstat(fds[0]).st_mode):
        return -1
    wanted = struct.pack("11Q", NAMESPACES | CLONE_INTO_CGROUP, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, 0, 0, fds[0])
    return int(python.syscall(CLONE3_NUMBER, wanted, ctypes.c_size_t(len(wanted))))


def write_kernel_file(path: str, words: bytes) -> None:
    """Write to a file of the kernel's, with as little of the interpreter as can be: every page it touches is copied."""
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, words)
    finally:
        os.close(handle)


def isolate() -> None:
    """Make the new namespaces a box's: its own user, processes and network, and no way to the zygote's."""
    with contextlib.suppress(OSError):  # older kernels have no such namespace
        os.unshare(os.CLONE_NEWCGROUP)  # from its own group down: where that is tells of the host
    os.setsid()  # a process group is shared across namespaces: kill(0) would reach the zygote and all of its boxes
    init.checked(init.libc.prctl(init.PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")  # else root owns its /proc/self
    write_kernel_file("/proc/self/setgroups", b"deny")
    write_kernel_file("/proc/self/uid_map", b"%d %d 1" % (USER, USER))
    write_kernel_file("/proc/self/gid_map", b"%d %d 1" % (GROUP, GROUP))
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    init.checked(init.libc.mount(b"proc", b"/proc", b"proc", flags, None), "mount /proc")
    with contextlib.suppress(OSError):  # read-only in containers; the filter refuses namespaces as well
        write_kernel_file("/proc/sys/user/max_user_namespaces", b"0")
    # Else a terminal of one box would be seen, and could be opened, by all boxes of this zygote.
    flags = MS_NOSUID | MS_NOEXEC
    init.checked(init.libc.mount(b"devpts", b"/dev/pts", b"devpts", flags, b"ptmxmode=0666,mode=620"), "mount pts")
    init.raise_loopback()
    for capability in range(CAPABILITIES):
        init.libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # those that this kernel does not know answer EINVAL


def move_in(fds: list[int]) -> bool:
    """Move into the control group whose files these are; whether the kernel let us. None of them stays open."""
    try:
        for fd in fds:
            os.write(fd, b"0")
    except OSError:
        return False
    finally:
        for fd in fds:
            os.close(fd)
    return bool(fds)


def await_orders(channel: int, greeting: bytes) -> None:
    """Lie ready until the sandbox sends the box's output and report; end if it hangs up instead."""
    init.settle(channel, channel)
    os.close(4)
    line = socket.socket(fileno=3)
    line.sendall(greeting)  # the kernel tells the sandbox whose word this is
    word, handles, _, _ = socket.recv_fds(line, 1, 2)
    line.detach()
    if not word:
        os._exit(0)
    output, report = handles
    away = fcntl.fcntl(report, fcntl.F_DUPFD, 10)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.closerange(4, 10)
    os.dup2(away, 4, inheritable=False)
    os.close(away)


class ForkServer:
    """Forks the zygote's boxes on request, reaps them, and tells what each has used."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._look = select.poll()
        self._look.register(control, select.POLLIN)
        self._boxes: dict[int, tuple[int, int]] = {}
        self._is_let_in = True

    def serve(self) -> tuple[int, bytes]:
        """Work until the sandbox hangs up. Returns only in a new box: its channel, and its greeting."""
        while True:
            for ready, _ in self._look.poll():
                if ready in self._boxes:
                    self._reap(ready)
                elif (forked := self._fork()) is not None:
                    return forked

    def _fork(self) -> tuple[int, bytes] | None:
        word, handles, _, _ = socket.recv_fds(self._control, 1, MOST_HANDLES)
        if not word:
            os._exit(0)  # and the kernel ends all boxes, for this is their process 1's namespace
        channel, usage_pipe, *fds = handles
        pid, is_inside = fork(fds if self._is_let_in else [])
        if pid == 0:
            self._control.detach()
            return channel, b"G" if move_in(fds) or is_inside else b"H"
        if fds:
            self._is_let_in = is_inside  # who is refused once is always, and trying costs as much as a fork
        for given in (channel, *fds):
            os.close(given)
        handle = os.pidfd_open(pid)
        self._boxes[handle] = (pid, usage_pipe)
        self._look.register(handle, select.POLLIN)
        return None

    def _reap(self, handle: int) -> None:
        pid, usage_pipe = self._boxes.pop(handle)
        self._look.unregister(handle)
        os.close(handle)
        _, _, used = os.wait4(pid, 0)
        with contextlib.suppress(OSError):  # the sandbox no longer wants to know
            os.write(usage_pipe, json.dumps({"cpu_seconds": used.ru_utime + used.ru_stime}).encode())
        os.close(usage_pipe)


def hold_locks() -> None:
    """Lock what only the boxes of this zygote share, its folder of devices, as ``tree_holder.py`` does with the rest.

    The locks are this process's: a box closes what it inherits of them, which does not undo them.
    """
    for folder in ("/dev", "/dev/pts"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_SH)
        fcntl.lockf(handle, fcntl.LOCK_SH)


def main() -> None:
    """Prepare, say so, and fork boxes."""
    init.reset_signals()
    control = socket.socket(fileno=int(sys.argv[1]))
    orders = json.loads(control.recv(65536))
    os.environ.update(orders["environment"])
    preload(orders["preload"])
    be_alone()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    hold_locks()
    gc.collect()
    immortalise()
    gc.freeze()  # what is here now is never garbage: boxes need not touch its pages to find that out
    gc.disable()
    control.send(b"R")
    channel, greeting = ForkServer(control).serve()
    isolate()
    gc.enable()
    await_orders(channel, greeting)
    init.run_box()


USER, GROUP = os.geteuid(), os.getegid()

if __name__ == "__main__":
    main()
