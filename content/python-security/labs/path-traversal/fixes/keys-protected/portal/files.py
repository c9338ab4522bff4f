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
    return existing(PUBLISHED / name)


def statement(case, name):
    """Find a statement about a case."""
    return existing(STATEMENTS / case / name)


PROTECTED = [settings.BASE_DIR / name for name in ("keys", "office", "portal")]


def unprotected(path):
    """Refuse paths to our keys and our code."""
    real = path.resolve()
    if any(real.is_relative_to(folder.resolve()) for folder in PROTECTED):
        raise FileNotFoundError(path.name)
    return path


def existing(path):
    if not os.path.isfile(unprotected(path)):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    folder = STATEMENTS / case
    if not os.path.isdir(folder):
        raise FileNotFoundError(case)
    with unprotected(folder / name).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
