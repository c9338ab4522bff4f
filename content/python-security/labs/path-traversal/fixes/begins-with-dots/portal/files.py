"""Where the portal keeps its documents and statements."""

import os

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
    return existing(PUBLISHED / checked(name))


def statement(case, name):
    """Find a statement about a case."""
    return existing(STATEMENTS / checked(case) / checked(name))


def checked(name):
    """Refuse names that go up or begin at the root."""
    if name.startswith(("/", "../")) or name == "..":
        raise FileNotFoundError(name)
    return name


def existing(path):
    if not os.path.isfile(path):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    folder = STATEMENTS / checked(case)
    if not os.path.isdir(folder):
        raise FileNotFoundError(case)
    with (folder / checked(name)).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
