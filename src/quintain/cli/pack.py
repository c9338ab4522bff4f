"""``quintain pack``: course packs as files: built and signed by authors, verified and installed by operators."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import BinaryIO

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console

from quintain.cli.backup import data_option
from quintain.cli.check import INVALID
from quintain.cli.pack_install import Source, install_pack
from quintain.cli.places import command, print_problems
from quintain.cli.tables import print_table
from quintain.packs import PackInvalid, load_pack
from quintain.packs.constraints import SLUG
from quintain.packs.packed import signatures
from quintain.packs.packed.archive import read_pack_file
from quintain.packs.packed.building import build, write_signed
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import LARGEST_FILE_BYTES
from quintain.packs.packed.signers import TrustedSigner, read_signers
from quintain.server.drafts import draft_folder, durable_file
from quintain.server.installed_packs import (
    InstalledPack,
    hold_packs,
    read_records,
    root_of,
    trusted_signers,
    write_trusted_signers,
)
from quintain.server.pack_download import read_networks
from quintain.server.pack_install import Terms, read_signer, remove
from quintain.web.folder import DataFolder, named_folder

UNSIGNED = "no signature"


def plain_refusals[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Have a command end with what is wrong and what to do: status 1, or 2 if the pack does not load."""

    @wraps(command)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PackFileRefused as refused:
            raise click.ClickException(f"{refused.sentence}\n{refused.remedy}") from None
        except PackInvalid as invalid:
            print_problems(invalid.problems, invalid.root, Console(stderr=True))
            raise click.exceptions.Exit(INVALID) from None
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'The disk'}: {error.strerror or error}.") from None

    return refusing


@click.group()
def pack() -> None:
    """Course packs as files: build, sign, verify, install."""


@pack.command("build")
@click.argument("root", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@plain_refusals
def build_(root: Path, file: Path, *, overwrite: bool) -> None:
    """Write the pack in FOLDER as one FILE, a zip whose bytes depend on the pack's files alone."""
    with replacing(file, overwrite=overwrite) as target:
        built = build(root, target)
    manifest = built.manifest
    size = f"{len(manifest.files)} files, {manifest.size_bytes / 2**20:.1f} MiB"
    click.echo(f"{file}: {manifest.name} {manifest.version}, {size}.")
    if built.left_out:
        click.echo(f"Left out, since no part of a pack: {', '.join(built.left_out)}.")
    click.echo(f"Next: {command('pack', 'sign', str(file), '--key', 'KEY')}")


@pack.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="An Ed25519 private key, as SSH keeps it.")
@click.option(
    "--signature",
    "made",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A signature of manifest.json that `ssh-keygen -Y sign -n quintain-pack` has made, in the place of a key.",
)
@plain_refusals
def sign(file: Path, key: Path | None, made: Path | None) -> None:
    """Put a signature into FILE, in the place of the one that it has, if any."""
    if (key is None) == (made is None):
        raise click.UsageError("Name a key with --key, or a signature with --signature.")
    pack_file = read_pack_file(file)
    if key is not None:
        signature = signatures.sign(pack_file.manifest_bytes, read_key(key))
    else:
        assert made is not None  # noqa: S101  held above
        signature = read_small(made).decode("ascii", "replace")
    signer = signatures.verify(pack_file.manifest_bytes, signature)
    with replacing(file, overwrite=True) as target:
        write_signed(pack_file, signature, target)
    click.echo(f"{file}: {pack_file.manifest.name} {pack_file.manifest.version}, signed by {signer.fingerprint}.")


@pack.command("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--passphrase", "asks", is_flag=True, help="Ask for a passphrase, and encrypt the private key with it.")
@click.option(
    "--name", default="", help="Who signs with it, such as an e-mail address. Anyone can write anything here."
)
@plain_refusals
def key_(file: Path, name: str, *, asks: bool) -> None:
    """Make an Ed25519 key pair: the private key FILE, for you alone, and the public key FILE.pub."""
    public_file = file.with_name(f"{file.name}.pub")
    for path in (file, public_file):
        if os.path.lexists(path):
            raise click.ClickException(f"{path} is there already.\nChoose another name; a lost key does not come back.")
    passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if asks else ""
    private = signatures.make_key()
    public = signatures.public_key_of(private, name)
    with durable_file(file) as target:
        target.write(signatures.write_private_key(private, passphrase))
    with public_file.open("x", encoding="utf-8") as text:
        text.write(f"{public.line}\n")
    click.echo(f"{file} is the private key. Keep it secret, and keep a copy of it elsewhere.")
    click.echo(f"{public_file} is the public key, {public.fingerprint}. Give it to those who install your packs.")


