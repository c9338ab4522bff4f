"""``quintain judge``: does the judge's jobs on this machine, for web processes that share a PostgreSQL with it."""

import asyncio
import logging
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import click

from quintain.server.leaving import leave
from quintain.server.secret_key import KEY, KEY_FILE
from quintain.server.starting import (
    Hold,
    StartRefused,
    hold_folder,
    load_course,
    name_course,
    prepare_folder,
    require_language,
    require_sandbox,
)
from quintain.server.watching.port import bind_watch_port
from quintain.web.folder import DataFolder, named_folder

log = logging.getLogger("quintain.server")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder with this machine's runtimes and the log.")
@click.option("--pack", type=click.Path(path_type=Path), help="Folder of the course pack, or its name if installed.")
@click.option("--beside", multiple=True, metavar="PACK", help="A further pack, as for quintain serve; may be repeated.")
@click.option(
    "--jobs", "jobs_at_once", default=16, show_default=True, type=click.IntRange(1, 256), help="Jobs at once."
)
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Answer Prometheus and probes there, at 127.0.0.1.")
def judge(
    *, data: Path | None, pack: Path | None, beside: tuple[str, ...], jobs_at_once: int, metrics_port: int | None
) -> None:
    """Take submissions from the database and judge them on this machine.

    One judge for each machine. SIGTERM and Ctrl-C let it finish what it has begun; a second one ends it at once.
    """
    try:
        watched = bind_watch_port(metrics_port)
        held = prepare(named_folder(data), pack, beside)
        do_jobs(jobs_at_once, watched)
        held.file.close()
    except StartRefused as refused:
        click.echo(f"{refused.sentence}\n{refused.remedy}", err=True)
        raise SystemExit(refused.status) from None
    except KeyboardInterrupt:  # before the first job
        pass
    click.echo("The judge has stopped; what it had begun is finished.", err=True)
    leave()


def prepare(folder: DataFolder, pack: Path | None, beside: tuple[str, ...]) -> Hold:
    """Take the steps of a start, the cheap and likely refusals first, and return the lock on the data folder.

    Raises:
        StartRefused: The jobs are not in a database that is shared, or a step fails as it does for `quintain serve`.

    """
    if not os.environ.get("QUINTAIN_DATABASE_URL") or not (os.environ.get(KEY_FILE) or os.environ.get(KEY)):
        raise StartRefused(
            "quintain judge takes its jobs from a PostgreSQL that it shares with quintain serve.",
            f"Give both the same QUINTAIN_DATABASE_URL and {KEY_FILE}. Without them, quintain serve judges by itself.",
        )
    os.umask(0o077)
    prepare_folder(folder)
    held = hold_folder(folder)
    require_language(folder)
    course = load_course(pack, folder, beside)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quintain.server.settings")
    os.environ.setdefault("QUINTAIN_LOG", "1")
    os.environ["QUINTAIN_DATA"] = str(folder.root)
    name_course(course.root, course.beside)
    os.environ["QUINTAIN_PREVIEW"] = "0"
    with ThreadPoolExecutor(1) as aside:  # the trial box takes as long as loading the application does
        boxed = aside.submit(require_sandbox, folder)
        from quintain.server.database import open_database  # noqa: PLC0415  reads the environment

        open_database(folder, course)
        boxed.result()
    return held


def do_jobs(jobs_at_once: int, watched: socket.socket | None = None) -> None:
    """Do jobs until somebody asks for the end, and end those that were begun; ``watched``: a socket for who watches."""
    # These read the settings, which read the environment that was settled just now.
    from django.conf import settings  # noqa: PLC0415

    from quintain.attempts.judging.judges import warm_up  # noqa: PLC0415
    from quintain.catalog.pack_store import shown_labs  # noqa: PLC0415
    from quintain.server.jobs.worker import work  # noqa: PLC0415
    from quintain.server.watching.start import open_watch_port  # noqa: PLC0415

    if settings.WARM_UP:
        threading.Thread(target=warm_up, args=(shown_labs(),), name="warm-up", daemon=True).start()
    watch = partial(open_watch_port, watched, "judge") if watched else None
    asyncio.run(work(jobs_at_once, tell, leave, watch))


def tell() -> None:
    """Say that jobs are taken: in the log, where that is at standard output."""
    words = "The judge takes jobs."
    if os.environ.get("QUINTAIN_LOG") == "json":
        log.info(words)
    else:
        click.echo(f"{words} Ctrl-C stops it.")
