"""Which course packs are installed in a data folder: one file says it, and is replaced as a whole. Knows no Django.

An installed version is a folder that nothing changes any more but a new proof. A pack is installed from the moment at
which the file names its folder; whatever else is in the folder of packs is nobody's. The entry of a pack that was
removed stays without a folder, so that its version and its signer are still known.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from quintain.packs.constraints import SLUG
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.signers import TrustedSigner, read_signers, write_signers
from quintain.server.drafts import draft_folder, durable_file
from quintain.web.folder import DataFolder

FORMAT: Final = 1
LOCK: Final = ".lock"
"""Beside the folders of packs, whose names begin with a letter or a digit."""
EARLIER_LOCK: Final = "lock"
"""The lock's name in earlier versions, and the name that a pack may have."""
_FOLDER: Final = re.compile(r"[0-9.]{1,20}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A lab that learners do not see, and why."""

    lab: str
    reason: str


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack in a data folder.

    ``signer`` is the fingerprint of a key, ``signer_name`` its comment; both are empty for a pack without a signature.
    ``digest`` is the SHA-256 of the manifest, ``folder`` a name below the pack's own, or empty if the pack was removed.
    ``installed_at`` is in UTC, ``proven_with`` names what the labs were proven with.
    """

    name: str
    uuid: str
    title: str
    version: str
    signer: str
    signer_name: str
    digest: str
    folder: str
    installed_at: str
    proven_with: str
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the pack is installed now."""
        return bool(self.folder)


@contextmanager
def hold_packs(folder: DataFolder) -> Iterator[None]:
    """Keep a second command from changing packs or trusted keys at once.

    Raises:
        PackFileRefused: One does so now.
        OSError: The folder cannot be written.

    """
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.packs.mkdir(mode=0o700, exist_ok=True)
    with (folder.packs / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PackFileRefused(
                f"Another command changes the packs of {folder.root} now.", "Try again when it has ended."
            ) from None
        _delete_earlier_lock(folder)
        yield


def _delete_earlier_lock(folder: DataFolder) -> None:
    """Make room for a pack that is named as the file of an earlier version was."""
    earlier = folder.packs / EARLIER_LOCK
    if earlier.is_file() or earlier.is_symlink():
        earlier.unlink()


def read_records(folder: DataFolder) -> dict[str, InstalledPack]:
    """Return the entries of all packs by name, those of removed packs too.

    Raises:
        PackFileRefused: The file that lists them is damaged.

    """
    try:
        values = json.loads(folder.installed_packs.read_text("utf-8"))
        return {record.name: record for record in map(_record, _rows(values))}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise PackFileRefused(
            f"{folder.installed_packs} cannot be read.",
            "Bring it back from a backup, or delete it and install the packs again.",
        ) from None


def _rows(values: Mapping[str, object]) -> list[Mapping[str, object]]:
    rows = values["packs"]
    if values["format"] != FORMAT or not isinstance(rows, list):
        raise ValueError
    return rows


def _record(row: Mapping[str, object]) -> InstalledPack:
    left_out = row["left_out"]
    texts: dict[str, Any] = {key: value for key, value in row.items() if key != "left_out"}  # Any: all are looked at
    if not isinstance(left_out, list) or not all(isinstance(value, str) for value in texts.values()):
        raise TypeError
    record = InstalledPack(**texts)
    if not re.fullmatch(SLUG, record.name) or not (record.folder == "" or _FOLDER.fullmatch(record.folder)):
        raise ValueError
    return replace(record, left_out=tuple(LeftOut(str(each["lab"]), str(each["reason"])) for each in left_out))


def write_records(folder: DataFolder, records: Mapping[str, InstalledPack]) -> None:
    """Write the entries of all packs; after a crash the file is the old one or the new one.

    Raises:
        OSError: The disk is full, or fails.

    """
    rows = [asdict(records[name]) for name in sorted(records)]
    _replace(folder, folder.installed_packs, json.dumps({"format": FORMAT, "packs": rows}, indent=1) + "\n")


def trusted_signers(folder: DataFolder) -> tuple[TrustedSigner, ...]:
    """Return the keys that are trusted in a data folder.

    Raises:
        PackFileRefused: The file of them cannot be read.

    """
    try:
        return read_signers(folder.pack_signers.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError):
        raise PackFileRefused(f"{folder.pack_signers} cannot be read.", "Check its mode and its disk.") from None


def write_trusted_signers(folder: DataFolder, signers: tuple[TrustedSigner, ...]) -> None:
    """Write the keys that are trusted.

    Raises:
        OSError: The disk is full, or fails.

    """
    _replace(folder, folder.pack_signers, write_signers(signers))


def _replace(folder: DataFolder, path: Path, text: str) -> None:
    with draft_folder(folder.root) as scratch:
        draft = scratch / "draft"
        with durable_file(draft) as file:
            file.write(text.encode())
        draft.replace(path)
    sync_folder(folder.root)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk.

    Raises:
        OSError: The disk fails.

    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def root_of(folder: DataFolder, record: InstalledPack) -> Path:
    """Return the folder of an installed pack."""
    return folder.packs / record.name / record.folder


def installed_root(folder: DataFolder, name: str) -> Path | None:
    """Return the folder of the pack that is installed under a name; None if none is.

    Raises:
        PackFileRefused: The list of packs is damaged, or the pack's folder is gone.

    """
    record = read_records(folder).get(name)
    if record is None or not record.is_there:
        return None
    if not (root_of(folder, record) / "pack.toml").is_file():
        raise PackFileRefused(
            f"The folder of the installed pack {name} is gone.", "Install its file again: quintain pack install FILE"
        )
    return root_of(folder, record)
