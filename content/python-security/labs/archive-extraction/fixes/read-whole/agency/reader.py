"""Unpacks what customers send: zip archives, and tar archives with gzip."""

import gzip
import io
import tarfile
import zipfile
import zlib

from agency import limits
from agency.limits import Refused

BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def zip_entries(upload):
    """Give the name and the content of each entry; a folder has no content."""
    with zipfile.ZipFile(upload) as archive:
        for member in archive.infolist():
            # Old programs for Windows write backslashes.
            name = member.filename.replace("\\", "/")
            if name.endswith("/"):
                yield name, None
                continue
            if member.compress_type not in METHODS:
                raise Refused("this method of compression is unknown")
            with archive.open(member) as content:
                yield name, content


def unzipped(upload):
    """Undo gzip, with a limit: tarfile reads the headers of an archive into memory, however long they are."""
    with gzip.GzipFile(fileobj=upload) as file:
        content = file.read(limits.MAX_TAR + 1)
    if len(content) > limits.MAX_TAR:
        raise Refused("more than 3 MiB in this archive")
    return io.BytesIO(content)


def tar_entries(upload):
    """Give the name and the content of each entry; a folder has no content."""
    with tarfile.open(fileobj=unzipped(upload), mode="r:") as archive:
        for member in archive:
            if member.isdir():
                yield member.name, None
            elif member.isreg():
                yield member.name, archive.extractfile(member)
            else:
                raise Refused("an order consists of files and folders")


def entries(upload):
    is_zip = zipfile.is_zipfile(upload)
    upload.seek(0)
    return zip_entries(upload) if is_zip else tar_entries(upload)


def unpack(upload, folder):
    """Unpack an archive into an empty folder, and stop at the first entry that is too much."""
    counted = set()
    folder = folder.resolve()
    left = limits.MAX_BYTES
    try:
        for name, content in entries(upload):
            limits.count(counted, name)
            path = (folder / name).resolve()
            if not path.is_relative_to(folder):
                raise Refused(f"{name} leads out of the archive")
            if content is None:
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.read()
            left -= len(data)
            if left < 0:
                raise Refused("more than 2 MiB of documents")
            path.write_bytes(data)
    except BROKEN as error:
        raise Refused("we cannot read this archive") from error
