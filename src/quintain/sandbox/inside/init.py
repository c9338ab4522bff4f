"""The sandbox's first code in a box: it is process 1, prepares the ground, and forks the program that is to be tried.

It runs before any untrusted code. Process 1 stays behind as the reaper: it holds no channel, cannot be read through
/proc (not dumpable) and reports how the program ended on a pipe that the program never sees. ``zygote.py`` makes warm
boxes with the same steps.
"""

import ctypes
import fcntl
import json
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

UMASK = 0o022
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
SECCOMP_NUMBERS = {"x86_64": 317, "aarch64": 277}
SECCOMP_SET_MODE_FILTER = 1
NEW_LISTENER, WAIT_KILLABLE = 0x8, 0x20
CAPABILITY_VERSION_3 = 0x20080522
MS_NOSUID, MS_NODEV = 2, 4
LAST_DESCRIPTOR = 65536
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x1 | 0x40
BACKLOG = 64
OF_PYTHON: Mapping[int, Any] = {  # what an interpreter itself sets at its start
    signal.SIGINT: signal.default_int_handler,
    signal.SIGPIPE: signal.SIG_IGN,
    signal.SIGXFSZ: signal.SIG_IGN,
}

HELPER = ""  # a zygote names one, if the harness has it

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


class Program(ctypes.Structure):
    """The kernel's sock_fprog: a counted array of filter instructions."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def checked(result: int, what: str) -> None:
    """Turn the C library's -1 into an OSError that names the step."""
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), what)


def receive_orders(channel: socket.socket) -> dict[str, Any]:  # Any: plain JSON, written by the sandbox itself
    """Read the length-prefixed JSON that the sandbox sends first on the channel."""
    (length,) = struct.unpack(">I", channel.recv(4, socket.MSG_WAITALL))
    orders: dict[str, Any] = json.loads(channel.recv(length, socket.MSG_WAITALL))
    return orders


def mount_scratch(mounts: Sequence[tuple[str, int, int, str]]) -> None:
    """Give the box its only writable folders, each with a ceiling of bytes and of inodes."""
    for path, size_bytes, inodes, mode in mounts:
        options = f"size={size_bytes},nr_inodes={inodes},mode={mode}".encode()
        checked(libc.mount(b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options), f"mount {path}")


def open_folders(mounts: Sequence[tuple[str, int, int, str]]) -> list[int]:
    """Open the writable folders for who looks at them from outside; nothing untrusted has been near them yet."""
    return [os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOATIME | os.O_CLOEXEC) for path, *_ in mounts]


def raise_loopback() -> None:
    """Bring up 127.0.0.1 in a new network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP_RUNNING))


def make_sockets(count: int, ports: Sequence[int]) -> list[int]:
    """Make TCP sockets of this network to lend out: some new, some listening."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    sockets += [socket.create_server(("127.0.0.1", port), backlog=BACKLOG) for port in ports]
    return [lent.detach() for lent in sockets]


def listen_to_calls(code: bytes) -> list[int]:
    """Load the filter for the log of calls, if there is one; return the descriptor that the kernel notifies.

    From here on each such call waits for the answer of the logger, which is outside of the box.
    """
    if not code:
        return []
    program = Program(len(code) // 8, code)
    number = SECCOMP_NUMBERS[platform.machine()]
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    # Signals to a waiting program would let it ask again and again; kernels before 5.19 know no way around that.
    for flags in (NEW_LISTENER | WAIT_KILLABLE, NEW_LISTENER):
        listener = int(libc.syscall(number, SECCOMP_SET_MODE_FILTER, flags, ctypes.byref(program)))
        if listener >= 0:
            return [listener]
    checked(-1, "listen to calls")
    return []


def hand_out(channel: socket.socket, handles: Sequence[int]) -> None:
    """Tell the sandbox that all is ready, give the descriptors away, and keep none."""
    socket.send_fds(channel, [b"R"], handles)
    for handle in handles:
        os.close(handle)


def drop_capabilities() -> None:
    """Give up what the mounts needed, so that not even process 1 can do it again."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    checked(libc.capset(header, bytes(24)), "capset")


def set_limits(limits: Mapping[str, int]) -> None:
    """Lower soft and hard limits, for good."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def load_filter(code: bytes) -> None:
    """Load the system call filter. It holds for this process and all that it starts."""
    program = Program(len(code) // 8, code)
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    checked(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0), "seccomp")


def reap(program: int) -> int:
    """Collect every orphan until the program itself has ended; return its wait status."""
    while True:
        pid, status = os.wait()
        if pid == program:
            return status


def report(pipe: int, status: int) -> None:
    """Say how the program ended."""
    facts = {
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
    }
    os.write(pipe, json.dumps(facts).encode())


def reset_signals() -> None:
    """Take signals as an interpreter does that a shell has started, whatever the server ignores or blocks.

    Both outlive an exec: ``nohup`` ignores SIGHUP, a shell has what it runs in the background ignore SIGINT and
    SIGQUIT, and an interpreter that finds SIGINT ignored raises no KeyboardInterrupt.
    """
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, OF_PYTHON.get(number, signal.SIG_DFL))
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def run(argv: Sequence[str], **given: object) -> None:
    """Run the main program in this process, as Python would run it; ``given`` are names that it finds defined."""
    sys.argv = list(argv)
    sys.path.insert(0, "/box")
    program = ModuleType("__main__")
    program.__dict__.update(given, __file__=argv[0], __builtins__=__builtins__)
    sys.modules["__main__"] = program
    with open(argv[0], "rb") as file:  # noqa: PTH123  pathlib would be loaded for this alone
        source = file.read()
    exec(compile(source, argv[0], "exec"), program.__dict__)  # noqa: S102  that is what a box is for


