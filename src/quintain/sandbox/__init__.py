"""Runs untrusted programs under limits, and reports facts. It knows no labs, no verdicts and no Django.

A box sees a root file system of its own (interpreter, standard library, named packages and programs, and a harness
folder as ``/box``), a network of its own with nothing but 127.0.0.1, and three writable folders in memory: ``/lab``,
``/tmp``, ``/dev/shm``. It starts empty each time and leaves nothing behind.

How a program starts in a box: bubblewrap runs ``/init/init.py`` as process 1. It mounts the writable folders, lends
out sockets, drops its last capability, and forks. The child takes on limits and filter and runs ``argv[0]`` (by
default ``/box/main.py``) as ``__main__`` in the same interpreter, in the folder ``/lab``, with ``/box`` first in
``sys.path``. The channel is open as file descriptor 3 there; ``QUINTAIN_CHANNEL`` says so. Process 1 stays as reaper.

Where the machine allows it, boxes are warm: a zygote, one for each runtime, has started the interpreter and imported
its packages in a bubblewrap of its own, and forks each box into new namespaces. From there on they are alike, and
nobody who opens one can tell. ``zygote_pool`` keeps the zygotes, ``zygote`` runs one of them, ``idle_box`` is a box it
has forked; ``supervisor`` watches boxes of both kinds through the interface in ``box_process``.

    # harness/main.py
    import os, socket
    channel = socket.socket(fileno=int(os.environ["QUINTAIN_CHANNEL"]))
    channel.sendall(channel.recv(100).upper())

    # outside
    sandbox = Sandbox(state)
    runtime = sandbox.runtime(RuntimeSpec(requirements=None, programs=(), harness=Path("harness")))
    with sandbox.open(runtime, limits=Limits(wall_seconds=2), sockets=1) as box:
        box.channel.sendall(b"hello")
        assert box.channel.recv(100) == b"HELLO"
        box.cpu_seconds()
    ending = box.close()  # manner, limit, output, seconds; a second close tells the same
"""

from quintain.sandbox.box import Box
from quintain.sandbox.errors import BoxNotStarted, RuntimeNotBuilt, SandboxError, SandboxUnavailable
from quintain.sandbox.model import (
    Ending,
    Limit,
    Limits,
    Manner,
    Meter,
    Opened,
    Program,
    Record,
    Recording,
    Runtime,
    RuntimeSpec,
)
from quintain.sandbox.probe import Boxes, Facts, Refusal, probe, require
from quintain.sandbox.sandbox import Sandbox
from quintain.sandbox.starts import STARTS
from quintain.sandbox.users import file_rights_of

__all__ = [
    "STARTS",
    "Box",
    "BoxNotStarted",
    "Boxes",
    "Ending",
    "Facts",
    "Limit",
    "Limits",
    "Manner",
    "Meter",
    "Opened",
    "Program",
    "Record",
    "Recording",
    "Refusal",
    "Runtime",
    "RuntimeNotBuilt",
    "RuntimeSpec",
    "Sandbox",
    "SandboxError",
    "SandboxUnavailable",
    "file_rights_of",
    "probe",
    "require",
]
