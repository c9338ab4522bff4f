"""``quintain doctor``: tells what this machine can do before a class meets."""

import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quintain.cli.accounts import plain_refusals
from quintain.sandbox import Facts, SandboxUnavailable, probe
from quintain.server.starting import StartRefused
from quintain.web.folder import DataFolder, named_folder

# 3.13.4 closed the ways out of tarfile's extraction filters (CVE-2025-4517 and its kin), which lessons rely on.
LEAST_PATCH: Final = (3, 13, 4)
SHARED: Final = ("QUINTAIN_DATABASE_URL", "QUINTAIN_VALKEY_URL")


class Word(StrEnum):
    """The state of a thing: ``missing`` keeps the classroom from running, ``short`` and ``info`` do not."""

    GOOD = "good"
    SHORT = "short"
    MISSING = "missing"
    INFO = "info"


COLOURS: Final = {Word.GOOD: "green", Word.SHORT: "yellow", Word.MISSING: "bold red", Word.INFO: "dim"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: what was looked at, its state, what was found, and what to do about it."""

    what: str
    word: Word
    sentence: str
    remedy: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder that serve will use.")
@click.option("--rehearse", "rehearses", is_flag=True, help="Play a class of twelve against the server that runs.")
@click.option("--pack", type=click.Path(path_type=Path), help="The course pack of the server, for --rehearse.")
@click.option(
    "--seconds", default=45, show_default=True, type=click.IntRange(1, 600), help="How long --rehearse works."
)
@plain_refusals
def doctor(*, as_json: bool, data: Path | None, rehearses: bool, pack: Path | None, seconds: int) -> None:
    """Tell what this machine can do, and what it lacks; exit status 1 if the classroom cannot run here.

    With --rehearse, twelve students with accounts of their own work at the running server for a minute and a half, and
    are erased afterwards. Exit status 1 if a class would have to wait. Do it while nobody works there.
    """
    if rehearses:
        from quintain.cli.rehearse import rehearse  # noqa: PLC0415  loads Django

        sys.exit(not rehearse(data, pack, Console(), seconds))
    folder = named_folder(data)
    try:
        facts = probe(folder.sandbox)
    except SandboxUnavailable as error:  # the environment says what the sandbox does not know
        raise StartRefused(error.sentence, error.remedy) from None
    findings = [*examine(facts, folder), *_shared_findings()]
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(finding) for finding in findings], indent=2))
    else:
        show(findings, Console())
    sys.exit(any(finding.word is Word.MISSING for finding in findings))


def examine(facts: Facts, folder: DataFolder) -> list[Finding]:
    """Turn the facts of the machine into findings, what matters most first."""
    refusals = {refusal.what: refusal for refusal in facts.refusals}
    findings = [
        _boxes(facts),
        _interpreter(facts),
        _resource("memory", facts, f"{facts.memory_free_mebibytes} MiB free of {facts.memory_mebibytes}"),
        _resource("disk", facts, f"{facts.disk_free_mebibytes} MiB free at {folder.root}"),
        _writable(folder.root),
        Finding("kernel", Word.INFO, f"{facts.kernel}, {facts.machine}, {facts.processors} processors"),
        _control_group(facts),
    ]
    covered = {finding.what for finding in findings} | {"boxes"}
    findings += [
        Finding(what, Word.SHORT, refusal.sentence, refusal.remedy)
        for what, refusal in refusals.items()
        if what not in covered
    ]
    return findings


def _shared_findings() -> Iterator[Finding]:
    """Yield what is found of that which several processes share, where the environment names it."""
    if not any(map(os.environ.get, SHARED)):
        return
    from quintain.cli.doctor_shared import examine_shared  # noqa: PLC0415  imports Django

    for shared in examine_shared(os.environ):
        word = Word.GOOD if shared.is_good else Word.MISSING if shared.is_needed else Word.SHORT
        yield Finding(shared.what, word, shared.sentence, shared.remedy)


def _boxes(facts: Facts) -> Finding:
    if facts.boxes is None:
        first = next(refusal for refusal in facts.refusals if refusal.what == "boxes")
        return Finding("sandbox", Word.MISSING, first.sentence, first.remedy)
    users = facts.boxes.users
    if users is None:
        who = "your own user"
    else:
        who = f"one of the users {users[0]} to {users[1]}" if users[0] != users[1] else f"user {users[0]}, as all do"
    return Finding("sandbox", Word.GOOD, f"A trial program ran in a sandbox as {who}, by {facts.boxes.bubblewrap}.")


def _interpreter(facts: Facts) -> Finding:
    sentence = f"Python {facts.interpreter_version}, {facts.interpreter}"
    version = tuple(int(part) for part in facts.interpreter_version.split(".")[:3] if part.isdigit())
    if version >= LEAST_PATCH:
        return Finding("interpreter", Word.GOOD, sentence)
    least = ".".join(map(str, LEAST_PATCH))
    remedy = f"Install Python {least} or later: earlier ones have vulnerabilities that are published."
    return Finding("interpreter", Word.SHORT, sentence, remedy)


def _resource(what: str, facts: Facts, sentence: str) -> Finding:
    short = next((refusal for refusal in facts.refusals if refusal.what == what), None)
    return Finding(what, Word.SHORT, short.sentence, short.remedy) if short else Finding(what, Word.GOOD, sentence)


def _writable(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        # Asking for the permission is not enough: root has it on file systems that refuse all the same.
        with tempfile.TemporaryDirectory(dir=existing):
            return Finding("data folder", Word.GOOD, f"{folder} can be written.")
    except OSError as error:
        sentence = f"{folder} cannot be written: {error.strerror}."
        return Finding("data folder", Word.MISSING, sentence, "Choose another with --data.")


def _control_group(facts: Facts) -> Finding:
    if facts.control_group is None:
        sentence = "None may be divided here: the memory of a sandbox is watched, and the kernel sets no limit."
        remedy = "Under systemd, start the server as a service, or with systemd-run --user --scope, and Delegate=yes."
        return Finding("control group", Word.INFO, sentence, remedy)
    sentence = f"Each sandbox has its own in {facts.control_group} (version {facts.control_group_version})."
    return Finding("control group", Word.GOOD, sentence)


def show(findings: list[Finding], console: Console) -> None:
    """Print the findings as a table, and one sentence below it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for finding in findings:
        sentence = Text(finding.sentence)
        if finding.remedy:
            sentence.append(f"\n→ {finding.remedy}", style=COLOURS[finding.word])
        table.add_row(Text(finding.what, "bold"), Text(finding.word, COLOURS[finding.word]), sentence)
    console.print(table)
    missing = [finding.what for finding in findings if finding.word is Word.MISSING]
    if missing:
        console.print(f"\nThe classroom cannot run here yet: {', '.join(missing)}.", style="bold red")
    else:
        console.print("\nThe classroom can run here.", style="bold green")
