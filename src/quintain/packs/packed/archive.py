"""The zip around a pack: written in one way, and read only if it was written so.

Members are stored, dated 1 January 1980, and without anything optional: no extra fields, comments, data descriptors or
ZIP64. So the bytes depend on the content alone, a size in the zip is what a file takes, and nothing can unfold. A
reader first says in words what is wrong with a foreign zip. It then compares the whole file with what it would
have written itself, so that whatever the words have missed is refused as well. APPNOTE.TXT 6.3.10 names the fields.
"""

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import (
    LARGEST_FILE_BYTES,
    LARGEST_MANIFEST_BYTES,
    LARGEST_PACK_BYTES,
    MOST_FILES,
    Manifest,
    PackedFile,
    foreign,
    read_manifest,
)
from quintain.packs.packed.paths import LONGEST_PATH_BYTES, clash_in, fault_of, shown
from quintain.packs.packed.signatures import LARGEST_SIGNATURE_BYTES

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"
FOLDER: Final = "pack/"
LARGEST_ARCHIVE_BYTES: Final = LARGEST_PACK_BYTES + 2 * LARGEST_MANIFEST_BYTES
MOST_MEMBERS: Final = MOST_FILES + 2

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
LARGEST_DIRECTORY_BYTES: Final = MOST_MEMBERS * (_CENTRAL.size + len(FOLDER) + LONGEST_PATH_BYTES)
_NEEDED, _MADE_BY = 20, 3 << 8 | 20  # version 2.0, on Unix
_FIRST_OF_1980: Final = 0 << 9 | 1 << 5 | 1
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_UTF_8: Final = 0x800
_ENCRYPTED: Final = 0x1 | 0x40
_ZIP64_COUNT, _ZIP64_SIZE = 0xFFFF, 0xFFFFFFFF
_COUNT, _LENGTH, _OFFSET, _COMMENT = 4, 5, 6, 7
"""Places in the last record of a zip."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack file that was read to its end and is whole. ``signature`` is in SSH's armor, or empty."""

    path: Path
    manifest_bytes: bytes
    signature: str
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size_bytes: int
    crc: int
    offset: int

    @property
    def local(self) -> bytes:
        """The record before the member's bytes."""
        name, flags = self._name
        sizes = (self.size_bytes, self.size_bytes)
        return _LOCAL.pack(b"PK\3\4", _NEEDED, flags, 0, 0, _FIRST_OF_1980, self.crc, *sizes, len(name), 0) + name

    @property
    def central(self) -> bytes:
        """The record in the directory at the end."""
        name, flags = self._name
        head = (b"PK\1\2", _MADE_BY, _NEEDED, flags, 0, 0, _FIRST_OF_1980, self.crc, self.size_bytes, self.size_bytes)
        return _CENTRAL.pack(*head, len(name), 0, 0, 0, 0, _MODE, self.offset) + name

    @property
    def _name(self) -> tuple[bytes, int]:
        return self.name.encode(), 0 if self.name.isascii() else _UTF_8


