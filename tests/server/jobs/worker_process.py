"""A worker as a process of its own, without a sandbox: ``python -m tests.server.jobs.worker_process JOBS_AT_ONCE``."""

import asyncio
import os
import sys
from functools import partial

import django


def main() -> None:
    """Do jobs until SIGTERM, and say when it begins."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.jobs.settings"
    django.setup(set_prefix=False)
    from quintain.catalog import pack_store  # noqa: PLC0415  needs the settings
    from quintain.server.jobs.worker import work  # noqa: PLC0415  as above
    from quintain.server.leaving import leave  # noqa: PLC0415  as above
    from quintain.server.watching.port import bind_watch_port  # noqa: PLC0415  as above
    from quintain.server.watching.start import open_watch_port  # noqa: PLC0415  as above
    from tests.classroom import make_pack  # noqa: PLC0415  as above

    pack_store.put(make_pack())
    watched = bind_watch_port(None)
    watch = partial(open_watch_port, watched, "judge") if watched else None
    asyncio.run(work(int(sys.argv[1]), lambda: print("ready", flush=True), leave, watch))  # noqa: T201  a command
    leave()


if __name__ == "__main__":
    main()
