"""Where the portal keeps its documents and statements."""

import os

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
    return existing(inside(STATEMENTS, case, name))


def inside(folder, *names):
    """Join names to a folder, and make sure that the path does not lead out of it."""
    path = folder.joinpath(*names).resolve()
    if not path.is_relative_to(folder):
        raise FileNotFoundError(path.name)
    return path


def existing(path):
    if not os.path.isfile(path):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    if case not in cases():
        raise FileNotFoundError(case)
    with inside(STATEMENTS, case, name).open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
