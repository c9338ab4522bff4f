"""The manifest of a pack file: what the pack is, and each of its files with size and SHA-256.

These bytes are what is signed. They have one spelling: JSON with sorted keys, one space of indentation and a newline
at the end. Another spelling of the same values is refused, so a key that is written twice, for example, never gets as
far as to be read in two ways.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from quintain.packs.constraints import SLUG, VERSION
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.paths import clash_in, fault_of

FORMAT: Final = "quintain-pack"
FORMAT_VERSION: Final = 1
MOST_FILES: Final = 20_000
LARGEST_FILE_BYTES: Final = 2**20
LARGEST_PACK_BYTES: Final = 64 * 2**20
LARGEST_MANIFEST_BYTES: Final = 8 * 2**20
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the pack: its path below the pack's folder, its size, and the SHA-256 of its bytes in hexadecimal."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack file says of itself. ``quintain`` is the oldest version that can teach the pack, or empty."""

    name: str
    uuid: UUID
    title: str
    version: str
    quintain: str
    files: tuple[PackedFile, ...]

    @property
    def size_bytes(self) -> int:
        """What all files take."""
        return sum(file.size_bytes for file in self.files)


def write_manifest(manifest: Manifest) -> bytes:
    """Return the one spelling of a manifest."""
    values = asdict(manifest) | {"uuid": str(manifest.uuid), "format": FORMAT, "format_version": FORMAT_VERSION}
    return f"{json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest, and hold its paths and sizes to what a pack may have.

    Raises:
        PackFileRefused: It is none, has another spelling, is of a newer format, or names a file that may not be.

    """
    try:
        values = json.loads(content.decode())
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise foreign("Its manifest is not that of a pack.")
        if values.get("format_version") != FORMAT_VERSION:
            raise PackFileRefused(
                f"This pack file has format {values.get('format_version')!r:.20}, "
                f"and this Quintain reads format {FORMAT_VERSION}.",
                "Update Quintain, or ask the author for a file of this format.",
            )
        manifest = _manifest(values)
        is_canonical = write_manifest(manifest) == content
    except (ValueError, TypeError, KeyError, RecursionError):
        raise foreign("Its manifest cannot be read.") from None
    if not is_canonical:
        raise foreign("Its manifest has another spelling than `quintain pack build` gives it.")
    require_fit(manifest)
    return manifest


def _manifest(values: Mapping[str, object]) -> Manifest:
    texts = [values[key] for key in ("name", "uuid", "title", "version", "quintain")]
    rows = values["files"]
    if not isinstance(rows, list) or len(rows) > MOST_FILES:
        raise ValueError
    name, uuid, title, version, quintain = (text for text in texts if isinstance(text, str))
    return Manifest(name, UUID(uuid), title, version, quintain, tuple(map(_file, rows)))


def _file(row: object) -> PackedFile:
    match row:
        case {"path": str(path), "sha256": str(sha256), "size_bytes": int(size)} if type(size) is int:
            return PackedFile(path, sha256, size)
    raise ValueError


def require_fit(manifest: Manifest) -> None:
    """Hold a manifest to what a pack may have.

    Raises:
        PackFileRefused: A name, version, path, size or digest is none that may be.

    """
    if not re.fullmatch(SLUG, manifest.name):
        raise foreign("The name in its manifest is no slug.")
    if not re.fullmatch(VERSION, manifest.version):
        raise foreign("The version in its manifest is none such as 1.2.")
    if manifest.quintain and not re.fullmatch(VERSION, manifest.quintain):
        raise foreign("The version of Quintain in its manifest is none such as 0.2.")
    _require_fit_files(manifest)
    if manifest.size_bytes > LARGEST_PACK_BYTES:
        raise foreign(f"Its files take more than {LARGEST_PACK_BYTES // 2**20} MiB.")


def _require_fit_files(manifest: Manifest) -> None:
    paths = [file.path for file in manifest.files]
    if len(paths) > MOST_FILES:
        raise foreign(f"It has more than {MOST_FILES} files.")
    for file in manifest.files:
        if fault := fault_of(file.path):
            raise foreign(fault)
        if not 0 <= file.size_bytes <= LARGEST_FILE_BYTES:
            raise foreign(f"“{file.path}” is larger than {LARGEST_FILE_BYTES // 1024} KiB.")
        if not _SHA256.fullmatch(file.sha256):
            raise foreign(f"“{file.path}” has no SHA-256.")
    if clash := clash_in(paths):
        raise foreign(clash)
    if sorted(paths) != paths:
        raise foreign("The files in its manifest are not in order.")
    if "pack.toml" not in paths:
        raise foreign("It has no pack.toml.")


def foreign(reason: str) -> PackFileRefused:
    """Refuse what `quintain pack build` does not write."""
    return PackFileRefused(
        f"This is no sound pack file. {reason}", "Ask the author for a file of `quintain pack build`."
    )
