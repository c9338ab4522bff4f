"""The file of a backup: a zip of the data folder's files, and a manifest that says what is in it. Knows no Django.

The manifest is the last member, ``manifest.json``: the version of this format, the program and the time that made it,
the migrations of the database, and size and SHA-256 of each member. A reader takes nothing from the zip's own
lists that the manifest does not say as well. The digests tell of damage, not of an attacker: anyone can write them.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from quintain.server import marks
from quintain.server.drafts import durable_file
from quintain.web.folder import DataFolder

FORMAT: Final = "quintain-backup"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MOST_MEMBERS: Final = 5_000
LARGEST_MANIFEST: Final = 4 * 2**20
LARGEST_FILE: Final = 64 * 2**20
"""Of what is not the database: keys, certificates and catalogs of translations are far below."""
SPARED_BYTES: Final = 64 * 2**20
"""What stays free on a disk after a restore."""
DEEPEST: Final = 8
KEY_NAME: Final = "secret-key"
CHUNK: Final = 2**20

LEFT_OUT: Final = re.compile(
    r"""
    sandbox | courseware                                       # what is made again when it is needed
    | running | sign-in-codes | open-in-browser\.html          # what lives as long as a server does
    | packs                                                    # they are installed again from their files
    | quintain\.log.* | before-migration-.*                    # logs, and older copies of the database
    | quintain\.sqlite3-(wal|shm|journal)                      # what is in them comes with the database
    | \..* | .*\.\d+ | link-token                              # drafts of files that are being written
    """,
    re.VERBOSE,
)
"""Names in the data folder that no backup holds, and no restore writes. All others do, so that none is forgotten."""
_PART: Final = re.compile(r"(?!\.)[\w.@+-]+(?: [\w.@+-]+)*")
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a method of compression that nobody asked for
    RuntimeError,  # an encrypted member
    ValueError,
    KeyError,
    OverflowError,
)


class ArchiveRefused(Exception):  # noqa: N818  what the command does, not a mistake of its own
    """Why nothing was backed up or restored, and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``migrations`` are ``app.name``; none if the database is elsewhere."""

    made_at: str
    made_by: str
    migrations: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def size_bytes(self) -> int:
        """What all members take on a disk."""
        return sum(member.size_bytes for member in self.members)


@dataclass(frozen=True, slots=True)
class Instead:
    """Files that a backup holds in the place of the data folder's, if any: of the database, and of the secret key."""

    database: Path | None = None
    secret_key: Path | None = None


def write_archive(
    folder: DataFolder, target: BinaryIO, scratch: Path, *, with_database: bool = True, instead: Instead | None = None
) -> Manifest:
    """Write the data folder to ``target``; ``scratch`` is an empty folder on a disk with room for the database.

    Raises:
        ArchiveRefused: There is no database, or it is damaged or held; or a file cannot be read or is too large.
        OSError: A disk is full, or fails.

    """
    migrations: tuple[str, ...] = ()
    members = []
    instead = instead or Instead()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        if with_database:
            copy = instead.database or scratch / folder.database.name
            migrations = inspect_database(copy) if instead.database else copy_database(folder.database, copy)
            members.append(_add(archive, copy, folder.database.name))
        for name, path in _files(folder):
            is_key = name == KEY_NAME and instead.secret_key is not None
            members.append(_add(archive, instead.secret_key if is_key and instead.secret_key else path, name))
        made_at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        manifest = Manifest(made_at, version("quintain"), migrations, tuple(members))
        values = {"format": FORMAT, "version": FORMAT_VERSION} | asdict(manifest)
        archive.writestr(MANIFEST, json.dumps(values, indent=1))
    return manifest


