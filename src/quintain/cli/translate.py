"""``quintain translate``: how far translations of the interface are, and what translators need to make one."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from quintain.cli.places import pack_option
from quintain.cli.translate_course import extract_messages, print_status, take_copies
from quintain.packs import find_pack
from quintain.web.catalog_files import (
    DOMAINS,
    CatalogUnfit,
    compile_catalog,
    languages_in,
    merge,
    progress_of,
    read_catalog,
    read_translations,
)
from quintain.web.catalogs import CATALOGS, CODE, catalog_of

MOST_PROBLEMS = 20


def _code(_: click.Context, __: click.Parameter, value: str) -> str:
    if not CODE.fullmatch(value):
        raise click.BadParameter("A language is written as de or pt-BR.")
    return value


_locale = click.option(
    "--locale",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=CATALOGS,
    show_default="that of Quintain",
    help="The folder of catalogs, such as locale below the data folder.",
)


@click.group()
def translate() -> None:
    """Work on translations of the interface and of a course.

    docs/howto/translate-the-interface.md and docs/howto/translate-a-course.md are the guides.
    """


@translate.command()
@_locale
@click.option("--strict", is_flag=True, help="Fail, with status 1, if a translation is incomplete or has a mistake.")
@pack_option
def status(folder: Path, *, strict: bool, pack: Path | None) -> None:
    """Tell for each language how many messages are translated, fuzzy and missing: of the interface, and of a course.

    The course is named with --pack, or is the one around this folder if --locale is not given. --strict holds the
    interface to every message, and the course to having no mistake.
    """
    is_complete = _print_interface(folder)
    if pack is not None or (folder == CATALOGS and find_pack(Path.cwd()) is not None):
        is_complete = print_status(pack) and is_complete
    if strict and not is_complete:
        raise SystemExit(1)


def _print_interface(folder: Path) -> bool:
    """Print how far the catalogs of the interface are; returns whether they are complete."""
    try:
        found = [progress_of(folder, locale, domain) for locale in languages_in(folder) for domain in DOMAINS]
    except CatalogUnfit as unfit:
        raise click.ClickException(str(unfit)) from None
    if not found:
        click.echo(f"{folder} has no catalog; the interface is in English.")
        return True
    table = Table("language", "catalog", "translated", "fuzzy", "missing", "mistakes", box=None)
    for each in found:
        numbers = (each.translated, each.fuzzy, each.missing, len(each.problems))
        table.add_row(each.language, each.domain, *map(str, numbers))
    Console().print(table)
    _print_problems([f"{each.language}/{each.domain}: {problem}" for each in found for problem in each.problems])
    return all(each.is_complete for each in found)


def _print_problems(problems: list[str]) -> None:
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(problem)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"and {len(problems) - MOST_PROBLEMS} more")


@translate.command("merge")
@_locale
@click.argument("language", callback=_code)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def merge_files(folder: Path, language: str, files: tuple[Path, ...]) -> None:
    """Put translations from JSON files into the catalogs of a language, and compile these.

    A file is an object of translations by their originals; a list has plural forms. Those whose placeholders or tags
    differ from the original's are left out and listed, with status 1.
    """
    try:
        catalogs = {domain: read_catalog(catalog_of(folder, language, domain, "po")) for domain in DOMAINS}
        outcomes = [merge(list(catalogs.values()), read_translations(file)) for file in files]
    except CatalogUnfit as unfit:
        raise click.ClickException(str(unfit)) from None
    for domain, catalog in catalogs.items():
        catalog.save(str(catalog_of(folder, language, domain, "po")), newline="\n")
        catalog_of(folder, language, domain).write_bytes(compile_catalog(catalog))
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    unknown = [f"no such message: {text!r}" for outcome in outcomes for text in outcome.unknown]
    click.echo(f"{sum(outcome.count for outcome in outcomes)} messages translated")
    _print_problems(problems + unknown)
    if problems or unknown:
        raise SystemExit(1)


@translate.command("compile")
@_locale
@click.argument("language", callback=_code)
def compile_language(folder: Path, language: str) -> None:
    """Compile the catalogs of a language, as the server reads them."""
    try:
        compiled = {
            domain: compile_catalog(read_catalog(catalog_of(folder, language, domain, "po"))) for domain in DOMAINS
        }
    except CatalogUnfit as unfit:
        raise click.ClickException(str(unfit)) from None
    for domain, content in compiled.items():
        place = catalog_of(folder, language, domain)
        place.write_bytes(content)
        click.echo(place)


translate.add_command(extract_messages)
translate.add_command(take_copies)
