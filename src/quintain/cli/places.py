"""Where the commands for authors find the pack, and how they tell what is wrong with it."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from quintain.packs import Problem, Severity, find_pack, only_packaged_course
from quintain.web.folder import named_folder

pack_option = click.option(
    "--pack",
    "pack",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="QUINTAIN_PACK",
    help="The pack's folder. Without it: the pack around this folder, the one in content/, or the installed one.",
)

beside_option = click.option(
    "--beside",
    multiple=True,
    metavar="PACK",
    help="A further pack, by its folder or as it is installed, whose modules follow the course's; may be repeated.",
)


def pack_folder(chosen: Path | None, *, is_written: bool = False) -> Path:
    """Return the pack's folder, or end the command with a sentence on how to name one.

    Args:
        chosen: the folder that was named.
        is_written: whether the command writes sources of the pack; a course that is installed as a package is then
            taken only if it is named.

    """
    folder = chosen or find_pack(Path.cwd()) or (None if is_written else only_packaged_course())
    if folder is None or not (folder / "pack.toml").is_file():
        where = f"{folder} holds no pack.toml." if folder else "No pack lies here, nor in a folder content/ above."
        raise click.ClickException(f"{where} Name one with --pack DIR.")
    return folder.absolute()


def sandbox_folder() -> Path:
    """Return the folder in which the sandbox keeps what boxes see; the server of this user keeps it there, too."""
    return named_folder().sandbox


def near(path: Path) -> str:
    """Write a path as short as it can be read from the current folder."""
    relative = os.path.relpath(path)
    return relative if len(relative) <= len(str(path)) else str(path)


def command(*words: str) -> str:
    """Write a further command as a person would type it here: behind the name by which this one was called.

    A clone is called as ``./quintain``, which is on no ``PATH``; its script says so.
    """
    return shlex.join([os.environ.get("QUINTAIN_CALLED_AS") or "quintain", *words])


def print_problems(problems: Iterable[Problem], root: Path, console: Console) -> None:
    """Print each problem: id and clickable place, what is wrong, what to do."""
    for problem in problems:
        place = near(root / problem.path) + (f":{problem.line}" if problem.line else "")
        colour = "red" if problem.level is Severity.ERROR else "yellow"
        console.print(Text.assemble((problem.id, f"bold {colour}"), " ", (place, "bold")), soft_wrap=True)
        console.print(Text(f"  {problem.message}"), soft_wrap=True)
        console.print(Text(f"  {problem.remedy}", "dim"), soft_wrap=True)
