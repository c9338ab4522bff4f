"""Unpacks what customers send: zip archives, and tar archives with gzip."""

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


def tar_entries(upload):
    """Give the name and the content of each entry; a folder has no content."""
    with tarfile.open(fileobj=upload, mode="r:gz") as archive:
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


def documents(upload):
    """Read an archive: the content of each document, by the parts of its name."""
    found, left = {}, limits.MAX_BYTES
    for number, (name, content) in enumerate(entries(upload)):
        if number >= limits.MAX_ENTRIES:
            raise Refused(f"more than {limits.MAX_ENTRIES} files and folders")
        if name.startswith("/") or ".." in name.split("/"):
            raise Refused(f"{name} leads out of the archive")
        if content is not None:
            found[name] = content.read(left + 1)
            left -= len(found[name])
            if left < 0:
                raise Refused("more than 2 MiB of documents")
    return found


def unpack(upload):
    """Return the documents of an archive, if all of it is as it should be."""
    try:
        return documents(upload)
    except BROKEN as error:
        raise Refused("we cannot read this archive") from error
