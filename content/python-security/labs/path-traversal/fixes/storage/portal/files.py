"""Where the portal keeps its documents and statements."""

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """A storage of Django that also refuses links which lead out."""

    def path(self, name):
        path = Path(super().path(name)).resolve()
        if not path.is_relative_to(Path(self.location).resolve()):
            raise SuspiciousFileOperation(name)
        return str(path)

    def existing(self, name):
        path = Path(self.path(name))
        if not os.path.isfile(path):
            raise FileNotFoundError(name)
        return path


PUBLISHED = Folder(settings.DATA / "published")
STATEMENTS = Folder(settings.DATA / "statements")


def published():
    """Name every published document, with its folder."""
    root = Path(PUBLISHED.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def cases():
    """Name every case that accepts statements."""
    return sorted(STATEMENTS.listdir("")[0])


def document(name):
    """Find a published document."""
    return PUBLISHED.existing(name)


def statement(case, name):
    """Find a statement about a case."""
    return Folder(STATEMENTS.path(case)).existing(name)


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    if case not in cases():
        raise FileNotFoundError(case)
    return Folder(STATEMENTS.path(case)).save(name, upload)
