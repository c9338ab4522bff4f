"""Keeps one lock holder for each runtime that this process uses; see ``lock_holder.py`` for what it is good for."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

from quintain.sandbox.box_process import readable

HOLDER = Path(__file__).with_name("lock_holder.py")
READY_SECONDS = 10.0
MOST_BYTES = 100

log = logging.getLogger(__name__)


class Holders:
    """The holders of a process, by the root of the runtime."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Path, subprocess.Popen[bytes]] = {}

    def hold(self, root: Path) -> None:
        """Start the holder of a runtime, if it does not run yet; without one, sandboxes work, and can pass notes."""
        with self._lock:
            running = self._running.get(root)
            if running is not None and running.poll() is None:
                return
            try:
                self._running[root] = started(root)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                log.warning("Files that sandboxes share are not locked: %s.", error)


def started(root: Path) -> subprocess.Popen[bytes]:
    """Start a holder and wait until it holds; it ends with this process, whose end closes its input.

    Raises:
        OSError: it could not be started.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(HOLDER), str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101  it was asked for
    with process.stdout as output:
        said = output.readline(MOST_BYTES) if readable(output.fileno(), READY_SECONDS) else b""
    if said.strip() != b"0":
        log.warning("Some files that sandboxes share are not locked: %s.", said.decode(errors="replace").strip() or "?")
    return process


HOLDERS = Holders()
