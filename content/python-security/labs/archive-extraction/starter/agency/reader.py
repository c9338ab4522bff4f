"""Unpacks what customers send: zip archives, and tar archives with gzip."""

import shutil
import tarfile
import zipfile
import zlib

from agency import limits

BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class ZipReader:
    def __init__(self, upload):
        self.archive = zipfile.ZipFile(upload)

    def names(self):
        return self.archive.namelist()

    def unpack(self, folder):
        for member in self.archive.infolist():
            # Old programs for Windows write backslashes.
            name = member.filename.replace("\\", "/")
            path = folder / name
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.archive.open(member) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)


class TarReader:
    def __init__(self, upload):
        self.archive = tarfile.open(fileobj=upload, mode="r:gz")

    def names(self):
        return self.archive.getnames()

    def unpack(self, folder):
        self.archive.extractall(folder, filter="fully_trusted")


def unpack(upload, folder):
    """Unpack an archive into an empty folder."""
    try:
        is_zip = zipfile.is_zipfile(upload)
        upload.seek(0)
        reader = ZipReader(upload) if is_zip else TarReader(upload)
        limits.check(reader.names())
        reader.unpack(folder)
    except BROKEN as error:
        raise limits.Refused("we cannot read this archive") from error
