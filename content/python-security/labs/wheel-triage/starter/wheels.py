"""Reads wheels, and says where the installer will put what is in them."""

import base64
import configparser
import csv
import hashlib
import posixpath
import re
import zipfile
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).parent
MODULES = (".py", ".pyc", ".so")
KINDS = {"purelib": "site", "platlib": "site", "scripts": "bin", "data": ""}


def canonical(name):
    """Return the normalized name of a project (PEP 503): Night.Log and night_log are night-log."""
    return re.sub(r"[-_.]+", "-", name).lower()


def module(place):
    """Return the module that a file in site/ is for Python, or an empty text.

    site/obs/tides.py is obs.tides, and so are site/obs/tides/__init__.py and its bytecode in __pycache__.
    """
    folder, *parents, last = place.split("/")
    if folder != "site" or not last.endswith(MODULES):
        return ""
    names = [each for each in (*parents, last.split(".")[0]) if each != "__pycache__"]
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def installed():
    """Return all modules that are in site/ now, with the packages and namespaces around them."""
    found = set()
    for path in ROOT.joinpath("site").rglob("*"):
        name = module(path.relative_to(ROOT).as_posix())
        while name:
            found.add(name)
            name = name.rpartition(".")[0]
    return found


class Wheel:
    """An open wheel."""

    def __init__(self, path):
        self.filename = Path(path).name
        self.archive = zipfile.ZipFile(path)
        self.members = [each for each in self.archive.namelist() if not each.endswith("/")]

    def infos(self):
        """Return the folders .dist-info. There should be one; the installer reads the first."""
        folders = dict.fromkeys(each.split("/")[0] for each in self.members)
        return [folder for folder in folders if folder.endswith(".dist-info")]

    def read(self, member):
        """Return the content of a member."""
        return self.archive.read(member)

    def name(self):
        """Return the name of the project, as METADATA says it."""
        return message_from_bytes(self.read(f"{self.infos()[0]}/METADATA"))["Name"]

    def record(self):
        """Return what RECORD says: for each path the hash, such as "sha256=…", or an empty text."""
        text = self.read(f"{self.infos()[0]}/RECORD").decode()
        return {row[0]: row[1] for row in csv.reader(text.splitlines())}

    def sha256(self, member):
        """Return the hash of a member, as RECORD writes it."""
        digest = hashlib.sha256(self.read(member)).digest()
        return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def files(self):
        """Give each member, and the path at which the installer writes it."""
        for member in self.members:
            folder, _, rest = member.partition("/")
            if folder.endswith(".data"):
                kind, _, rest = rest.partition("/")
                yield member, posixpath.join(KINDS[kind], rest)
            else:
                yield member, posixpath.join("site", member)

    def commands(self):
        """Give each command that the wheel declares: its path, its module and its function."""
        points = f"{self.infos()[0]}/entry_points.txt"
        if points not in self.members:
            return
        parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
        parser.optionxform = str
        parser.read_string(self.read(points).decode())
        for group in ("console_scripts", "gui_scripts"):
            for name, target in parser.items(group) if parser.has_section(group) else ():
                module, _, function = target.partition(":")
                yield posixpath.join("bin", name), module.strip(), function.strip()