def copy_database(source: Path, copy: Path) -> tuple[str, ...]:
    """Copy a database that may be in use, without what was deleted from it, and return its migrations.

    Raises:
        ArchiveRefused: There is none, or it is damaged or held by another program.

    """
    if not source.is_file():
        raise ArchiveRefused(f"There is no database {source}.", "Name the server's data folder with --data.")
    copy.touch(mode=0o600)  # SQLite would leave the mode to the umask
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=30)) as here,
            closing(sqlite3.connect(copy, isolation_level=None)) as there,
        ):
            _require_unmarked(here)
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
            there.execute("VACUUM")
        return inspect_database(copy)
    except sqlite3.DatabaseError as error:
        raise ArchiveRefused(
            f"The database {source} cannot be copied: {error}.",
            "If another program holds it, end that one and try again; `quintain serve` says if it is damaged.",
        ) from None


def _require_unmarked(database: sqlite3.Connection) -> None:
    """Refuse a database that a move has half filled, or has left: it is not what the server uses."""
    if database.execute("SELECT count(*) FROM sqlite_schema WHERE name = ?", (marks.TABLE,)).fetchone() != (0,):
        row = database.execute(f"SELECT state, place, at FROM {marks.TABLE}").fetchone()  # noqa: S608  a name of ours
        if row is not None:
            raise ArchiveRefused(*marks.refusal(*row))


def inspect_database(path: Path) -> tuple[str, ...]:
    """Read a whole database, and return its migrations.

    Raises:
        sqlite3.DatabaseError: It is damaged, or none of Quintain's.

    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        database.execute("PRAGMA trusted_schema=OFF")
        (answer,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            raise sqlite3.DatabaseError(answer)
        if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise sqlite3.DatabaseError("a row names another one that is not there")
        rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple(f"{app}.{name}" for app, name in rows)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return what a backup says of itself, once its own lists say nothing else.

    Raises:
        ArchiveRefused: It is no backup, or one of a newer program, or a member is none that a backup may hold.

    """
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        raise _foreign(f"It has more than {MOST_MEMBERS} members.")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.is_dir() or kind not in {0, stat.S_IFREG}:
            raise _foreign(f"“{entry.filename[:100]}” in it is no plain file.")
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise _foreign("It has two members of one name.")
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _foreign("It has no manifest.")
    manifest = _parse(archive.read(MANIFEST))
    sizes = {entry.filename: entry.file_size for entry in entries if entry.filename != MANIFEST}
    if sizes != {member.name: member.size_bytes for member in manifest.members}:
        raise _damaged("Its manifest lists other members.")
    for member in manifest.members:
        _require_fit(member)
    return manifest


def check_archive(path: Path) -> Manifest:
    """Read a backup to its end and compare all that it holds with its manifest.

    Raises:
        ArchiveRefused: It is damaged, or no backup of this program.

    """
    with _opened(path) as archive:
        manifest = read_manifest(archive)
        for member in manifest.members:
            _compare(member, _chunks(archive, member))
    return manifest


def extract_archive(path: Path, folder: Path) -> Manifest:
    """Write what a backup holds into a new ``folder``, for its owner's eyes only.

    Raises:
        ArchiveRefused: As `check_archive`; or the disk has no room, or the database in it is damaged.
        OSError: The folder cannot be made or written.

    """
    with _opened(path) as archive:
        manifest = read_manifest(archive)
        if manifest.size_bytes + SPARED_BYTES > shutil.disk_usage(folder.parent).free:
            raise ArchiveRefused(
                f"The backup takes {manifest.size_bytes // 2**20 + 1} MiB, and the disk has no room for it.",
                "Make room, or choose a folder on another disk.",
            )
        folder.mkdir(mode=0o700)
        for member in manifest.members:
            _extract(archive, member, folder)
    database = DataFolder(folder).database
    if database.is_file():
        try:
            is_same = inspect_database(database) == manifest.migrations
        except sqlite3.DatabaseError as error:
            raise _damaged(f"The database in it cannot be used: {error}.") from None
        if not is_same:
            raise _damaged("The database in it has other migrations than its manifest says.")
    return manifest


