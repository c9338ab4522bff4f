"""Makes a pack file of a pack's folder, and puts a signature into one."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from quintain.packs.folders import LITTER, LITTER_ENDINGS
from quintain.packs.loading import load_pack
from quintain.packs.model.pack import Pack
from quintain.packs.packed.archive import PackFile, contents_of, write_pack_file
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import LARGEST_FILE_BYTES, Manifest, PackedFile, require_fit, write_manifest
from quintain.packs.packed.paths import ROOT_FILES, ROOT_FOLDERS, shown

PROOF: Final = "proof.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: the manifest, and names in the pack's folder that are no part of a pack."""

    manifest: Manifest
    left_out: tuple[str, ...]


def build(root: Path, target: BinaryIO) -> Built:
    """Write the pack of a folder as one file, whose bytes depend on the pack's files alone.

    Proofs stay behind: they are made where the labs are judged. So does what is no part of a pack.

    Raises:
        PackInvalid: The pack does not load.
        PackFileRefused: It has no version, or a file that no pack file holds.
        OSError: A file cannot be read, or the target cannot be written.

    """
    pack = load_pack(root)
    if not pack.version:
        raise PackFileRefused("pack.toml has no version.", 'Add a line such as: version = "1.0"')
    paths = sorted(_paths(pack.root))
    manifest = manifest_of(pack, tuple(_packed(pack.root, path) for path in paths))
    try:
        require_fit(manifest)
    except PackFileRefused as refused:
        reason = refused.sentence.removeprefix("This is no sound pack file. ")
        raise PackFileRefused(f"The pack cannot become one file. {reason}", "Rename, shorten or remove it.") from None
    write_pack_file(target, write_manifest(manifest), "", _contents(pack.root, manifest))
    return Built(manifest, tuple(sorted(_foreign_names(pack.root))))


def manifest_of(pack: Pack, files: tuple[PackedFile, ...]) -> Manifest:
    """Return the manifest of a pack that has these files."""
    return Manifest(pack.id, pack.uuid, pack.title, pack.version, pack.quintain, files)


def write_signed(pack_file: PackFile, signature: str, target: BinaryIO) -> None:
    """Write a pack file with this signature in the place of the one that it has, if any.

    Raises:
        PackFileRefused: The file has changed since it was read.
        OSError: The target cannot be written.

    """
    contents = ((file.path, content) for file, content in contents_of(pack_file))
    write_pack_file(target, pack_file.manifest_bytes, signature, contents)


def _paths(root: Path) -> Iterator[str]:
    for top, folders, files in os.walk(root):
        inside = Path(top).relative_to(root)
        folders[:] = [name for name in folders if name not in LITTER and (inside != Path() or name in ROOT_FOLDERS)]
        for name in [*files, *(name for name in folders if (Path(top) / name).is_symlink())]:
            path = (inside / name).as_posix()
            if name in LITTER or name.endswith(LITTER_ENDINGS) or _is_proof(path):
                continue
            if inside != Path() or ROOT_FILES.fullmatch(name):
                yield path


def _is_proof(path: str) -> bool:
    match path.split("/"):
        case ["labs", _, name]:
            return name == PROOF
    return False


def _foreign_names(root: Path) -> Iterator[str]:
    for entry in os.scandir(root):
        if entry.name not in LITTER and entry.name not in ROOT_FOLDERS and not ROOT_FILES.fullmatch(entry.name):
            yield entry.name


def _packed(root: Path, path: str) -> PackedFile:
    content = _read(root, path)
    return PackedFile(path, sha256(content).hexdigest(), len(content))


def _contents(root: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    for file in manifest.files:
        content = _read(root, file.path)
        if sha256(content).hexdigest() != file.sha256:
            raise PackFileRefused(f"{shown(file.path)} was changed while it was read.", "Build it again.")
        yield file.path, content


def _read(root: Path, path: str) -> bytes:
    try:
        handle = os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "is a link" if (root / path).is_symlink() else f"cannot be read: {error.strerror}"
        raise PackFileRefused(f"{shown(path)} {reason}.", "Leave only plain files in the pack.") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise PackFileRefused(f"{shown(path)} is no plain file.", "Leave only plain files in the pack.")
        return file.read(LARGEST_FILE_BYTES + 1)
