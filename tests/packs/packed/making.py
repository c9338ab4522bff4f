"""Makes pack files for tests: a sound one, signed or not, and zips that no author of a pack has written."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from quintain.packs.packed.archive import FOLDER, MANIFEST, read_pack_file, write_pack_file
from quintain.packs.packed.building import build, write_signed
from quintain.packs.packed.manifest import Manifest, PackedFile, write_manifest
from quintain.packs.packed.signatures import sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
CONTENT = b'id = "small"\n'
SMALL = Manifest("small", UUID(int=1), "Small", "1.0", "", (PackedFile("pack.toml", sha256(CONTENT).hexdigest(), 13),))


def build_file(root: Path, file: Path, key: Ed25519PrivateKey | None = KEY) -> Path:
    """Build the pack of a folder as a file, signed unless there is no key."""
    with file.open("w+b") as target:
        build(root, target)
    if key is not None:
        pack_file = read_pack_file(file)
        with (signed := file.with_suffix(".signed")).open("w+b") as target:
            write_signed(pack_file, sign(pack_file.manifest_bytes, key), target)
        signed.replace(file)
    return file


def packed(
    manifest: bytes, contents: Sequence[tuple[str, bytes]] = (("pack.toml", CONTENT),), signature: str = ""
) -> bytes:
    """Return a pack file as it is written, of a manifest and files that may not go together."""
    target = io.BytesIO()
    write_pack_file(target, manifest, signature, contents)
    return target.getvalue()


def listing(*paths: str, content: bytes = CONTENT) -> bytes:
    """Return a pack file whose manifest names further paths, all with the same content."""
    rows = [*SMALL.files, *(PackedFile(path, sha256(content).hexdigest(), len(content)) for path in paths)]
    manifest = replace(SMALL, files=tuple(sorted(rows, key=lambda row: row.path)))
    return packed(write_manifest(manifest), [(row.path, content) for row in manifest.files])


def zipped(
    *members: tuple[zipfile.ZipInfo | str, bytes], comment: bytes = b"", method: int = zipfile.ZIP_STORED
) -> bytes:
    """Return a zip of the standard library: a manifest, pack.toml, and what a test adds."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(MANIFEST, write_manifest(SMALL))
        archive.writestr(f"{FOLDER}pack.toml", CONTENT)
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = comment
    return target.getvalue()


def member(name: str, mode: int = 0o100644, extra: bytes = b"") -> zipfile.ZipInfo:
    """Return a member of a mode, and with an extra field."""
    info = zipfile.ZipInfo(name)
    info.external_attr, info.extra = mode << 16, extra
    return info