def write_pack_file(target: BinaryIO, manifest: bytes, signature: str, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write a pack file: the manifest, its signature unless that is empty, and the files in the manifest's order.

    Args:
        target: where to write, from its beginning.
        manifest: as `write_manifest` spells it.
        signature: in SSH's armor.
        contents: path and bytes of each file, in the order of the manifest.

    Raises:
        OSError: The disk is full, or fails.

    """
    members: list[_Member] = []
    offset = 0
    head = [(MANIFEST, manifest), *([(SIGNATURE, signature.encode())] if signature else [])]
    for name, content in _all_members(head, contents):
        member = _Member(name, len(content), zlib.crc32(content), offset)
        target.write(member.local)
        target.write(content)
        offset += len(member.local) + len(content)
        members.append(member)
    target.write(_directory(members, offset))


def _all_members(
    head: Iterable[tuple[str, bytes]], contents: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    yield from head
    for path, content in contents:
        yield f"{FOLDER}{path}", content


def _directory(members: list[_Member], offset: int) -> bytes:
    central = b"".join(member.central for member in members)
    return central + _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(central), offset, 0)


def read_pack_file(path: Path) -> PackFile:
    """Read a pack file to its end, and compare each of its bytes with what `write_pack_file` would have written.

    Raises:
        PackFileRefused: It cannot be read, is none, or is not whole.

    """
    with _opened(path) as file:
        _inspect(file)
        file.seek(0)
        reader = _Reader(file)
        manifest_bytes = reader.take(MANIFEST, LARGEST_MANIFEST_BYTES)
        signature = reader.take_signature()
        manifest = read_manifest(manifest_bytes)
        for _ in _contents(reader, manifest):
            pass
        reader.end()
    return PackFile(path, manifest_bytes, signature, manifest)


def contents_of(pack_file: PackFile) -> Iterator[tuple[PackedFile, bytes]]:
    """Yield each file with its bytes, which are those that the manifest names.

    Raises:
        PackFileRefused: The file has changed since it was read.

    """
    with _opened(pack_file.path) as file:
        reader = _Reader(file)
        if reader.take(MANIFEST, LARGEST_MANIFEST_BYTES) != pack_file.manifest_bytes:
            raise foreign("It was changed while it was read.")
        if reader.take_signature() != pack_file.signature:
            raise foreign("It was changed while it was read.")
        yield from _contents(reader, pack_file.manifest)
        reader.end()


def _contents(reader: "_Reader", manifest: Manifest) -> Iterator[tuple[PackedFile, bytes]]:
    for file in manifest.files:
        content = reader.take(f"{FOLDER}{file.path}", LARGEST_FILE_BYTES)
        if (len(content), hashlib.sha256(content).hexdigest()) != (file.size_bytes, file.sha256):
            raise foreign(f"{shown(file.path)} is not the file that the manifest names.")
        yield file, content


def _opened(path: Path) -> BinaryIO:
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError as error:
        raise PackFileRefused(f"{path} cannot be read: {error.strerror}.", "Check the path.") from None
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise PackFileRefused(f"{path} is no plain file.", "Name a file of `quintain pack build`.")
    if status.st_size > LARGEST_ARCHIVE_BYTES:
        file.close()
        raise foreign(f"It is larger than {LARGEST_ARCHIVE_BYTES // 2**20} MiB.")
    return file


class _Reader:
    """Reads member after member, and refuses any byte that a pack file of these members would not have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[_Member] = []
        self._offset = 0
        self._name = ""
        self._head = b""

    def take(self, name: str, most_bytes: int) -> bytes:
        """Return the bytes of the next member, which must have this name."""
        if self._peek() != name:
            raise foreign(f"{shown(name)} is missing, or not in its place.")
        size = _LOCAL.unpack(self._head)[7]
        if size > most_bytes:
            raise foreign(f"{shown(name)} is larger than {most_bytes // 1024} KiB.")
        content = self._file.read(size)
        member = _Member(name, len(content), zlib.crc32(content), self._offset)
        if len(content) != size or self._head + name.encode() != member.local:
            raise foreign(f"The record of {shown(name)} is not what `quintain pack build` writes.")
        self._offset += len(member.local) + size
        self._members.append(member)
        self._name = ""
        return content

    def take_signature(self) -> str:
        """Return the signature, or an empty string if the next member is another one."""
        if self._peek() != SIGNATURE:
            return ""
        content = self.take(SIGNATURE, LARGEST_SIGNATURE_BYTES)
        if not content or not content.isascii():
            raise foreign("Its signature is no text.")
        return content.decode("ascii")

    def end(self) -> None:
        """Refuse whatever is not the directory of the members that were read."""
        expected = _directory(self._members, self._offset)
        if self._peek() or self._file.read(len(expected) + 1) != expected:
            raise foreign("It holds something that its manifest does not name.")

    def _peek(self) -> str:
        """Return the name of the next member; an empty string where none follows."""
        if self._name:
            return self._name
        place = self._file.tell()
        head = self._file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
            self._file.seek(place)
            return ""
        name = self._file.read(_LOCAL.unpack(head)[9])
        try:
            self._head, self._name = head, name.decode()
        except UnicodeDecodeError:
            raise foreign("A name in it is not UTF-8.") from None
        return self._name


def _inspect(file: BinaryIO) -> None:
    """Say in words what is wrong with a zip that another program has written."""
    if file.read(4) != b"PK\3\4":
        raise foreign("It is no zip file, or something is before its beginning.")
    _inspect_end(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except UnicodeDecodeError:
        raise foreign("A name in it is not UTF-8.") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as error:
        raise foreign(f"Its list of members cannot be read: {error}.") from None
    for entry in entries:
        _inspect_entry(entry)
    _inspect_names([entry.orig_filename for entry in entries])
    if sum(entry.file_size for entry in entries) > LARGEST_ARCHIVE_BYTES:
        raise foreign(f"Its files take more than {LARGEST_PACK_BYTES // 2**20} MiB.")


def _inspect_names(names: Sequence[str]) -> None:
    if clash := clash_in(names):
        raise foreign(clash)
    if names[:1] != [MANIFEST]:
        raise foreign(f"Its first member is not {MANIFEST}.")
    for name in names:
        if name not in {MANIFEST, SIGNATURE} and not name.startswith(FOLDER):
            raise foreign(fault_of(name) or f"{shown(name)} is outside of {FOLDER}.")
        if name.startswith(FOLDER) and (fault := fault_of(name.removeprefix(FOLDER))):
            raise foreign(fault)


def _inspect_end(file: BinaryIO) -> None:
    """Look at the last record before anything trusts the numbers in it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size))
    last = file.read(_END.size)
    if len(last) < _END.size or not last.startswith(b"PK\5\6") or _END.unpack(last)[_COMMENT]:
        raise foreign("It is cut off, or something is written after its end.")
    record = _END.unpack(last)
    file.seek(max(0, size - _END.size - 20))
    if _ZIP64_COUNT in record[1:5] or _ZIP64_SIZE in record[5:7] or file.read(4) == b"PK\6\7":
        raise foreign("It is a ZIP64, whose sizes are in two places.")
    if record[_COUNT] > MOST_MEMBERS:
        raise foreign(f"It has {record[_COUNT]} members, and a pack at most {MOST_MEMBERS}.")
    if record[_LENGTH] > LARGEST_DIRECTORY_BYTES:  # the standard library reads so many bytes, whatever the count says
        raise foreign("Its list of members is longer than that of any pack.")
    if record[_LENGTH] + record[_OFFSET] + _END.size != size:
        raise foreign("Its list of members is not where its end says.")
    file.seek(0)


def _inspect_entry(entry: zipfile.ZipInfo) -> None:
    name, mode = entry.orig_filename, stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & _ENCRYPTED:
        raise foreign(f"{shown(name)} is encrypted.")
    if not name.isascii() and not entry.flag_bits & _UTF_8:
        raise foreign("A name in it is not UTF-8.")
    if mode == stat.S_IFLNK:
        raise foreign(f"{shown(name)} is a link.")
    if mode not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise foreign(f"{shown(name)} is a device, a pipe or a socket.")
    if mode == stat.S_IFDIR or name.endswith("/"):
        raise foreign(f"{shown(name)} is a folder, and a pack file lists files alone.")
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        times = entry.file_size // max(1, entry.compress_size)
        raise foreign(f"{shown(name)} is compressed ({times} to 1), and a pack file stores what it holds.")
    if entry.file_size > max(LARGEST_FILE_BYTES, LARGEST_MANIFEST_BYTES if name == MANIFEST else 0):
        raise foreign(f"{shown(name)} is larger than {LARGEST_FILE_BYTES // 1024} KiB.")
    if any(struct.unpack_from("<H", entry.extra, place)[0] == 1 for place in _extra_places(entry.extra)):
        raise foreign(f"{shown(name)} has sizes of ZIP64, which are in two places.")


def _extra_places(extra: bytes) -> Iterator[int]:
    """Yield where each extra field begins: two bytes of its kind, two of its length, and what it holds."""
    place = 0
    while place + 4 <= len(extra):
        yield place
        place += 4 + int.from_bytes(extra[place + 2 : place + 4], "little")