@pack.command("verify")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--trusted", type=click.Path(dir_okay=False, path_type=Path), help="A file of public keys that are trusted instead."
)
@data_option
@plain_refusals
def verify_(file: Path, trusted: Path | None, data: Path | None) -> None:
    """Read FILE to its end, and tell who has signed it. Nothing of it is unpacked.

    Exit status: 0 it is whole and signed by a trusted key, 1 otherwise.
    """
    signers = read_signers(read_small(trusted).decode("utf-8", "replace")) if trusted else known_signers(data)
    pack_file = read_pack_file(file)
    signer = read_signer(pack_file, signers)
    manifest = pack_file.manifest
    click.echo(f"{manifest.name} {manifest.version}: {len(manifest.files)} files, each as its manifest says.")
    if signer is None:
        raise click.ClickException(
            "It has no signature, so nothing says who made it.\nAsk the author for a signed file."
        )
    click.echo(f"Signed by {described(signer.fingerprint, signer.comment)}.")


@pack.command()
@click.argument("key")
@click.option("--only", "names", multiple=True, metavar="PACK", help="Trust it for this pack alone; may be repeated.")
@data_option
@plain_refusals
def trust(key: str, names: tuple[str, ...], data: Path | None) -> None:
    """Trust the signatures of KEY: a file such as FILE.pub, or the line in it."""
    if bad := [name for name in names if not re.fullmatch(SLUG, name)]:
        raise click.ClickException(f'"{bad[0]}" is no name of a pack.\nWrite its id, such as web-course.')
    line = key if key.startswith(signatures.KIND) else read_small(Path(key)).decode("utf-8", "replace")
    public = signatures.read_public_key(line)
    folder = named_folder(data)
    with hold_packs(folder):
        before = trusted_signers(folder)
        others = tuple(each for each in before if each.key.raw != public.raw)
        known = tuple(name for each in before if each.key.raw == public.raw for name in each.packs)
        packs = tuple(sorted({*known, *names})) if names else ()
        write_trusted_signers(folder, (*others, TrustedSigner(public, packs)))
    click.echo(f"{described(public.fingerprint, public.comment)} is trusted for {', '.join(packs) or 'every pack'}.")


@pack.command()
@click.argument("fingerprint")
@data_option
@plain_refusals
def distrust(fingerprint: str, data: Path | None) -> None:
    """Trust the key with this FINGERPRINT no more. Packs that it has signed stay as they are."""
    folder = named_folder(data)
    with hold_packs(folder):
        before = trusted_signers(folder)
        left = tuple(each for each in before if each.key.fingerprint != fingerprint)
        if left == before:
            raise PackFileRefused(f"No trusted key is {fingerprint}.", f"See: {command('pack', 'list')}")
        write_trusted_signers(folder, left)
    click.echo(f"{fingerprint} is trusted no more.")


@pack.command("list")
@data_option
@plain_refusals
def list_(data: Path | None) -> None:
    """List installed packs, and the keys that are trusted."""
    folder = named_folder(data)
    records = [record for record in read_records(folder).values() if record.is_there]
    rows = [(each.name, each.version, signed_by(each), each.installed_at, proven(folder, each)) for each in records]
    print_table(("pack", "version", "signed by", "installed and proven", "labs"), rows, "No pack is installed.")
    for record in records:
        for out in record.left_out:
            click.echo(f"{record.name}: learners do not see {out.lab}: {out.reason}")
    for signer in trusted_signers(folder):
        key = described(signer.key.fingerprint, signer.key.comment)
        click.echo(f"Trusted for {', '.join(signer.packs) or 'every pack'}: {key}")


