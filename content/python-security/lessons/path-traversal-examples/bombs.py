"""Five uploads, four of which contain more than they weigh, and three ways to unpack them."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

MOST_FILES = 100
MOST_BYTES = 1_000_000
MILLION = b"\0" * 1_000_000


def declared_size(upload: bytes) -> int:
    if upload.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(upload)) as archive:
            return sum(member.file_size for member in archive.infolist())
    return int.from_bytes(upload[-4:], "little")


class Budget:
    """What one upload may use up, with all the archives in it."""

    def __init__(self) -> None:
        self.files, self.bytes = MOST_FILES, MOST_BYTES

    def take(self, stream: IO[bytes]) -> bytes:
        content = stream.read(self.bytes + 1)
        self.files -= 1
        self.bytes -= len(content)
        if self.files < 0 or self.bytes < 0:
            raise ValueError("too much")
        return content


def unpack(upload: bytes, take: Callable[[IO[bytes]], bytes], most_declared: float) -> Iterator[bytes]:
    """Give the content of each file in an upload. Archives in it are unpacked, too."""
    if declared_size(upload) > most_declared:
        raise ValueError("too much")
    if not upload.startswith(b"PK"):
        with gzip.open(io.BytesIO(upload)) as stream:
            yield take(stream)
        return
    with zipfile.ZipFile(io.BytesIO(upload)) as archive:
        for member in archive.infolist():
            with archive.open(member) as stream:
                content = take(stream)
            if member.filename.endswith(".zip"):
                yield from unpack(content, take, most_declared)
            else:
                yield content


def unlimited(upload: bytes) -> Iterator[bytes]:
    return unpack(upload, lambda stream: stream.read(), float("inf"))


def declared(upload: bytes) -> Iterator[bytes]:
    return unpack(upload, lambda stream: stream.read(), MOST_BYTES)


def budget(upload: bytes) -> Iterator[bytes]:
    return unpack(upload, Budget().take, float("inf"))


WAYS = {"no limit": unlimited, "declared size": declared, "budget": budget}


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


UPLOADS = {
    "homework": zipped({"scales.txt": b"C D E F G A B\n" * 400, "rhythm.txt": b"one and two and\n" * 400}),
    "zeros": zipped({"zeros.txt": MILLION * 20}),
    "nested": zipped({f"{number}.zip": zipped({"zeros.txt": MILLION}) for number in range(20)}),
    "many files": zipped({f"{number}.txt": b"" for number in range(5_000)}),
    "gzip": gzip.compress(MILLION * 22, mtime=0) + gzip.compress(b"C D E", mtime=0),
}


def outcome(way: Callable[[bytes], Iterator[bytes]], upload: bytes) -> tuple[bool, int, int]:
    """Return whether all of an upload was accepted, and how many files and bytes came out of it."""
    files = size = 0
    try:
        for content in way(upload):
            files += 1
            size += len(content)
    except ValueError:
        return False, files, size
    return True, files, size


def said(accepted: bool, files: int, size: int) -> str:
    return f"{files:,} file{'s' * (files != 1)}, {size / 1e6:.2f} MB" if accepted else "refused"


if __name__ == "__main__":
    print(f"{'':12}{'upload':10}" + "".join(f"{way:23}" for way in WAYS).rstrip())
    for name, upload in UPLOADS.items():
        row = "".join(f"{said(*outcome(way, upload)):23}" for way in WAYS.values()).rstrip()
        print(f"{name:12}{len(upload) / 1e3:3.0f} kB    {row}")
