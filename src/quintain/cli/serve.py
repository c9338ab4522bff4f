"""``quintain serve``: the classroom in one process, from the data folder to the printed link.

On this machine alone it is for one learner, who signs in by that link. Where others can reach it, it is a classroom of
many, with TLS and accounts.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quintain.cli.places import command
from quintain.packs.model.lab import Status
from quintain.server.classroom import Opening, Wish, check_wish, open_classroom, say
from quintain.server.drafts import delete_abandoned
from quintain.server.leaving import leave
from quintain.server.links import LOOPBACK, fresh_link, open_in_browser, remove_redirect
from quintain.server.starting import (
    StartRefused,
    addresses_of,
    bind,
    hold_folder,
    is_this_machine,
    load_course,
    name_course,
    prepare_folder,
    require_language,
    require_sandbox,
    reserve_loopback,
)
from quintain.server.watching.port import bind_watch_port
from quintain.web.folder import DataFolder, named_folder

if TYPE_CHECKING:
    from quintain.server.page_server import Drain

log = logging.getLogger("quintain.server")

DEFAULT_PORT = 8132


@dataclass(frozen=True, slots=True)
class Taught:
    """What a server is asked to teach: the course pack, packs beside it, and whether another key may sign them now."""

    pack: Path | None
    beside: tuple[str, ...]
    accept_new_signer: bool = False


@click.command()
@click.option("--host", help="Address to listen on; without it, 127.0.0.1 under a name of the data folder's own.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes any.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder with the database, the secrets and the runtimes.")
@click.option("--pack", type=click.Path(path_type=Path), help="Folder of the course pack, or its name if installed.")
@click.option(
    "--beside",
    multiple=True,
    metavar="PACK",
    help="A further pack, by its folder or as it is installed, whose modules follow the course's; may be repeated.",
)
@click.option(
    "--accept-new-signer",
    is_flag=True,
    help="Teach a pack as the one that was taught here before, though another key signs it now.",
)
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Answer Prometheus and probes there, at 127.0.0.1.")
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@click.option("--exposed", is_flag=True, help="Listen beyond this machine, without encryption, for one learner.")
@click.option(
    "--certificate", type=click.Path(path_type=Path), help="Classroom: the TLS certificate with its chain (PEM)."
)
@click.option("--key", type=click.Path(path_type=Path), help="Classroom: the private key of the certificate (PEM).")
@click.option("--url", default="", help="Classroom: the address that students open, such as https://class.example.org.")
@click.option(
    "--behind-proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="Classroom: believe what this proxy says of a request in X-Forwarded-For, -Proto and -Host; may be repeated.",
)
@click.option(
    "--security-contact",
    "contacts",
    multiple=True,
    metavar="CONTACT",
    help="Where to report a vulnerability, for /.well-known/security.txt; may be repeated.",
)
def serve(
    *,
    host: str | None,
    port: int,
    data: Path | None,
    pack: Path | None,
    beside: tuple[str, ...],
    accept_new_signer: bool,
    certificate: Path | None,
    key: Path | None,
    url: str,
    proxies: tuple[str, ...],
    contacts: tuple[str, ...],
    metrics_port: int | None,
    no_browser: bool,
    exposed: bool,
) -> None:
    """Open the classroom and print the link that signs you in.

    With a --host that other machines can reach, it is a classroom of many, encrypted and with accounts.
    """
    wish = Wish(certificate, key, proxies, url, contacts)
    try:
        folder, taught = named_folder(data), Taught(pack, beside, accept_new_signer)
        watched = bind_watch_port(metrics_port)
        _serve(host, port, folder, taught, wish, watched=watched, browser=not no_browser, exposed=exposed)
    except StartRefused as refused:
        click.echo(f"{refused.sentence}\n{refused.remedy}", err=True)
        raise SystemExit(refused.status) from None
    except KeyboardInterrupt:
        click.echo("\nQuintain has stopped. Everything that was saved is kept.", err=True)
        leave()


def _serve(
    host: str | None,
    port: int,
    folder: DataFolder,
    taught: Taught,
    wish: Wish,
    *,
    watched: socket.socket | None,
    browser: bool,
    exposed: bool,
) -> None:
    """Take the steps of a start, the cheap and likely refusals first."""
    check_wish(wish, exposed=exposed)
    names = addresses_of(host or LOOPBACK)
    is_classroom = wish.is_there or not (exposed or is_this_machine(host or LOOPBACK))
    os.umask(0o077)  # the database's journal, the log's rotations and copies are for the owner alone as well
    prepare_folder(folder)
    lock = hold_folder(folder)
    for place in (folder.root, folder.root.parent):  # of copies before a migration, and of restores
        delete_abandoned(place)
    if host is None and not is_classroom:
        names = (folder.host_name, *names)
    listener = bind(host or LOOPBACK, port)
    reserved = None if is_classroom else reserve_loopback(listener)
    port = listener.getsockname()[1]
    opening = open_classroom(wish, folder, names, port, lab_domain()) if is_classroom else None
    url = opening.url if opening else f"http://{names[0]}:{port}"
    course = load_course(taught.pack, folder, taught.beside)
    is_trial = opening is None and not exposed and os.environ.get("QUINTAIN_CLASSROOM") == "1"
    names = opening.names if opening else names
    settle(folder, course.root, names, port, opening, is_trial=is_trial, beside=course.beside)
    with ThreadPoolExecutor(1) as aside:  # the trial box takes as long as loading the application does
        boxed = aside.submit(require_sandbox, folder)
        # These read the settings, which read the environment that was settled just now.
        from django.conf import settings  # noqa: PLC0415

        from quintain.server.database import open_database  # noqa: PLC0415
        from quintain.server.page_server import run  # noqa: PLC0415
        from quintain.server.watching.start import open_watch_port  # noqa: PLC0415

        open_database(folder, course, accept_new_signer=taught.accept_new_signer)
        boxed.result()
    drain = _enter_as_cell()
    lock.say(url)
    if unproven := [lab.slug for lab in course.labs.values() if lab.status is Status.LIVE and not lab.is_proven]:
        click.echo(
            f"Left out, since not proven as they are now: {', '.join(unproven)}.\n"
            f"Prove them with: {command('check', '--unproven')}",
            err=True,
        )
    watch = partial(open_watch_port, watched, "web") if watched else None
    serve_pages = partial(run, listener, watch=watch, drain=drain)
    try:
        if settings.LOGS_JSON:
            serve_pages(lambda: _log_opening(url), tls=opening.tls if opening else None)
            return
        if is_trial and (invitation := _first_invitation(folder, url)):
            click.echo("\n  Nobody operates this classroom yet. This link makes you its operator:\n")
            click.echo(f"  {invitation}")
        if opening is None:
            serve_pages(lambda: _announce(folder, url, exposed=exposed, browser=browser))
        else:
            folder.sign_in_codes.unlink(missing_ok=True)  # links of solo mode open no classroom
            invitation = _first_invitation(folder, url)
            serve_pages(lambda: say(opening, invitation), opening.tls)
    finally:
        remove_redirect(folder)
        if reserved is not None:
            reserved.close()


def _enter_as_cell() -> "Drain | None":
    """Take the name of this process among those that share a database; return what it does before it stops.

    Raises:
        StartRefused: Another process that runs has the name.

    """
    from django.conf import settings  # noqa: PLC0415  reads the environment that was settled

    if not settings.IS_GROWN:
        return None
    from django.db import connection  # noqa: PLC0415  needs the settings

    from quintain.cells.errors import NameTaken  # noqa: PLC0415  as above
    from quintain.cells.this_cell import THIS_CELL, enter  # noqa: PLC0415  as above
    from quintain.server.draining import drain  # noqa: PLC0415  as above

    try:
        enter()
    except NameTaken:
        raise StartRefused(
            f"Another process of this classroom runs under the name {THIS_CELL.name}.",
            "Give each process a name of its own with QUINTAIN_CELL, or leave it out.",
        ) from None
    finally:
        connection.close()
    return drain


def _log_opening(url: str) -> None:
    """Say in the log that pages are served: a link that signs somebody in has no place where logs are collected."""
    log.info("the classroom is open at %s", url)


def _first_invitation(folder: DataFolder, url: str) -> str:
    """Return a link for the first operator of a classroom; nothing where there is one."""
    from django.db import DatabaseError, connection  # noqa: PLC0415  needs the settings

    from quintain.accounts.people.actions import invite_first_operator  # noqa: PLC0415  as above
    from quintain.server.database import refusal_of  # noqa: PLC0415  as above

    try:
        code = invite_first_operator()
    except DatabaseError as error:
        raise refusal_of(folder, error) from None
    finally:
        connection.close()
    return f"{url}/invitation/#{code}" if code else ""


def lab_domain() -> str:
    """Return the domain for learners' programs, as the settings read it."""
    return os.environ.get("QUINTAIN_LAB_DOMAIN", "").strip(".").lower()


