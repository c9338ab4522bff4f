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
    """Find a published document. Links to other published documents work, other links do not."""
    return existing(PUBLISHED / name, PUBLISHED)


def statement(case, name):
    """Find a statement about a case."""
    folder = case_folder(case)
    return existing(folder / plain(name), folder)


def case_folder(case):
    """Return the folder of a case that exists."""
    folder = STATEMENTS / case
    if len(case) > 255 or not os.path.isdir(folder) or not folder.resolve().is_relative_to(STATEMENTS.resolve()):
        raise FileNotFoundError(case)
    return folder


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
    with (case_folder(case) / plain(name)).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
