"""``quintain take``: writes a lab as a folder for one's own machine."""

from pathlib import Path

import click

from quintain.cli.grade import Refused, find_lab
from quintain.cli.places import command, near, pack_option
from quintain.exports.errors import FolderTaken
from quintain.exports.lab_folders import files_of_folder, write_folder
from quintain.exports.workflows import PROGRAM


@click.command()
@click.argument("lab")
@click.argument("folder", type=click.Path(path_type=Path))
@pack_option
def take(lab: str, folder: Path, *, pack: Path | None) -> None:
    """Write LAB, named by its slug, code or path, into the new folder FOLDER.

    The folder has the program, a README with the brief, and workflows that grade each push. It has no solution, and no
    test or attack.

    Exit status: 0 it is written, 2 the command, the pack or the folder is wrong.
    """
    found = find_lab(lab, pack)
    try:
        write_folder(files_of_folder(found), folder)
    except FolderTaken as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}.") from error
    click.echo(f"{near(folder / 'README.md')} says how to go on. When you have changed {PROGRAM}/, run:")
    of_pack = ("--pack", near(pack)) if pack else ()
    click.echo(command("grade", found.slug, near(folder / PROGRAM), *of_pack))
