"""``quintain new``: begins something new from a scaffold that already works."""

import json
import os
import re
import shlex
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from quintain.cli.places import command, near, pack_folder, pack_option
from quintain.packs import load_lab, load_pack, survey_pack
from quintain.packs.building import suggestion
from quintain.packs.constraints import LAB_CODE, SLUG

SCAFFOLD: Final = Path(__file__).parent / "scaffold"
SCHEMAS: Final = Path(__file__).parents[3] / "docs" / "reference" / "schemas"
PROFILES: Final = ("function", "http", "command")
PACK_LAB: Final = "notes"
PACK_TOPIC: Final = "paths"


@click.group()
def new() -> None:
    """Begin something new: a lab, or a whole pack."""


@new.command("lab")
@click.argument("slug")
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="function",
    show_default=True,
    help="How the judge talks to the learner's program: calls a function, sends requests, or runs a command.",
)
@click.option("--title", help="The lab's title. Without it: made from the slug.")
@click.option("--code", help="The lab's code in a class, such as A09. Without it: the next free one from Z01.")
@click.option("--topic", "topics", multiple=True, help="A topic that the lab teaches, by its id; may be given again.")
@pack_option
def lab(
    slug: str, *, profile: str, title: str | None, code: str | None, topics: tuple[str, ...], pack: Path | None
) -> None:
    """Write a small lab that works, as labs/SLUG of the pack, ready to be made your own."""
    root = pack_folder(pack, is_written=True)
    folder = root / "labs" / slug
    if not re.fullmatch(SLUG, slug):
        raise click.ClickException(f'"{slug}" is no slug. Write small letters, digits and hyphens, such as sql-login.')
    if folder.exists():
        raise click.ClickException(f"{near(folder)} is already there. Choose another slug, or delete the folder first.")
    if code is not None and not re.fullmatch(LAB_CODE, code):
        raise click.ClickException(f'"{code}" is no code. Write a capital letter and two digits, such as A09.')
    survey = survey_pack(root)
    for topic in topics:
        if topic not in survey.topics:
            raise click.ClickException(f"The pack has no topic {topic}.{suggestion(topic, survey.topics)}")
    taught = topics or survey.topics[:1]
    write_lab(folder, profile, words_of(folder, title or spoken(slug), code or free_code(root), taught))
    load_lab(folder)
    click.echo(f"{near(folder)} is a {profile} lab that works. Next:")
    click.echo(f"  {command('check', slug)}      prove it")
    click.echo(f"  {command('preview', slug)}    see it as learners do")
    click.echo("Then make it your own, one file at a time: docs/tutorial/your-first-lab.md shows the way.")


@new.command("pack")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--title", help="The course's title. Without it: made from the name.")
def pack(folder: Path, *, title: str | None) -> None:
    """Write a small course pack that works, with a lesson and a lab, as the folder NAME.

    NAME may be a path; its last part names the pack.
    """
    folder = folder.absolute()
    if not re.fullmatch(SLUG, folder.name):
        raise click.ClickException(
            f'"{folder.name}" is no slug. Write small letters, digits and hyphens, such as web-course.'
        )
    if folder.exists():
        raise click.ClickException(f"{near(folder)} is already there. Choose another name, or delete the folder first.")
    write_pack(folder, title or spoken(folder.name))
    load_pack(folder)
    click.echo(f"{near(folder)} is a pack with a lesson and a lab that work. Next:")
    click.echo(f"  cd {shlex.quote(near(folder))}")
    click.echo("  quintain preview    see it as learners do")
    click.echo("  quintain check      prove its lab")
    click.echo("Its README.md says what is where.")


def free_code(root: Path) -> str:
    """Return the first code from Z01 that no lab of the pack has, however broken the lab may be."""
    taken = set()
    for sheet in (root / "labs").glob("*/lab.toml"):
        taken.update(re.findall(r'^code\s*=\s*"([A-Z]\d\d)"', sheet.read_text("utf-8", "replace"), re.MULTILINE))
    return next(name for number in range(1, 100) if (name := f"Z{number:02}") not in taken)


def spoken(slug: str) -> str:
    """Make a title of a slug."""
    return slug.replace("-", " ").capitalize()


def words_of(folder: Path, title: str, code: str, topics: Iterable[str]) -> Mapping[str, str]:
    """Return what is in the scaffold of a lab in place of each placeholder."""
    return {
        "__SCHEMA__": os.path.relpath(SCHEMAS / "lab.json", folder),
        "__UUID__": str(uuid.uuid4()),
        "__CODE__": code,
        '"__TITLE__"': json.dumps(title, ensure_ascii=False),
        '"__TOPIC__"': ", ".join(f'"{topic}"' for topic in topics),
    }


def write_lab(folder: Path, profile: str, words: Mapping[str, str]) -> None:
    """Write the scaffold of a lab whole or not at all."""
    with grown(folder) as growing:
        copy_scaffold(growing, "common", profile)
        fill(growing / "lab.toml", words)


def write_pack(folder: Path, title: str) -> None:
    """Write the scaffold of a pack, with a lab in it, whole or not at all."""
    words = {
        "__NAME__": folder.name,
        "__PACK_UUID__": str(uuid.uuid4()),
        "__LESSON_UUID__": str(uuid.uuid4()),
        '"__TITLE__"': json.dumps(title, ensure_ascii=False),
        "__TITLE_TEXT__": title,
    }
    with grown(folder) as growing:
        copy_scaffold(growing, "pack")
        for path in (*growing.rglob("*.toml"), growing / "README.md"):
            schemas = os.path.relpath(SCHEMAS, folder / path.relative_to(growing).parent)
            fill(path, {**words, "__SCHEMAS__": schemas})
        lab = folder / "labs" / PACK_LAB
        write_lab(growing / "labs" / PACK_LAB, PROFILES[0], words_of(lab, spoken(PACK_LAB), "Z01", [PACK_TOPIC]))


@contextmanager
def grown(folder: Path) -> Iterator[Path]:
    """Give a folder that grows beside its place, and is moved there at the end if nothing went wrong."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    growing = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        yield growing
        growing.chmod(0o755)
        growing.rename(folder)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise


def copy_scaffold(folder: Path, *parts: str) -> None:
    """Copy parts of the scaffold into a folder, one over the other."""
    for part in parts:
        shutil.copytree(SCAFFOLD / part, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def fill(sheet: Path, words: Mapping[str, str]) -> None:
    """Replace the placeholders of a file; without the repository there are no schemas to point editors to."""
    text = sheet.read_text(encoding="utf-8")
    if not SCHEMAS.is_dir() and text.startswith("#:schema"):
        text = text.partition("\n")[2]
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    sheet.write_text(text, encoding="utf-8")
