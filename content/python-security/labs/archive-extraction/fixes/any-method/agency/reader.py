"""Unpacks what customers send: zip archives, and tar archives with gzip."""

import gzip
import io
import tarfile
import zipfile
import zlib

from agency import limits

BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class ZipReader:
    def __init__(self, upload):
        self.archive = zipfile.ZipFile(upload)

        for member in self.archive.infolist():
            # Old programs for Windows write backslashes.
            member.filename = member.filename.replace("\\", "/")

    def names(self):
        return [member.filename for member in self.archive.infolist()]

    def size(self):
        return sum(member.file_size for member in self.archive.infolist())

    def unpack(self, folder):
        for member in self.archive.infolist():
            self.archive.extract(member, folder)


def unzipped(upload):
    """Undo gzip, with a limit: tarfile reads the headers of an archive into memory, however long they are."""
    with gzip.GzipFile(fileobj=upload) as file:
        content = file.read(limits.MAX_TAR + 1)
    if len(content) > limits.MAX_TAR:
        raise limits.Refused("more than 3 MiB in this archive")
    return io.BytesIO(content)


class TarReader:
    def __init__(self, upload):
        self.archive = tarfile.open(fileobj=unzipped(upload), mode="r:")

    def names(self):
        return self.archive.getnames()

    def size(self):
        return sum(member.size for member in self.archive)

    def unpack(self, folder):
        members = [member for member in self.archive if member.isreg() or member.isdir()]
        self.archive.extractall(folder, members, filter="data")


def unpack(upload, folder):
    """Unpack an archive into an empty folder."""
    try:
        is_zip = zipfile.is_zipfile(upload)
        upload.seek(0)
        reader = ZipReader(upload) if is_zip else TarReader(upload)
        limits.check(reader.names(), reader.size())
        reader.unpack(folder)
    except BROKEN as error:
        raise limits.Refused("we cannot read this archive") from error
