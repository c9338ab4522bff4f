"""Where the portal keeps its documents and statements."""

import os
import tempfile

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
    return existing(inside(case_folder(case), name))


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


def shortened(name):
    """Shorten a name to what the file system takes, and keep its ending."""
    stem, suffix = os.path.splitext(name)
    return stem.encode()[:150].decode(errors="ignore") + suffix[:20]


def store(case, name, upload):
    """Write an upload into the folder of its case; the file gets its name when it is complete."""
    folder = case_folder(case)
    if name in {"", ".", ".."} or "/" in name or "\0" in name:
        raise FileNotFoundError(name)
    if name in os.listdir(folder):
        raise FileExistsError(name)
    stored = shortened(name)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        for chunk in upload.chunks():
            file.write(chunk)
    os.replace(file.name, folder / stored)
    return stored
