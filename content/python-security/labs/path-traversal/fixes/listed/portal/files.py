"""Where the portal keeps its documents and statements."""

import os
from pathlib import Path

from django.conf import settings

PUBLISHED = settings.DATA / "published"
STATEMENTS = settings.DATA / "statements"


def documents():
    """Find every published document, by its name. Links count if they lead to a published document."""
    root = PUBLISHED.resolve()
    found = {}
    for folder, _, names in os.walk(PUBLISHED, followlinks=True):
        for name in names:
            path = Path(folder, name)
            if path.resolve().is_relative_to(root):
                found[str(path.relative_to(PUBLISHED))] = path
    return found


def published():
    """Name every published document, with its folder."""
    return sorted(documents())


def cases():
    """Name every case that accepts statements."""
    return sorted(path.name for path in STATEMENTS.iterdir())


def document(name):
    """Find a published document."""
    return listed(documents(), name)


def statement(case, name):
    """Find a statement about a case."""
    return listed({path.name: path for path in case_folder(case).iterdir()}, name)


def case_folder(case):
    return listed({path.name: path for path in STATEMENTS.iterdir()}, case)


def listed(paths, name):
    if name not in paths:
        raise FileNotFoundError(name)
    return paths[name]


def store(case, name, upload):
    """Write an upload into the folder of its case, and never over another statement."""
    if "/" in name:
        raise FileNotFoundError(name)
    with (case_folder(case) / name).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name
