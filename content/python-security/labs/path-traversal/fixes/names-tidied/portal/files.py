"""Where the portal keeps its documents and statements."""

import os

from django.conf import settings
from django.utils.text import get_valid_filename

PUBLISHED = settings.DATA / "published"
STATEMENTS = settings.DATA / "statements"


def published():
    """Name every published document, with its folder."""
    return sorted(str(path.relative_to(PUBLISHED)) for path in PUBLISHED.rglob("*") if path.is_file())


def cases():
    """Name every case that accepts statements."""
    return sorted(path.name for path in STATEMENTS.iterdir())


def document(name):
    """Find a published document. Links to other published documents work, other links do not."""
    return existing(PUBLISHED / name, PUBLISHED)


def statement(case, name):
    """Find a statement about a case."""
    folder = case_folder(case)
    return existing(folder / plain(name), folder)


def case_folder(case):
    """Return the folder of a case that exists."""
    if case not in cases():
        raise FileNotFoundError(case)
    return STATEMENTS / case


def plain(name):
    """Return a name that is no path."""
    if name in {"", ".", ".."} or "/" in name or "\0" in name or name.encode(errors="ignore").decode() != name:
        raise FileNotFoundError(name)
    return name


def existing(path, folder):
    if not os.path.isfile(path) or not path.resolve().is_relative_to(folder.resolve()):
        raise FileNotFoundError(path.name)
    return path


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    folder = case_folder(case)
    if (folder / plain(name)).exists():
        raise FileExistsError(name)
    stored = get_valid_filename(name)[-200:]
    with (folder / stored).open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return stored
