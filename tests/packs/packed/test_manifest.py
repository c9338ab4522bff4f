"""A manifest has one spelling, and names nothing that a pack may not have."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.manifest import Manifest, PackedFile, read_manifest, write_manifest
from tests.packs.packed.making import SMALL

SOUND = write_manifest(SMALL)
SHA256 = SMALL.files[0].sha256


def with_files(*files: PackedFile) -> bytes:
    return write_manifest(replace(SMALL, files=(*files, *SMALL.files)))


def test_a_manifest_comes_back_as_it_was_written() -> None:
    """Letters of all scripts are written as they are."""
    manifest = replace(SMALL, title="Größe “β”", quintain="0.2")
    assert "Größe “β”".encode() in write_manifest(manifest)
    assert read_manifest(write_manifest(manifest)) == manifest


FORGERIES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "Its manifest cannot be read."),
    "no text": (b"\xff", "Its manifest cannot be read."),
    "too deep": (b"[" * 100_000, "Its manifest cannot be read."),
    "a list": (b"[]", "Its manifest is not that of a pack."),
    "another format": (SOUND.replace(b"quintain-pack", b"other-pack"), "Its manifest is not that of a pack."),
    "a space more": (SOUND + b" ", "has another spelling"),
    "a newline less": (SOUND.rstrip(), "has another spelling"),
    "an escape": (SOUND.replace(b'"Small"', b'"\\u0053mall"'), "has another spelling"),
    "a key twice": (SOUND.replace(b'"name": "small"', b'"name": "large",\n "name": "small"'), "has another spelling"),
    "a key more": (SOUND.replace(b'"name"', b'"extra": 1,\n "name"'), "has another spelling"),
    "a key less": (SOUND.replace(b' "title": "Small",\n', b""), "Its manifest cannot be read."),
    "a number for a text": (SOUND.replace(b'"Small"', b"7"), "Its manifest cannot be read."),
    "a size that is true": (SOUND.replace(b'"size_bytes": 13', b'"size_bytes": true'), "Its manifest cannot be read."),
    "a size with a point": (SOUND.replace(b'"size_bytes": 13', b'"size_bytes": 13.0'), "Its manifest cannot be read."),
    "a uuid in capitals": (SOUND.replace(b"00000001", b"0000000A"), "has another spelling"),
    "a name that is no slug": (write_manifest(replace(SMALL, name="../x")), "The name in its manifest is no slug."),
    "a version with letters": (write_manifest(replace(SMALL, version="1.0rc1")), "The version in its manifest"),
    "a version of Quintain": (write_manifest(replace(SMALL, quintain=">1")), "The version of Quintain in its manifest"),
    "a negative size": (with_files(PackedFile("README.md", SHA256, -1)), "“README.md” is larger than 1024 KiB."),
    "a large file": (with_files(PackedFile("README.md", SHA256, 2**20 + 1)), "“README.md” is larger than 1024 KiB."),
    "no digest": (with_files(PackedFile("README.md", "x", 1)), "“README.md” has no SHA-256."),
    "out of order": (with_files(PackedFile("tracks/a.toml", SHA256, 1)), "are not in order"),
    "a file twice": (with_files(PackedFile("pack.toml", SHA256, 13)), "“pack.toml” is in it twice."),
    "a file that is a folder": (
        with_files(PackedFile("labs/a", SHA256, 1), PackedFile("labs/a/b", SHA256, 1)),
        "“labs/a” is a file, and the folder of “labs/a/b”.",
    ),
    "a folder in two spellings": (
        with_files(PackedFile("labs/A/b", SHA256, 1), PackedFile("labs/a/c", SHA256, 1)),
        "are one folder where the case of letters does not count",
    ),
    "a ligature": (
        with_files(PackedFile("labs/file", SHA256, 1), PackedFile("labs/\ufb01le", SHA256, 1)),
        "are one file where the case of letters does not count",
    ),
    "a letter that is one capital in mathematics": (
        with_files(PackedFile("labs/a", SHA256, 1), PackedFile("labs/\U0001d400", SHA256, 1)),
        "are one file where the case of letters does not count",
    ),
    "a letter with two marks": (
        with_files(PackedFile("labs/\u0390", SHA256, 1), PackedFile("labs/\u03aa\u0301", SHA256, 1)),
        "are one file where the case of letters does not count",
    ),
    "no pack.toml": (write_manifest(replace(SMALL, files=())), "It has no pack.toml."),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_not_a_manifest_is_refused(name: str) -> None:
    """Each in a sentence of its own."""
    content, says = FORGERIES[name]
    with pytest.raises(PackFileRefused) as refused:
        read_manifest(content)
    assert says in refused.value.sentence


def test_a_newer_format_asks_for_a_newer_quintain() -> None:
    """The file may be sound; this version cannot tell."""
    with pytest.raises(PackFileRefused, match="has format 2, and this Quintain reads format 1"):
        read_manifest(SOUND.replace(b'"format_version": 1', b'"format_version": 2'))


def many(count: int, size: int) -> Manifest:
    return replace(SMALL, files=(*SMALL.files, *(PackedFile(f"tracks/{n:06}", SHA256, size) for n in range(count))))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: many(20_000, 0), "Its manifest cannot be read."),
        (lambda: many(65, 2**20), "Its files take more than 64 MiB."),
    ],
)
def test_too_much_is_refused(make: Callable[[], Manifest], says: str) -> None:
    """Before any of it is unpacked."""
    with pytest.raises(PackFileRefused, match=says):
        read_manifest(write_manifest(make()))