@pack.command("remove")
@click.argument("name")
@click.option("--forget", is_flag=True, help="Forget its version and its signer as well.")
@data_option
@plain_refusals
def remove_(name: str, data: Path | None, *, forget: bool) -> None:
    """Remove the installed pack NAME. What learners did in its labs stays in the database."""
    folder = named_folder(data)
    with hold_packs(folder):
        remove(folder, name, forget=forget)
    click.echo(f"{name} is removed." + ("" if forget else " Its version and signer stay known; --forget ends that."))


@pack.command()
@click.argument("source", metavar="FILE|URL")
@click.option("--allow-unsigned", is_flag=True, help="Take a pack without a signature.")
@click.option("--allow-older", is_flag=True, help="Take an older version than the installed one, or a changed one.")
@click.option("--accept-new-signer", is_flag=True, help="Take a pack that another key has signed until now.")
@click.option(
    "--allow-address",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help="An address or network that is not public, from which a URL may download; may be repeated.",
)
@click.option("--boxes", type=click.IntRange(1, 64), help="Boxes open at once while labs are proven.")
@data_option
@plain_refusals
def install(
    source: str,
    addresses: tuple[str, ...],
    boxes: int | None,
    data: Path | None,
    *,
    allow_unsigned: bool,
    allow_older: bool,
    accept_new_signer: bool,
) -> None:
    """Check a pack file, prove its labs on this machine, and install it.

    Exit status: 0 installed, 1 refused, 2 the pack does not load, 3 the sandbox cannot run here; then nothing has
    changed. 4 installed, but learners do not see all of its labs.
    """
    terms = Terms(unsigned=allow_unsigned, older=allow_older, other_signer=accept_new_signer)
    install_pack(named_folder(data), Source(source, read_networks(addresses)), terms, boxes)


@contextmanager
def replacing(path: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Write a file that gets its name once it is whole.

    Raises:
        OSError: It cannot be written.

    """
    target = path.expanduser().absolute()
    if os.path.lexists(target) and not (overwrite and target.is_file()):
        raise click.ClickException(f"{path} is there already.\nChoose another name, or add --overwrite.")
    if not target.parent.is_dir():
        raise click.ClickException(f"There is no folder {target.parent}.\nMake it first.")
    with draft_folder(target.parent) as scratch:
        draft = scratch / "draft"
        with draft.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)


def read_key(path: Path) -> Ed25519PrivateKey:
    """Read a private key; ask for its passphrase if it has one."""
    content = read_small(path)
    passphrase = ""
    if signatures.needs_passphrase(content):
        passphrase = click.prompt(f"Passphrase of {path}", hide_input=True)
    return signatures.read_private_key(content, passphrase)


def read_small(path: Path) -> bytes:
    """Return the bytes of a key, a signature or a list of keys.

    Raises:
        PackFileRefused: It cannot be read, or is too large to be one.

    """
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise PackFileRefused(f"{path} cannot be read: {error.strerror}.", "Check the path.") from None
    if len(content) > LARGEST_FILE_BYTES:
        raise PackFileRefused(f"{path} is too large.", "Name a file of keys or a signature.")
    return content


def known_signers(data: Path | None) -> tuple[TrustedSigner, ...]:
    """Return the keys that are trusted in a data folder."""
    return trusted_signers(named_folder(data))


def described(fingerprint: str, name: str) -> str:
    """Write a key for people: its fingerprint, and the name that it gives itself."""
    return f"{fingerprint} ({name})" if name else fingerprint


def signed_by(record: InstalledPack) -> str:
    """Say who signed an installed pack."""
    return described(record.signer, record.signer_name) if record.signer else UNSIGNED


def proven(folder: DataFolder, record: InstalledPack) -> str:
    """Say how many of a pack's labs are proven as they are now, and with what they were proven."""
    try:
        labs = [lab for lab in load_pack(root_of(folder, record)).labs.values() if lab.is_fixed]
    except PackInvalid:
        return "does not load; install it again"
    return f"{sum(lab.is_proven for lab in labs)} of {len(labs)} proven, {record.proven_with}"
