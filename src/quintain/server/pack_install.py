"""The steps by which a pack file becomes an installed pack. Nothing of a pack runs here. Knows no Django.

`quintain pack install` proves the labs between `stage` and `keep`, in the sandbox.
"""

import os
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from packaging.version import Version

from quintain.packs import Pack, load_pack
from quintain.packs.constraints import SLUG
from quintain.packs.model.proof import PYTHON
from quintain.packs.packed.archive import LARGEST_ARCHIVE_BYTES, PackFile, contents_of, read_pack_file
from quintain.packs.packed.building import manifest_of
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import Manifest, foreign
from quintain.packs.packed.signatures import PublicKey, verify
from quintain.packs.packed.signers import TrustedSigner, find_signer
from quintain.server.drafts import durable_file
from quintain.server.installed_packs import (
    InstalledPack,
    LeftOut,
    read_records,
    root_of,
    sync_folder,
    write_records,
)
from quintain.server.starting import StartRefused, hold_folder
from quintain.web.folder import DataFolder

SPARED_BYTES: Final = 64 * 2**20
"""What stays free on the disk."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator accepts beside a newer version by the same trusted signer."""

    unsigned: bool = False
    older: bool = False
    other_signer: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack file that the operator's terms allow. ``signer`` is None without a signature."""

    pack_file: PackFile
    signer: PublicKey | None

    @property
    def manifest(self) -> Manifest:
        """What the file says of itself, signed by ``signer``."""
        return self.pack_file.manifest

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest, and so of everything in the file."""
        return sha256(self.pack_file.manifest_bytes).hexdigest()


@dataclass(frozen=True, slots=True)
class Staged:
    """A pack that is unpacked and loads, in a folder that nothing serves."""

    offer: Offer
    pack: Pack


def read_signer(pack_file: PackFile, trusted: Sequence[TrustedSigner]) -> PublicKey | None:
    """Return the trusted key that has signed a pack file; None if the file has no signature.

    Raises:
        PackFileRefused: The signature is not sound, or nobody here trusts its key for this pack.

    """
    if not pack_file.signature:
        return None
    key, name = verify(pack_file.manifest_bytes, pack_file.signature), pack_file.manifest.name
    if found := find_signer(trusted, key, name):
        return found.key
    if others := [each for each in trusted if each.key.raw == key.raw]:
        raise PackFileRefused(
            f"The key {key.fingerprint} is trusted for {', '.join(others[0].packs)}, and not for {name}.",
            f"If its owner writes this pack, too: quintain pack trust {shlex.quote(others[0].key.line)} --only {name}",
        )
    raise PackFileRefused(
        f"{name} {pack_file.manifest.version} is signed by the key {key.fingerprint}, which is not trusted here.",
        f"Compare the fingerprint with the author, then: quintain pack trust '{key.line}'",
    )


def accept(pack_file: PackFile, trusted: Sequence[TrustedSigner], earlier: InstalledPack | None, terms: Terms) -> Offer:
    """Hold a pack file to the operator's terms and to what was installed under its name before.

    Raises:
        PackFileRefused: It is not accepted; the sentence says what the operator can do.

    """
    offer = Offer(pack_file, read_signer(pack_file, trusted))
    manifest = offer.manifest
    if offer.signer is None and not terms.unsigned:
        raise PackFileRefused(
            f"{manifest.name} {manifest.version} has no signature, so nothing says who made it.",
            "Ask the author for a signed file. If it came by a way that you trust: --allow-unsigned",
        )
    if manifest.quintain and Version(manifest.quintain) > Version(version("quintain")):
        raise PackFileRefused(
            f"{manifest.name} {manifest.version} needs Quintain {manifest.quintain}; this is {version('quintain')}.",
            "Update Quintain first.",
        )
    if earlier is not None:
        _hold_to_earlier(offer, earlier, terms)
    return offer


def _hold_to_earlier(offer: Offer, earlier: InstalledPack, terms: Terms) -> None:
    """Refuse another pack, another signer and an older version under a name that is known."""
    manifest = offer.manifest
    if str(manifest.uuid) != earlier.uuid:
        raise PackFileRefused(
            f"Another pack was installed under the name {manifest.name}: its uuid is {earlier.uuid}.",
            f"If this one is to take its place: quintain pack remove {manifest.name} --forget",
        )
    signer = offer.signer.fingerprint if offer.signer else ""
    if signer != earlier.signer and not terms.other_signer:
        raise PackFileRefused(
            f"{manifest.name} was signed by {earlier.signer or 'nobody'} until now, and this file by "
            f"{signer or 'nobody'}.",
            "Ask the author whether the key has changed. If so: --accept-new-signer",
        )
    new, old = Version(manifest.version), Version(earlier.version)
    if new < old and not terms.older:
        raise PackFileRefused(
            f"Version {earlier.version} of {manifest.name} was installed, and this is {manifest.version}.",
            "An older version can bring back what was fixed since. If you want it: --allow-older",
        )
    if new == old and offer.digest != earlier.digest and not terms.older:
        raise PackFileRefused(
            f"Version {earlier.version} of {manifest.name} was installed with other content.",
            "Ask the author for a file with a new version. If you want this one: --allow-older",
        )


def stage(offer: Offer, into: Path) -> Staged:
    """Unpack a pack into a new folder and load it.

    Raises:
        PackFileRefused: The disk has no room, or the pack is not what the manifest says.
        PackInvalid: The pack does not load.
        OSError: The folder cannot be written.

    """
    if offer.manifest.size_bytes + SPARED_BYTES > shutil.disk_usage(into.parent).free:
        raise PackFileRefused(
            f"The pack takes {offer.manifest.size_bytes // 2**20 + 1} MiB, and the disk has no room for it.",
            "Make room, and try again.",
        )
    into.mkdir(mode=0o700)
    for file, content in contents_of(offer.pack_file):
        place = into / file.path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
    pack = load_pack(into)
    if manifest_of(pack, offer.manifest.files) != offer.manifest:
        raise foreign("Its pack.toml and its manifest say different things.")
    return Staged(offer, pack)


def take_copy(path: Path, into: Path) -> PackFile:
    """Copy a file to where nobody else can change it, and read it there.

    Raises:
        PackFileRefused: It is no sound pack file.
        OSError: The copy cannot be written.

    """
    read_pack_file(path)  # first, so that no disk is filled with what is none
    with durable_file(into) as copy, path.open("rb") as file:
        copy.write(file.read(LARGEST_ARCHIVE_BYTES + 1))  # no more, though it may have become another file
    return read_pack_file(into)


def keep(folder: DataFolder, staged: Staged, left_out: Sequence[LeftOut]) -> InstalledPack:
    """Give a staged pack its place, and name it in the list of packs.

    The caller holds the lock of packs. Killed before the last step, the pack of before is the one that is installed.

    Raises:
        OSError: The disk is full, or fails.

    """
    offer, manifest = staged.offer, staged.offer.manifest
    records = read_records(folder)
    record = InstalledPack(
        name=manifest.name,
        uuid=str(manifest.uuid),
        title=manifest.title,
        version=manifest.version,
        signer=offer.signer.fingerprint if offer.signer else "",
        signer_name=offer.signer.comment if offer.signer else "",
        digest=offer.digest,
        folder=_free_name(folder, manifest, offer.digest, records.get(manifest.name)),
        installed_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        proven_with=f"Quintain {version('quintain')}, Python {PYTHON}",
        left_out=tuple(left_out),
    )
    place = root_of(folder, record)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    _sync_tree(staged.pack.root)
    staged.pack.root.rename(place)
    sync_folder(place.parent)
    sync_folder(folder.packs)
    write_records(folder, records | {record.name: record})
    delete_old(folder, records | {record.name: record})
    return record


def _free_name(folder: DataFolder, manifest: Manifest, digest: str, earlier: InstalledPack | None) -> str:
    """Name a folder by version and content; by other digits where the same content is there and may be in use."""
    name, start = f"{manifest.version}-{digest[:12]}", 1
    while (earlier and earlier.folder == name) or (folder.packs / manifest.name / name).exists():
        name, start = f"{manifest.version}-{digest[start : start + 12]}", start + 1
    return name


def remove(folder: DataFolder, name: str, *, forget: bool) -> None:
    """Take a pack out of the list; its version and signer stay known unless they are to be forgotten.

    The caller holds the lock of packs.

    Raises:
        PackFileRefused: No such pack is known.
        OSError: The disk fails.

    """
    records = read_records(folder)
    if name not in records or not (records[name].is_there or forget):
        raise PackFileRefused(f"No pack {name} is installed.", "See: quintain pack list")
    if forget:
        del records[name]
    else:
        records[name] = replace(records[name], folder="")
    write_records(folder, records)
    delete_old(folder, records)


def delete_old(folder: DataFolder, records: Mapping[str, InstalledPack]) -> None:
    """Delete versions that no entry names, unless a server runs, which may still teach one of them."""
    try:
        held = hold_folder(folder)
    except (StartRefused, OSError):
        return
    with held.file, suppress(OSError):
        kept = {root_of(folder, record) for record in records.values() if record.is_there}
        for place in [each for each in folder.packs.iterdir() if re.fullmatch(SLUG, each.name) and each.is_dir()]:
            for version in place.iterdir():
                if version not in kept:
                    shutil.rmtree(version, ignore_errors=True)
            with suppress(OSError):
                place.rmdir()


def _sync_tree(root: Path) -> None:
    """Bring all files of a folder to the disk, and then their names."""
    for top, _folders, files in os.walk(root, topdown=False):
        for name in files:
            descriptor = os.open(Path(top) / name, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(Path(top))
