"""The work of ``quintain pack install``: from a file or an address to a pack whose labs are proven on this machine."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from quintain.cli.check import LABS_AT_ONCE, leaving_at_once_on_interrupt, make_judge
from quintain.cli.check_progress import MatrixProgress
from quintain.cli.places import command
from quintain.judge.judge import Judge
from quintain.judge.proving.matrix import Matrix, check_lab
from quintain.packs import Lab, Pack, write_proof
from quintain.packs.model.lab import Status
from quintain.packs.packed.archive import PackFile
from quintain.packs.packed.paths import shown
from quintain.sandbox import RuntimeNotBuilt
from quintain.server.drafts import draft_folder, durable_file
from quintain.server.installed_packs import InstalledPack, LeftOut, hold_packs, read_records, root_of, trusted_signers
from quintain.server.pack_download import Network, Reach, download, is_url
from quintain.server.pack_install import Offer, Terms, accept, keep, stage, take_copy
from quintain.web.folder import DataFolder

PARTLY: Final = 4
MOST_REASON_LETTERS: Final = 300


@dataclass(frozen=True, slots=True)
class Source:
    """Where a pack file is: a path or an address, and networks that are not public and may be asked."""

    text: str
    networks: Sequence[Network] = ()


def install_pack(folder: DataFolder, source: Source, terms: Terms, boxes: int | None) -> None:
    """Install a pack; end the command with status 4 if learners will not see all of its labs.

    Raises:
        PackFileRefused: The pack is not accepted; nothing has changed.
        PackInvalid: It does not load; nothing has changed.
        OSError: The disk is full, or fails.

    """
    os.umask(0o077)
    with hold_packs(folder), draft_folder(folder.packs) as scratch:
        pack_file = receive(source, scratch)
        earlier = read_records(folder).get(pack_file.manifest.name)
        offer = accept(pack_file, trusted_signers(folder), earlier, terms)
        click.echo(introduction(offer))
        unpacked = scratch / "unpacked"  # the pack has a name of its author's, which may be that of any file here
        unpacked.mkdir()
        staged = stage(offer, unpacked / pack_file.manifest.name)
        tell_what_runs(staged.pack)
        left_out = prove_labs(staged.pack, folder, boxes)
        record = keep(folder, staged, left_out)
    tell_what_next(folder, record)
    if left_out:
        raise click.exceptions.Exit(PARTLY)


def receive(source: Source, scratch: Path) -> PackFile:
    """Bring the file to where nobody else can change it, and read it there."""
    place = scratch / "received"
    if not is_url(source.text):
        return take_copy(Path(source.text).expanduser(), place)
    downloaded = scratch / "downloaded"
    with durable_file(downloaded) as file:
        download(source.text, file, Reach(source.networks))
    return take_copy(downloaded, place)


def introduction(offer: Offer) -> str:
    """Say what is about to be installed, and who has signed it."""
    manifest = offer.manifest
    signer = (
        f"signed by {offer.signer.fingerprint}" if offer.signer else "without a signature: nothing says who made it"
    )
    name = f" ({offer.signer.comment})" if offer.signer and offer.signer.comment else ""
    return f"{manifest.name} {manifest.version}, {shown(manifest.title)}: {len(manifest.files)} files, {signer}{name}."


def tell_what_runs(pack: Pack) -> None:
    """Say what of a pack runs where, before its operator relies on the author."""
    click.echo("The programs, tests and attacks of its labs run in sandboxes only, without a network.")
    if locks := sorted({lab.lock.name for lab in pack.labs.values() if lab.lock}):
        click.echo(
            f"Packages that it names are downloaded as wheels, by hash, and run in sandboxes: {', '.join(locks)}."
        )
    if not pack.exhibits:
        click.echo("It has no exhibits, so none of its code runs in learners' browsers.")
        return
    click.echo(
        "The scripts of its exhibits run in learners' browsers, in the classroom's pages and with the rights of the\n"
        "person who reads them. You trust the author with that. The Content Security Policy of the pages lets them\n"
        "reach this classroom, and no other host:"
    )
    for slug, exhibit in pack.exhibits.items():
        click.echo(f"  exhibits/{slug}/drawing.js  {len(exhibit.drawing.encode()) / 1024:.1f} KiB")


def prove_labs(pack: Pack, folder: DataFolder, boxes: int | None) -> Sequence[LeftOut]:
    """Prove all labs that learners would see; return those that are not proven, which learners do not see."""
    labs = [lab for lab in pack.labs.values() if lab.is_fixed and lab.status is Status.LIVE]
    drafts = sum(lab.status is not Status.LIVE for lab in pack.labs.values())
    if drafts:
        click.echo(f"{drafts} of its labs are drafts, which learners do not see.")
    if not labs:
        return ()
    judge = make_judge(boxes, folder.sandbox)
    ready, left_out = split_by_runtime(labs, judge)
    click.echo(f"Proving {len(ready)} of its labs on this machine:")
    with (
        MatrixProgress(ready, Console(stderr=True)) as progress,
        leaving_at_once_on_interrupt("Stopped; nothing is proven.", progress.stop),
        ThreadPoolExecutor(LABS_AT_ONCE, "lab") as threads,
    ):

        def run(lab: Lab) -> Matrix:
            return check_lab(lab, judge, progress.listener(lab))

        for lab, matrix in zip(ready, threads.map(run, ready), strict=True):
            if matrix.agrees:
                write_proof(lab, matrix.signatures)
            else:
                left_out.append(LeftOut(lab.slug, reason_of(matrix)))
            word = "proven" if matrix.agrees else "not proven"
            with progress.aside():
                click.echo(f"  {lab.code} {lab.slug}: {word}, {matrix.wall_seconds:.1f} s")
    for out in left_out:
        click.echo(f"Learners do not see {out.lab}: {out.reason}", err=True)
    return left_out


def split_by_runtime(labs: Sequence[Lab], judge: Judge) -> tuple[list[Lab], list[LeftOut]]:
    """Build what labs run in; one whose packages this machine cannot get is left out."""
    ready: list[Lab] = []
    left_out: list[LeftOut] = []
    for lab in labs:
        try:
            judge.runtime(lab)
            ready.append(lab)
        except RuntimeNotBuilt as error:
            left_out.append(LeftOut(lab.slug, cut(f"{error.sentence} {error.remedy}")))
    return ready, left_out


def reason_of(matrix: Matrix) -> str:
    """Say in a line what the judge and the author of a lab disagree on."""
    problems = [*matrix.problems, *(f"{cell.name}: {each}" for cell in matrix.cells for each in cell.problems)]
    more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
    return cut(problems[0]) + more


def cut(text: str) -> str:
    """Write a text on one line, without what moves a terminal's cursor."""
    line = "".join(character if character.isprintable() else " " for character in " ".join(text.split()))
    return line if len(line) <= MOST_REASON_LETTERS else f"{line[:MOST_REASON_LETTERS]}…"


def tell_what_next(folder: DataFolder, record: InstalledPack) -> None:
    """Say how the pack gets to learners."""
    click.echo(f"{record.name} {record.version} is installed. A server shows it from its next start:")
    click.echo(f"  {command('serve', '--beside', record.name)}    its modules after those of the course")
    click.echo(f"  {command('serve', '--pack', record.name)}      the pack alone")
    if record.left_out:
        prove = command("check", "--unproven", "--pack", str(root_of(folder, record)))
        click.echo(f"When the reasons are gone, prove what was left out: {prove}")
