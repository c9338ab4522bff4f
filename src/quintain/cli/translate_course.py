"""``quintain translate``, for the course: catalogs written of a pack's messages, filled, and how far they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from quintain.cli.places import near, pack_folder, pack_option, print_problems
from quintain.packs import Pack, PackInvalid, Severity, load_pack
from quintain.packs.folders import Unreadable
from quintain.packs.translations import (
    LANGUAGE,
    CatalogUnfit,
    extract,
    languages_of,
    progress_of,
    read_copies,
    take,
)


def language(_: click.Context, __: click.Parameter, value: str) -> str:
    """Read the name of a folder of translations.

    Raises:
        click.BadParameter: It is no language.

    """
    if not LANGUAGE.fullmatch(value):
        raise click.BadParameter("A language is written as de or pt-BR.")
    return value


def load(chosen: Path | None, *, is_written: bool) -> Pack:
    """Return the pack, or end the command with what is wrong with it."""
    folder = pack_folder(chosen, is_written=is_written)
    try:
        return load_pack(folder)
    except PackInvalid as invalid:
        print_problems(invalid.problems, folder, Console(stderr=True))
        raise SystemExit(2) from None


@contextmanager
def refusals() -> Iterator[None]:
    """Say in a sentence why a catalog, or a file of the course, cannot be read or written."""
    try:
        yield
    except (CatalogUnfit, Unreadable) as unfit:
        raise click.ClickException(unfit.message) from None
    except OSError as error:
        raise click.ClickException(f"The catalogs cannot be written: {error.strerror}.") from None


@click.command("extract")
@click.argument("language", callback=language)
@click.argument("catalogs", metavar="[CATALOG]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Also write the catalogs that are not there yet.")
@pack_option
def extract_messages(language: str, catalogs: tuple[str, ...], *, everything: bool, pack: Path | None) -> None:
    """Write what of a course is to be translated into its catalogs of LANGUAGE, such as lessons/redos.

    Without a name, the catalogs that are there are written again: translations stay, those of messages that have
    changed become fuzzy, and messages that are gone become obsolete.
    """
    loaded = load(pack, is_written=True)
    with refusals():
        done = extract(loaded, language, catalogs, with_new=everything or bool(catalogs))
    for path in done.written:
        click.echo(near(loaded.root / path))
    click.echo(f"{len(done.written)} catalogs written; {done.new} messages to translate, {done.stale} to look at again")


@click.command("take")
@click.argument("language", callback=language)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@pack_option
def take_copies(language: str, folder: Path, *, pack: Path | None) -> None:
    """Put translated copies of a course's files into its catalogs of LANGUAGE.

    FOLDER has them under the paths of their originals: Markdown with the same blocks, and for TOML a JSON object of
    translations by their originals, such as lab.toml.json. What breaks a rule is left out and listed, with status 1.
    """
    loaded = load(pack, is_written=True)
    with refusals():
        found, problems = read_copies(loaded, folder)
        problems = [*problems, *take(loaded, language, found)]
    print_problems(problems, loaded.root, Console(stderr=True))
    click.echo(f"{len(found)} catalogs filled")
    if problems:
        raise SystemExit(1)


def print_status(chosen: Path | None) -> bool:
    """Print how far the catalogs of a course are; returns whether none of them has a mistake.

    Args:
        chosen: the pack's folder, as for `pack_folder`.

    """
    folder = pack_folder(chosen)
    languages = languages_of(folder)
    if not languages:
        click.echo(f"{near(folder)} has no translation.")
        return True
    loaded = load(chosen, is_written=False)
    is_sound = True
    for each in languages:
        try:
            files, problems = progress_of(loaded, each)
        except Unreadable as error:
            raise click.ClickException(error.message) from None
        table = Table(each, "messages", "translated", "stale", "missing", box=None)
        begun = [file for file in files if file.exists]
        for file in begun:
            numbers = (file.messages, file.translated, file.stale, file.missing)
            table.add_row("/".join(file.path.with_suffix("").parts[2:]), *map(str, numbers))
        Console().print(table)
        done, of = sum(file.translated for file in files), sum(file.messages for file in files)
        click.echo(
            f"{done} of {of} messages are translated; {len(files) - len(begun)} of {len(files)} parts have no catalog."
        )
        print_problems(problems, folder, Console())
        is_sound = is_sound and all(problem.level is not Severity.ERROR for problem in problems)
    return is_sound
