"""Decides which packages from the public index this machine may install."""

import tarfile
import zipfile

import machine

WORDS = ("eval(", "exec(", "base64", "subprocess")


def review(path):
    """Return why a package must not be installed, or an empty text."""
    name = path.name.split("-")[0]
    if name in machine.OURS:
        return f"{name} is a name of ours."
    for module, text in _modules(path):
        for word in WORDS:
            if word in text:
                return f"{module} contains {word}"
    return ""


def _modules(path):
    """Give the name and the text of each module in a wheel or a source archive."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if member.endswith(".py"):
                    yield member, archive.read(member).decode(errors="replace")
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".py"):
                    yield member.name, archive.extractfile(member).read().decode(errors="replace")
