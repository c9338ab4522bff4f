"""``quintain new``: begins something new from a scaffold that already works."""

import json
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from quintain.cli.places import near, pack_folder, pack_option
from quintain.packs import Survey, load_lab, survey_pack
from quintain.packs.building import suggestion
from quintain.packs.constraints import LAB_CODE, SLUG

SCAFFOLD: Final = Path(__file__).parent / "scaffold"
SCHEMAS: Final = Path(__file__).parents[3] / "docs" / "reference" / "schemas"
PROFILES: Final = ("function", "http", "command")


@click.group()
def new() -> None:
    """Begin something new in the pack."""


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
    root = pack_folder(pack)
    folder = root / "labs" / slug
    if not re.fullmatch(SLUG, slug):
        raise click.ClickException(f'"{slug}" is no slug. Write small letters, digits and hyphens, such as sql-login.')
    if folder.exists():
        raise click.ClickException(f"{near(folder)} is already there. Choose another slug, or delete the folder first.")
    if code is not None and not re.fullmatch(LAB_CODE, code):
        raise click.ClickException(f'"{code}" is no code. Write a capital letter and two digits, such as A09.')
    survey = survey_pack(root)
    known = known_topics(survey)
    for topic in topics:
        if topic not in known:
            raise click.ClickException(f"The pack has no topic {topic}.{suggestion(topic, known)}")
    words = {
        "__SCHEMA__": os.path.relpath(SCHEMAS / "lab.json", folder),
        "__UUID__": str(uuid.uuid4()),
        "__CODE__": code or free_code(root),
        '"__TITLE__"': json.dumps(title or slug.replace("-", " ").capitalize(), ensure_ascii=False),
        '"__TOPIC__"': ", ".join(f'"{topic}"' for topic in topics or known[:1]),
    }
    write_lab(folder, profile, words)
    load_lab(folder)
    click.echo(f"{near(folder)} is a {profile} lab that works. Next:")
    click.echo(f"  quintain check {slug}      prove it")
    click.echo(f"  quintain preview {slug}    see it as learners do")
    click.echo("Then make it your own, one file at a time: docs/tutorial/your-first-lab.md shows the way.")


def known_topics(survey: Survey) -> list[str]:
    """List the topics of the pack's tracks; none if its tracks cannot be read yet."""
    return list(survey.topics)


def free_code(root: Path) -> str:
    """Return the first code from Z01 that no lab of the pack has, however broken the lab may be."""
    taken = set()
    for sheet in (root / "labs").glob("*/lab.toml"):
        taken.update(re.findall(r'^code\s*=\s*"([A-Z]\d\d)"', sheet.read_text("utf-8", "replace"), re.MULTILINE))
    return next(name for number in range(1, 100) if (name := f"Z{number:02}") not in taken)


def write_lab(folder: Path, profile: str, words: Mapping[str, str]) -> None:
    """Write the scaffold whole or not at all: it grows beside its place and is moved there at the end."""
    folder.parent.mkdir(exist_ok=True)
    growing = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for part in ("common", profile):
            shutil.copytree(SCAFFOLD / part, growing, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        sheet = growing / "lab.toml"
        text = sheet.read_text(encoding="utf-8")
        if not SCHEMAS.is_dir():  # installed without the repository
            text = text.partition("\n")[2]
        for placeholder, word in words.items():
            text = text.replace(placeholder, word)
        sheet.write_text(text, encoding="utf-8")
        growing.chmod(0o755)
        growing.rename(folder)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