def settle(
    folder: DataFolder,
    pack: Path,
    names: tuple[str, ...],
    port: int,
    opening: Opening | None = None,
    *,
    is_trial: bool = False,
    beside: Sequence[Path] = (),
) -> None:
    """Put into the environment what the settings read; refuse a language in which there is nothing to read.

    A trial is a classroom for browsers of this machine alone, which needs no encryption.
    """
    require_language(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "quintain.server.settings"
    os.environ["QUINTAIN_DATA"] = str(folder.root)
    name_course(pack, beside)
    os.environ["QUINTAIN_HOSTS"] = ",".join(names)
    os.environ["QUINTAIN_PORT"] = str(port)
    if os.environ.get("QUINTAIN_LOG") != "json":
        os.environ["QUINTAIN_LOG"] = "1"
    os.environ["QUINTAIN_CLASSROOM"] = "1" if opening or is_trial else "0"
    os.environ["QUINTAIN_URL"] = opening.url if opening else ""
    os.environ["QUINTAIN_PROXIES"] = ",".join(opening.proxies) if opening else ""
    os.environ["QUINTAIN_HSTS"] = "1" if opening and opening.has_known_certificate else "0"
    os.environ["QUINTAIN_SECURITY_CONTACT"] = " ".join(opening.contacts) if opening else ""


def _announce(folder: DataFolder, url: str, *, exposed: bool, browser: bool) -> None:
    """Print a link; open another one where there is a screen."""
    click.echo(f"\n  Open this link; it signs you in, once and within ten minutes:\n\n  {fresh_link(folder, url)}\n")
    if exposed:
        click.echo("  Anyone on this network who sees the link, or the traffic, works as you. Nothing is encrypted.\n")
    if sys.stdin is not None and sys.stdin.isatty():
        click.echo("  Enter prints a fresh link.")
        listening = threading.Thread(target=answer_enter, args=(lambda: fresh_link(folder, url),), daemon=True)
        listening.start()
    click.echo("  Ctrl-C stops the classroom.")
    if browser and has_display():
        open_in_browser(folder, fresh_link(folder, url))


def answer_enter(make: Callable[[], str]) -> None:
    """Print a link for every line that is typed into the terminal.

    A server in the background that reads would be stopped by SIGTTIN; with that blocked, reading fails instead.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTIN})
    with suppress(OSError):
        for _ in sys.stdin:
            click.echo(f"\n  {make()}\n")


def has_display() -> bool:
    """Tell whether a browser could show itself here."""
    return os.name == "nt" or os.uname().sysname == "Darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