def settle(channel: int, status: int) -> None:
    """Move both descriptors to 3 and 4, whatever numbers the server happened to have free, and close the old ones."""
    away = [fcntl.fcntl(old, fcntl.F_DUPFD, 10) for old in (channel, status)]
    os.closerange(3, 10)
    for new, moved in zip((3, 4), away, strict=True):
        os.dup2(moved, new, inheritable=False)
    os.closerange(5, LAST_DESCRIPTOR)


def start_helper(limits: Mapping[str, int], code: bytes) -> None:
    """Fork a helper of a guarded program: it has a line to it instead of the channel, and is as closed as it is.

    The program finds the descriptor of its end of the line, and the helper's process id, in BOX_HELPER.

    It is no untrusted code and begins without the filter, for it opens each of its own forks to the others before it
    calls ``load_filter`` in it, which the filter would refuse.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    helper = os.fork()
    if helper == 0:
        os.dup2(theirs.fileno(), 3, inheritable=False)
        os.closerange(4, LAST_DESCRIPTOR)
        set_limits(limits)
        run([HELPER], load_filter=lambda: load_filter(code))
        os._exit(0)
    theirs.close()
    os.environ["BOX_HELPER"] = f"{ours.detach()} {helper}"


def begin(orders: Mapping[str, Any], code: bytes, channel: socket.socket, lent: Sequence[int]) -> None:
    """Become the program: limits and filter first, and the channel in hand."""
    os.close(4)
    if not orders["guarded"]:
        # The program may look at its own /proc/self; process 1 stays closed to it.
        checked(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")
    os.environ.clear()
    os.environ.update(orders["environment"], QUINTAIN_CHANNEL="3")
    hand_out(channel, [*lent, *listen_to_calls(bytes.fromhex(orders["log_filter"]))])
    channel.detach()
    if HELPER and orders["guarded"]:
        start_helper(orders["limits"], code)
    set_limits(orders["limits"])
    load_filter(code)
    run(orders["argv"])


def stay_behind(program: int, code: bytes, lent: Sequence[int]) -> None:
    """Be the reaper: without channel, output or any power."""
    for handle in (3, *lent):
        os.close(handle)
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_filter(code)
    report(4, reap(program))
    os._exit(0)


def run_box() -> None:
    """Prepare the box, then part ways: the child runs the program, process 1 reaps.

    The channel is descriptor 3, the reaper's pipe 4, and the mount namespace the box's own.
    """
    channel = socket.socket(fileno=3)
    orders = receive_orders(channel)
    mount_scratch(orders["mounts"])
    os.chdir(orders["folder"])
    os.umask(UMASK)  # the server's own differs from that of a command line, and modes decide verdicts
    lent = [*make_sockets(orders["sockets"], orders["listening"]), *open_folders(orders["mounts"])]
    drop_capabilities()
    checked(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    code = bytes.fromhex(orders["filter"])
    program = os.fork()
    if program == 0:
        begin(orders, code, channel, lent)
    else:
        channel.detach()
        stay_behind(program, code, lent)


def main() -> None:
    """Be the first program of a cold box."""
    reset_signals()
    settle(int(sys.argv[1]), int(sys.argv[2]))
    # Only who has made a network may bind its ports below 1024, and bubblewrap may have given up being that one.
    os.unshare(os.CLONE_NEWNS | os.CLONE_NEWNET)
    raise_loopback()
    run_box()


if __name__ == "__main__":
    main()
