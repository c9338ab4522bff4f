"""``quintain preview``: the classroom for an author, who sees every change at once and leaves nothing behind."""

import contextlib
import ctypes
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import click
from rich.console import Console
from watchfiles import watch

from quintain.cli.places import beside_option, near, pack_folder, pack_option, print_problems, sandbox_folder
from quintain.cli.serve import has_display, settle
from quintain.packs import PackInvalid, Remembered, Survey, survey_pack
from quintain.packs.building import suggestion
from quintain.server.leaving import leave
from quintain.server.links import LOOPBACK, fresh_link, open_in_browser, remove_redirect
from quintain.server.starting import (
    StartRefused,
    bind,
    find_installed,
    join_packs,
    prepare_folder,
    require_sandbox,
    reserve_loopback,
)
from quintain.web.folder import DataFolder, named_folder

PR_SET_PDEATHSIG = 1
REMOVALS, PAUSE_SECONDS = 10, 0.2
ASKED_FOR_LATER: Final = frozenset({"lab.W003"})
"""A mutation score is measured last, and each change of a lab outdates it: ``quintain check`` asks for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the folder of the pack, those of packs beside it, and what was read of the pack already."""

    root: Path
    further: tuple[Path, ...]
    remembered: Remembered


@click.command()
@click.argument("lab", required=False)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; without it, any free one.")
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@pack_option
@beside_option
def preview(lab: str | None, *, port: int, no_browser: bool, pack: Path | None, beside: tuple[str, ...]) -> None:
    """Show the pack, drafts too, and show it again on every change; LAB opens the page of one lab.

    With packs beside it, they are shown as a class sees them, and their changes are followed as well.

    What you do in the preview is forgotten when it ends.
    """
    root = pack_folder(pack)
    try:
        further = tuple(find_installed(Path(each), named_folder()).absolute() for each in beside)
        remembered = wait_until_sound(root, lab, further)
        with borrowed_folder() as folder:
            page = f"/labs/{lab}/" if lab else "/"
            shown = Shown(root, further, remembered)
            sys.exit(apart(lambda: serve_preview(shown, folder, port, page, browser=not no_browser)))
    except StartRefused as refused:
        raise click.ClickException(f"{refused.sentence}\n{refused.remedy}") from None
    except KeyboardInterrupt:
        click.echo("\nThe preview has ended.", err=True)
        leave()


def wait_until_sound(root: Path, lab: str | None, further: Sequence[Path] = ()) -> Remembered:
    """Tell what is wrong with the pack and look again on each change, until nothing is; return what was read."""
    console = Console(stderr=True)
    remembered = Remembered()
    survey = survey_pack(root, remembered)
    names = [*survey.lab_names, *(name for each in further for name in survey_pack(each).lab_names)]
    if lab is not None and lab not in names:
        raise click.ClickException(f"The pack has no lab {lab}.{suggestion(lab, names)}")
    tell(survey, console)
    if survey.pack is None:
        console.print("The preview begins as soon as this is fixed. Ctrl-C ends the waiting.")
        for _ in watch(root, raise_interrupt=True):
            survey = survey_pack(root, remembered)
            tell(survey, console)
            if survey.pack is not None:
                break
    return remembered


def tell(survey: Survey, console: Console) -> None:
    """Print the problems of a pack that an author can act on while writing, or that there are no errors."""
    print_problems((problem for problem in survey.problems if problem.id not in ASKED_FOR_LATER), survey.root, console)
    if not survey.errors:
        console.print(
            f"{near(survey.root)}: {len(survey.labs)} {'lab' if len(survey.labs) == 1 else 'labs'}, no errors.",
            style="green",
        )


def apart(work: Callable[[], None]) -> int:
    """Do work in a process of its own and return its exit status, when that process is gone with all its threads.

    The server makes runtimes in the background; only when it is gone can its folder be taken away.
    """
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with(parent)
        os._exit(in_child(work))

    def pass_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, pass_on)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1


def die_with(parent: int) -> None:
    """Have the kernel end this process when its parent is killed; elsewhere than on Linux it lives on, as before."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def in_child(work: Callable[[], None]) -> int:
    """Do the work, say how it ended, and return the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        work()
    except StartRefused as refused:
        click.echo(f"Error: {refused.sentence}\n{refused.remedy}", err=True)
        return refused.status
    except KeyboardInterrupt:
        click.echo("\nThe preview has ended.", err=True)
    except BaseException:  # noqa: BLE001  the parent must live to tidy up
        traceback.print_exc()
        return 1
    return 0


@contextmanager
def borrowed_folder() -> Iterator[DataFolder]:
    """Give a data folder that goes at the end; boxes' runtimes are kept, since making them takes long."""
    kept = sandbox_folder()
    kept.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="quintain-preview-"))
    try:
        folder = DataFolder(place)
        prepare_folder(folder)
        folder.sandbox.symlink_to(kept)
        yield folder
    finally:
        for _ in range(REMOVALS):
            shutil.rmtree(place, ignore_errors=True)
            if not place.exists():
                break
            time.sleep(PAUSE_SECONDS)  # a thread that does not know of the end yet has made a file meanwhile


def serve_preview(shown: Shown, folder: DataFolder, port: int, page: str, *, browser: bool) -> None:
    """Serve the pack as ``serve`` does, in preview mode, while a thread tells the terminal what each change broke."""
    os.umask(0o077)
    listener = bind(LOOPBACK, port)
    reserved = reserve_loopback(listener)
    require_sandbox(folder)
    root, remembered = shown.root, shown.remembered
    settle(folder, root, (folder.host_name,), listener.getsockname()[1], beside=shown.further)
    os.environ["QUINTAIN_PREVIEW"] = "1"
    # These read the settings, which read the environment that was settled just now.
    from quintain.server.database import open_database  # noqa: PLC0415
    from quintain.server.page_server import run  # noqa: PLC0415

    survey = survey_pack(root, remembered)
    if survey.pack is None:  # broken again since it was looked at
        raise StartRefused(str(PackInvalid(root, survey.problems)), "Fix what is listed, and start again.")
    open_database(folder, join_packs(survey.pack, tuple(map(str, shown.further)), folder), remembered)
    url = f"http://{folder.host_name}:{listener.getsockname()[1]}"
    stop = threading.Event()
    watcher = threading.Thread(target=keep_telling, args=(shown, stop), name="watcher", daemon=True)
    watcher.start()
    try:
        run(listener, lambda: announce(folder, url, page, browser=browser))
    finally:
        remove_redirect(folder)
        if reserved is not None:
            reserved.close()
        stop.set()
        watcher.join(timeout=2)


def keep_telling(shown: Shown, stop: threading.Event) -> None:
    """Have the pages' pack read again after each change, and print what is wrong."""
    from quintain.catalog.pack_store import current_store  # noqa: PLC0415  needs the settings

    console = Console(stderr=True)
    for _ in watch(shown.root, *shown.further, stop_event=stop):
        store = current_store()
        for survey in (store.survey(), *store.further):
            tell(survey, console)
        if store.refusal:
            console.print(store.refusal, style="red")


def announce(folder: DataFolder, url: str, page: str, *, browser: bool) -> None:
    """Print a link, and open another one where there is a screen."""
    click.echo(f"\n  {fresh_link(folder, url, page)}\n\n  It signs you in, once and within ten minutes.")
    click.echo("  Pages follow every change of the pack. Ctrl-C ends the preview.\n")
    if browser and has_display():
        open_in_browser(folder, fresh_link(folder, url, page))