def _files(folder: DataFolder) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of each file to be kept; links and what is no file are of no server's making."""
    for top, folders, files in os.walk(folder.root):
        inside = Path(top).relative_to(folder.root)
        if inside == Path():
            folders[:] = [name for name in folders if not LEFT_OUT.fullmatch(name)]
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(top) / name
            if inside == Path() and (LEFT_OUT.fullmatch(name) or name == folder.database.name):
                continue
            if stat.S_ISREG(path.lstat().st_mode):
                yield (inside / name).as_posix(), path


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Member:
    """Copy a file into the archive, as it is when it is read."""
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file, archive.open(entry, "w", force_zip64=True) as into:
        while chunk := file.read(CHUNK):
            into.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    member = Member(name, size, digest.hexdigest())
    try:
        _require_fit(member)
    except ArchiveRefused:
        raise ArchiveRefused(
            f"{path} cannot be backed up: its name or size is none that a server's file has.",
            "Move it out of the data folder.",
        ) from None
    return member


def _require_fit(member: Member) -> None:
    """Refuse a name that could lead out of a folder, or onto what the server itself writes, and what is too large."""
    parts = PurePosixPath(member.name).parts
    is_plain = member.name == "/".join(parts) and 1 <= len(parts) <= DEEPEST and len(member.name) < 250  # noqa: PLR2004
    if not is_plain or not all(_PART.fullmatch(part) for part in parts) or LEFT_OUT.fullmatch(parts[0]):
        raise _foreign(f"A backup holds no file called “{member.name[:100]}”.")
    if member.size_bytes > LARGEST_FILE and parts != ("quintain.sqlite3",):
        raise _foreign(f"“{member.name}” is larger than {LARGEST_FILE // 2**20} MiB.")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _foreign("It is no plain file.")
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise _foreign("It is no zip file.")
            with zipfile.ZipFile(file) as archive:
                yield archive
    except OSError as error:
        raise ArchiveRefused(f"{error.filename or path}: {error.strerror}.", "Check the path and the disk.") from None
    except _DAMAGE as error:
        raise _damaged(f"It cannot be read to its end: {error}.") from None


def _parse(text: bytes) -> Manifest:
    try:
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise _foreign("Its manifest is of another program.")
        if values["version"] != FORMAT_VERSION:
            raise ArchiveRefused(
                f"This backup has format {values['version']!r:.20}, and this Quintain reads format {FORMAT_VERSION}.",
                f"Restore it with the Quintain that made it ({str(values.get('made_by'))[:20]}), or a newer one.",
            )
        members = tuple(Member(row["name"], row["size_bytes"], row["sha256"]) for row in values["members"])
        manifest = Manifest(values["made_at"], values["made_by"], tuple(values["migrations"]), members)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _foreign("Its manifest cannot be read.") from None
    texts = [manifest.made_at, manifest.made_by, *manifest.migrations]
    texts += [text for member in members for text in (member.name, member.sha256)]
    sizes = [member.size_bytes for member in members]
    if not all(type(text) is str for text in texts) or not all(type(size) is int and size >= 0 for size in sizes):
        raise _foreign("Its manifest cannot be read.")
    return manifest


def _chunks(archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    with archive.open(member.name) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _compare(member: Member, chunks: Iterable[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    if (size, digest.hexdigest()) != (member.size_bytes, member.sha256):
        raise _damaged(f"“{member.name}” in it is not what was backed up.")


def _extract(archive: zipfile.ZipFile, member: Member, folder: Path) -> None:
    place = folder
    for part in PurePosixPath(member.name).parts[:-1]:
        place /= part
        place.mkdir(mode=0o700, exist_ok=True)
    with durable_file(place / PurePosixPath(member.name).name) as file:

        def written() -> Iterator[bytes]:
            for chunk in _chunks(archive, member):
                file.write(chunk)
                yield chunk

        _compare(member, written())


def _foreign(reason: str) -> ArchiveRefused:
    return ArchiveRefused(f"This is no backup of Quintain. {reason}", "Name a file that `quintain backup` wrote.")


def _damaged(reason: str) -> ArchiveRefused:
    return ArchiveRefused(f"This backup is damaged. {reason}", "Take another copy of it, or an older backup.")
