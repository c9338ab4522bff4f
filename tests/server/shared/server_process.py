"""A web server as a process of its own, without a sandbox: ``python -m tests.server.shared.server_process``."""

import os
import socket
from contextlib import suppress

import django


def main() -> None:
    """Serve pages on any port of loopback, and say which."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.jobs.settings"
    django.setup(set_prefix=False)
    from quintain.catalog import pack_store  # noqa: PLC0415  needs the settings
    from quintain.server.page_server import run  # noqa: PLC0415  as above
    from tests.classroom import make_pack  # noqa: PLC0415  as above

    pack_store.put(make_pack())
    listener = socket.create_server(("127.0.0.1", 0))
    with suppress(KeyboardInterrupt):
        run(listener, lambda: print(listener.getsockname()[1], flush=True))  # noqa: T201  a command


if __name__ == "__main__":
    main()
