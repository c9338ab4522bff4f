"""A pack file is read in one way or not at all: every zip that could be two things has a sentence of its own."""

import io
import os
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.packs.packed import archive as module
from quintain.packs.packed.archive import FOLDER, MANIFEST, SIGNATURE, contents_of, read_pack_file
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import write_manifest
from tests.packs.packed.making import CONTENT, SMALL, listing, member, packed, zipped

SOUND = packed(write_manifest(SMALL))
ZIP64_EXTRA = struct.pack("<HHQQ", 1, 16, 13, 13)


def read(content: bytes, tmp_path: Path) -> str:
    """Read a file with this content, and return why it is refused."""
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(PackFileRefused) as refused:
        read_pack_file(path)
    return refused.value.sentence


def changed(old: bytes, new: bytes, content: bytes = SOUND, count: int = -1) -> bytes:
    assert old in content
    return content.replace(old, new, count)


def encrypted() -> bytes:
    """Return a zip that says of one member that it is encrypted."""
    content = bytearray(zipped(("pack/README.md", b"x")))
    place = content.rindex(b"PK\1\2")
    content[place + 8] |= 1
    return bytes(content)


def twice() -> bytes:
    with warnings.catch_warnings(action="ignore"):  # the standard library warns of the second one
        return zipped(("pack/pack.toml", b"another"))


def crowded() -> bytes:
    """Return a zip that says that it has one member, and lists many."""
    listed = (struct.pack("<4s6H3I5H2I", b"PK\1\2", *bytes(16)) * 130_000)[: module.LARGEST_DIRECTORY_BYTES + 46]
    return b"PK\3\4" + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(listed), 4, 0)


def with_end(count: int | None = None, offset: int | None = None) -> bytes:
    """Return a pack file whose last record has other numbers."""
    fields = list(struct.unpack("<4s4H2IH", SOUND[-22:]))
    if count is not None:
        fields[3] = fields[4] = count
    if offset is not None:
        fields[6] = offset
    return SOUND[:-22] + struct.pack("<4s4H2IH", *fields)


def gap() -> bytes:
    """Return a pack file with bytes between its last file and its directory, which the end counts in."""
    start = SOUND.index(b"PK\1\2")
    return with_end(offset=start + 4)[:start] + b"evil" + with_end(offset=start + 4)[start:]


FORGERIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "It is no zip file"),
    "no zip": (lambda: b"hello" * 100, "It is no zip file"),
    "something before": (lambda: b"#!/bin/sh\n" + SOUND, "something is before its beginning"),
    "something after": (lambda: SOUND + b"x", "something is written after its end"),
    "a comment": (lambda: zipped(comment=b"hello"), "something is written after its end"),
    "cut off": (lambda: SOUND[:-30], "It is cut off"),
    "a gap": (gap, "It holds something that its manifest does not name."),
    "too many members": (lambda: with_end(count=20_003), "It has 20003 members, and a pack at most 20002."),
    "a wrong number of members": (lambda: with_end(count=1), "It holds something that its manifest does not name."),
    "a wrong place of the list": (lambda: with_end(offset=7), "is not where its end says"),
    "a count of ZIP64": (lambda: with_end(count=0xFFFF), "It is a ZIP64"),
    "an offset of ZIP64": (lambda: with_end(offset=0xFFFFFFFF), "It is a ZIP64"),
    "members that it does not count": (
        crowded,
        "Its list of members is longer than that of any pack.",
    ),
    "a locator of ZIP64": (lambda: SOUND[:-22] + b"PK\6\7" + bytes(16) + SOUND[-22:], "It is a ZIP64"),
    "sizes of ZIP64": (lambda: zipped((member("pack/README.md", extra=ZIP64_EXTRA), b"x" * 13)), "has sizes of ZIP64"),
    "a bomb": (lambda: zipped(("pack/README.md", bytes(900_000)), method=zipfile.ZIP_DEFLATED), "is compressed ("),
    "a large file": (lambda: zipped(("pack/README.md", bytes(2**20 + 1))), "“pack/README.md” is larger than 1024 KiB"),
    "encrypted": (encrypted, "“pack/README.md” is encrypted."),
    "a link": (lambda: zipped((member("pack/README.md", 0o120777), b"/etc/passwd")), "“pack/README.md” is a link."),
    "a device": (lambda: zipped((member("pack/README.md", 0o060644), b"")), "is a device, a pipe or a socket."),
    "a pipe": (lambda: zipped((member("pack/README.md", 0o010644), b"")), "is a device, a pipe or a socket."),
    "a folder": (lambda: zipped((member("pack/labs/", 0o040755), b"")), "“pack/labs/” is a folder"),
    "the same name twice": (twice, "“pack/pack.toml” is in it twice."),
    "a name twice but for case": (lambda: zipped(("pack/PACK.toml", b"x")), "are one file where the case of letters"),
    "an absolute path": (lambda: zipped(("/etc/passwd", b"x")), "“/etc/passwd” is an absolute path."),
    "a drive": (lambda: zipped(("pack/C:/x", b"x")), "“C:/x” is an absolute path."),
    "a way out": (lambda: zipped(("pack/labs/../../../x", b"x")), "leads out of its folder."),
    "a way out at the root": (lambda: zipped(("../x", b"x")), "“../x” leads out of its folder."),
    "a backslash": (lambda: zipped(("pack/labs\\..\\x", b"x")), "has a backslash"),
    "an empty part": (lambda: zipped(("pack/labs//x", b"x")), "has an empty part"),
    "a dot": (lambda: zipped(("pack/./pack.toml", b"x")), "has an empty part"),
    "outside of the folder": (lambda: zipped(("pack.toml", b"x")), "“pack.toml” is outside of pack/."),
    "a file that no pack has": (
        lambda: zipped(("pack/setup.py", b"x")),
        "“setup.py” is no file that a pack",
    ),
    "a proof": (lambda: zipped(("pack/labs/a/proof.json", b"{}")), "is a proof, which is made on the machine"),
    "a long path": (lambda: zipped((f"pack/labs/{'b' * 119}/{'c' * 119}", b"x")), "is longer than 240 bytes"),
    "a long name": (lambda: zipped((f"pack/labs/{'b' * 121}", b"x")), "has a name that is longer than 120 bytes"),
    "a deep path": (lambda: zipped((f"pack/labs/{'a/' * 12}x", b"x")), "is more than 12 folders deep"),
    "a device of Windows": (lambda: zipped(("pack/labs/NUL.txt", b"x")), "Windows keeps for a device"),
    "a name with a colon": (lambda: zipped(("pack/labs/x:stream", b"x")), "not every system can write"),
    "a name with a space at its end": (lambda: zipped(("pack/labs/x ", b"x")), "not every system can write"),
    "a control character": (lambda: zipped(("pack/labs/\x1b[2J", b"x")), "“labs/\\x1b[2J” has a control character"),
    "a character that nobody sees": (lambda: zipped(("pack/labs/a\u202etxt", b"x")), "or one that nobody sees"),
    "not NFC": (lambda: zipped(("pack/labs/e\u0301", b"x")), "is not in Unicode's form NFC"),
    "a name of NUL": (lambda: changed(b"pack/pack.toml", b"pack/labs/a\0bc"), "has a control character"),
    "no UTF-8": (lambda: changed(b"pack/pack.toml", b"pack/p\xe4ck.toml"), "A name in it is not UTF-8."),
    "no UTF-8 that says it is": (
        lambda: changed("pack/labs/ä".encode(), b"pack/labs/\xff\xff", zipped(("pack/labs/ä", b"x"))),
        "A name in it is not UTF-8.",
    ),
    "another first member": (lambda: changed(MANIFEST.encode(), b"manifest.jsox"), "Its first member is not manifest"),
    "two names of one member": (
        lambda: changed(b"pack/pack.toml", b"pack/README.md", count=1),
        "is missing, or not in",
    ),
    "another content": (lambda: changed(CONTENT, b'id = "smalL"\n'), "is not what `quintain pack build` writes"),
    "a zip of another program": (zipped, "The record of “manifest.json” is not what `quintain pack build` writes."),
    "a checksum that does not fit": (
        lambda: packed(write_manifest(SMALL), [("pack.toml", b"x" * 13)]),
        "“pack.toml” is not the file that the manifest names.",
    ),
    "a file that the manifest does not name": (
        lambda: packed(write_manifest(SMALL), [("pack.toml", CONTENT), ("README.md", b"x")]),
        "It holds something that its manifest does not name.",
    ),
    "a file that is missing": (lambda: packed(write_manifest(SMALL), []), "“pack/pack.toml” is missing"),
    "a signature that is no text": (
        lambda: packed(write_manifest(SMALL), signature="é"),
        "Its signature is no text.",
    ),
    "a large signature": (lambda: packed(write_manifest(SMALL), signature="x" * 5000), "is larger than 4 KiB"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_no_author_has_written_is_refused(name: str, tmp_path: Path) -> None:
    """Each has a sentence of its own, which names the member where one is to blame."""
    forge, says = FORGERIES[name]
    sentence = read(forge(), tmp_path)
    assert sentence.startswith("This is no sound pack file. ")
    assert says in sentence
    assert sentence.isprintable()


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """What was written comes back, and an ordinary program can open it."""
    path = tmp_path / "x.zip"
    path.write_bytes(SOUND)
    pack_file = read_pack_file(path)
    assert (pack_file.manifest, pack_file.signature) == (SMALL, "")
    assert [content for _, content in contents_of(pack_file)] == [CONTENT]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, f"{FOLDER}pack.toml"]


