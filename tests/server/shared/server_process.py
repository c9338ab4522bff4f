"""A web server without a sandbox, as a process: ``python -m tests.server.shared.server_process LISTENER``."""

import os
import socket
import sys
from contextlib import suppress

import django


def main() -> None:
    """Serve pages at a socket that listens, whose number is given, and say when it begins."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.jobs.settings"
    django.setup(set_prefix=False)
    from quintain.catalog import pack_store  # noqa: PLC0415  needs the settings
    from quintain.server.page_server import run  # noqa: PLC0415  as above
    from tests.classroom import make_pack  # noqa: PLC0415  as above

    pack_store.put(make_pack())
    listener = socket.socket(fileno=int(sys.argv[1]))
    with suppress(KeyboardInterrupt):
        run(listener, lambda: print("ready", flush=True))  # noqa: T201  a command


if __name__ == "__main__":
    main()
