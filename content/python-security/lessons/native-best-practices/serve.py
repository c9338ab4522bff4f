"""A server that handles seven requests, one after the other, in one process."""

import os
import signal
from collections.abc import Callable

REQUESTS = (b"\x0c\x08", b"crash", b"memory", b"loop", b"lie", b"flood", b"\x1e\x14")


def ended(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"status {code}"


def show(handle: Callable[[bytes], str]) -> None:
    """Handle the requests in a new process; print each answer, and how the server ends."""
    server = os.fork()
    if server == 0:
        for picture in REQUESTS:
            print(f"{picture!r:12} {handle(picture)}", flush=True)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(server, 0)[1])
    print("the server", f"has ended: {ended(code)}" if code else "is running")


if __name__ == "__main__":
    show(lambda picture: f"{len(picture)} bytes")