def test_names_of_other_scripts_are_read(tmp_path: Path) -> None:
    """A name that is not ASCII is marked as UTF-8, as the standard wants it."""
    path = tmp_path / "x.zip"
    path.write_bytes(listing("labs/größe/β.py"))
    assert [file.path for file in read_pack_file(path).manifest.files] == ["labs/größe/β.py", "pack.toml"]
    with zipfile.ZipFile(path) as archive:
        assert f"{FOLDER}labs/größe/β.py" in archive.namelist()


@given(place=st.integers(0, len(SOUND) - 1), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_no_bit_of_a_file_can_be_another_one(place: int, bit: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is turned over, the file is refused in a sentence: each of its bytes has one right value."""
    content = bytearray(SOUND)
    content[place] ^= 1 << bit
    try:
        assert read(bytes(content), tmp_path_factory.mktemp("bit"))
    except (KeyError, struct.error, zipfile.BadZipFile) as error:
        pytest.fail(f"{error!r}")


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    """Its size is enough to refuse it."""
    with (path := tmp_path / "x.zip").open("wb") as file:
        file.truncate(module.LARGEST_ARCHIVE_BYTES + 1)
    with pytest.raises(PackFileRefused, match="It is larger than 80 MiB"):
        read_pack_file(path)


def test_a_pipe_is_no_pack_file(tmp_path: Path) -> None:
    """Nothing waits for its writer."""
    os.mkfifo(tmp_path / "x.zip")
    with pytest.raises(PackFileRefused, match="is no plain file"):
        read_pack_file(tmp_path / "x.zip")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With what the system says of it."""
    with pytest.raises(PackFileRefused, match=r"cannot be read: No such file or directory\."):
        read_pack_file(tmp_path / "x.zip")


def test_a_file_that_changes_after_it_was_read_is_refused(tmp_path: Path) -> None:
    """The files that are unpacked are those whose manifest was verified."""
    path = tmp_path / "x.zip"
    path.write_bytes(SOUND)
    pack_file = read_pack_file(path)
    path.write_bytes(packed(write_manifest(replace(SMALL, title="Other"))))
    with pytest.raises(PackFileRefused, match="was changed while it was read"):
        list(contents_of(pack_file))


def test_a_signature_is_the_second_member(tmp_path: Path) -> None:
    """It is read as it was written; what it is worth is asked elsewhere."""
    path = tmp_path / "x.zip"
    path.write_bytes(packed(write_manifest(SMALL), signature="anything"))
    assert read_pack_file(path).signature == "anything"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.namelist()[1] == SIGNATURE
