"""``quintain grade``: judges a folder as a submission to a lab, prints the verdict, and writes reports of it."""

import contextlib
import io
import os
import re
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from quintain.cli.check import NO_SANDBOX, build_runtimes, leaving_at_once_on_interrupt, make_judge, output
from quintain.cli.grade_report import print_verdict
from quintain.cli.places import pack_folder, pack_option, print_problems
from quintain.exports.errors import FolderRefused
from quintain.exports.judged import Judged
from quintain.exports.junit import to_junit
from quintain.exports.sarif import to_sarif
from quintain.exports.submissions import FolderSubmission, read_submission
from quintain.exports.verdict_json import to_json
from quintain.judge.verdict import Result
from quintain.packs import Lab, PackInvalid, load_lab
from quintain.packs.building import suggestion
from quintain.packs.folders import folder_names

HOLDS, OPEN, WRONG_USE, NOT_JUDGED = 0, 1, 2, NO_SANDBOX
LAB_CODE: Final = r"[A-Za-z][0-9]{2}"

report_option = click.Path(dir_okay=False, path_type=Path)


class Refused(click.ClickException):
    """The command, the pack or the folder is wrong; exit status 1 would say that a fix does not hold."""

    exit_code = WRONG_USE


@click.command()
@click.argument("lab")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--junit", type=report_option, help="Write the verdict as JUnit XML to this file.")
@click.option("--sarif", type=report_option, help="Write it as SARIF 2.1.0 to this file.")
@click.option("--json", "as_json", type=report_option, help="Write it as JSON to this file.")
@pack_option
def grade(
    lab: str, folder: Path, *, junit: Path | None, sarif: Path | None, as_json: Path | None, pack: Path | None
) -> None:
    """Judge the files of FOLDER as a fix of LAB, named by its slug, code or path.

    The verdict is that of the page: the judge runs all tests and attacks in its sandbox, and of hidden attacks it tells
    the class alone. Only files that the lab lets you change are read; the others are the original ones.

    Exit status: 0 the fix holds, 1 it does not, 2 the command, the pack or the folder is wrong, 3 nothing can be judged
    here, or the judge itself stopped.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal in another encoding is no reason to fail
    with leaving_at_once_on_interrupt("Stopped; nothing is judged."):
        try:
            status = judge_and_report(lab, folder, Reports(junit, sarif, as_json), pack)
        except click.ClickException:
            raise
        except Exception as error:  # noqa: BLE001  Python's own status for it is 1, which says that a fix does not hold
            click.echo(f"Quintain itself has failed, and nothing is judged: {error!r}", err=True)
            status = NOT_JUDGED
    sys.exit(status)


@dataclass(frozen=True, slots=True)
class Reports:
    """The files in which reports are wanted."""

    junit: Path | None
    sarif: Path | None
    as_json: Path | None


def judge_and_report(lab: str, folder: Path, reports: Reports, pack: Path | None) -> int:
    """Judge a folder, write what is wanted, print the verdict, and return the exit status.

    Raises:
        Refused: the lab, the folder or a file for a report is wrong.

    """
    found = find_lab(lab, pack)
    try:
        submission = read_submission(found, folder)
    except FolderRefused as error:
        raise Refused(str(error)) from error
    judged = judge_files(found, submission, folder)
    # Reports come first: a program that reads the output, such as head, may stop reading.
    write_report(reports.junit, lambda: to_junit(judged))
    write_report(reports.sarif, lambda: to_sarif(judged).encode())
    write_report(reports.as_json, lambda: to_json(judged).encode())
    print_verdict(judged, submission, output())
    return {Result.PROVEN: HOLDS, Result.ERROR: NOT_JUDGED}.get(judged.verdict.result, OPEN)


def find_lab(named: str, pack: Path | None) -> Lab:
    """Return the lab of a slug, a code such as ``A09``, or a path; end the command if there is none to fix."""
    try:
        root = pack_folder(pack)
    except click.ClickException as error:
        raise Refused(error.message) from error
    names = folder_names(root / "labs")
    slug = slug_of_code(root, names, named.upper()) if re.fullmatch(LAB_CODE, named) else Path(named).name
    if slug not in names:
        raise Refused(f"The pack has no lab {named}.{suggestion(slug, names)}")
    try:
        lab = load_lab(root / "labs" / slug)
    except PackInvalid as error:
        print_problems(error.problems, root, Console(stderr=True))
        sys.exit(WRONG_USE)
    if not lab.is_fixed:
        raise Refused(f"{slug} is for finding only; there is nothing to grade.")
    return lab


def slug_of_code(root: Path, names: Sequence[str], code: str) -> str:
    """Return the folder of the lab with a code, or the code; the whole pack would take seconds to load."""
    wanted = re.compile(rf"^code *= *[\"']{code}[\"']", re.MULTILINE)
    for name in names:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if wanted.search((root / "labs" / name / "lab.toml").read_text(encoding="utf-8")):
                return name
    return code


def judge_files(lab: Lab, submission: FolderSubmission, folder: Path) -> Judged:
    """Let the judge try the files of a folder, or end the command with what the machine lacks."""
    judge = make_judge(None)
    build_runtimes([lab], judge)
    verdict = judge.grade(lab, submission.files)
    original = {path: lab.starter.get(path, "") for path in lab.run.editable}
    return Judged(lab, original | submission.files, verdict, prefix_of(folder))


def prefix_of(folder: Path) -> str:
    """Return how a folder is named from the current one, as reports name files; nothing if it is elsewhere."""
    relative = Path(os.path.relpath(folder))
    if ".." in relative.parts or relative == Path():
        return ""
    return f"{relative.as_posix()}/"


def write_report(path: Path | None, content: Callable[[], bytes]) -> None:
    """Put a report in the place of a file at once: nobody reads half of it, and a link there is replaced, not followed.

    Raises:
        Refused: the file cannot be written.

    """
    if path is None:
        return
    draft = path.with_name(f".{secrets.token_hex(8)}")
    try:
        try:
            draft.write_bytes(content())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
