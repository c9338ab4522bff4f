"""Where the portal keeps its documents and statements."""

import os
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings

PUBLISHED = (settings.DATA / "published").resolve()
STATEMENTS = (settings.DATA / "statements").resolve()


def published():
    """Name every published document, with its folder."""
    return sorted(str(path.relative_to(PUBLISHED)) for path in PUBLISHED.rglob("*") if path.is_file())


def cases():
    """Name every case that accepts statements."""
    return sorted(path.name for path in STATEMENTS.iterdir())


def document(name):
    """Find a published document."""
    return existing(inside(PUBLISHED, name))


def statement(case, name):
    """Find a statement about a case."""
    folder = case_folder(case)
    for path in folder.iterdir():
        if path.name == name:
            return path
    raise FileNotFoundError(name)


def case_folder(case):
    if case not in cases():
        raise FileNotFoundError(case)
    return STATEMENTS / case


def inside(folder, name):
    """Join a name to a folder, and make sure that the path does not lead out of it."""
    path = folder.joinpath(name).resolve()
    if not path.is_relative_to(folder):
        raise FileNotFoundError(path.name)
    return path


def existing(path):
    if not os.path.isfile(path):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, under a name of our own; of the sender's, only the ending is kept."""
    stored = uuid4().hex + PurePosixPath(name).suffix
    with (case_folder(case) / stored).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return stored
