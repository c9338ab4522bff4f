"""Is ``python -m pip`` in a box: asks the process that has pip imported to run it, and waits for its end.

    python -I -S -B pip_client.py ARGUMENT…

Where that process is missing, or says that a new interpreter is needed, this one becomes ``python -m pip ARGUMENT…``.
"""

import _socket
import os
import sys

ADDRESS = "\0pip"  # in the box's own network namespace
COLD = b"cold"
LONGEST_ORDER_BYTES = 60_000
DESCRIPTOR_BYTES = 4
STREAMS = (0, 1, 2)


def main() -> None:
    """Hand over the arguments, the environment, the folder and the streams; end as pip ends."""
    argv = sys.argv[1:]
    answer = ask(argv)
    if answer == COLD:
        os.execv(sys.executable, [sys.executable, "-m", "pip", *argv])  # noqa: S606  what the program asked for
    status = int(answer or -9)
    if status < 0:
        os.kill(os.getpid(), -status)
    os._exit(status)


def ask(argv: list[str]) -> bytes:
    """Send the order and return the answer; empty if the other side is gone."""
    environment = [f"{name}={value}" for name, value in os.environ.items()]
    folder = os.getcwd()  # noqa: PTH109  pathlib would be loaded for this alone
    order = b"\0".join(map(os.fsencode, (folder, str(len(argv)), *argv, *environment)))
    handles = b"".join(handle.to_bytes(DESCRIPTOR_BYTES, sys.byteorder) for handle in STREAMS)
    if len(order) > LONGEST_ORDER_BYTES:
        return COLD
    try:
        line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        line.connect(ADDRESS)
        line.sendmsg([order], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, handles)])
    except OSError:
        return COLD
    try:
        return line.recv(100)
    except OSError:
        return b""


if __name__ == "__main__":
    main()
