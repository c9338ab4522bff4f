"""Where the portal keeps its documents and statements."""

import os
from pathlib import Path

from django.conf import settings

PUBLISHED = settings.DATA / "published"
STATEMENTS = settings.DATA / "statements"


def published():
    """Name every published document, with its folder."""
    return sorted(str(path.relative_to(PUBLISHED)) for path in PUBLISHED.rglob("*") if path.is_file())


def cases():
    """Name every case that accepts statements."""
    return sorted(path.name for path in STATEMENTS.iterdir())


def document(name):
    """Find a published document."""
    return existing(checked(PUBLISHED, PUBLISHED / name))


def statement(case, name):
    """Find a statement about a case."""
    return existing(checked(STATEMENTS, STATEMENTS / case / name))


def checked(folder, path):
    """Follow all links and dots of a path, and take it only if it is still in the folder."""
    root, real = os.path.realpath(folder), os.path.realpath(path)
    if os.path.commonpath([root, real]) != root:
        raise FileNotFoundError(real)
    return Path(real)


def existing(path):
    if not os.path.isfile(path):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    if case not in cases():
        raise FileNotFoundError(case)
    folder = checked(STATEMENTS, STATEMENTS / case)
    with checked(folder, folder / name).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
