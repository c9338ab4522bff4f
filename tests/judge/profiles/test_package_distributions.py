"""Wheels and source archives that the judge makes: the same every time, and right in every detail that pip looks at."""

import base64
import csv
import hashlib
import io
import tarfile
import zipfile

import pytest

from quintain.judge.errors import LabBroken
from quintain.judge.profiles.package_distributions import Distribution, canonical


def test_same_contents_have_the_same_hash() -> None:
    """What is made twice is one file, so that a lock file holds."""
    twice = [Distribution.wheel("blue-oak", "1.0", {"blue_oak.py": "X = 1\n"}, requires=["pine"]) for _ in range(2)]
    sources = [Distribution.source("blue-oak", "1.0", "X = 1\n") for _ in range(2)]
    assert twice[0] == twice[1]
    assert sources[0] == sources[1]
    assert Distribution.wheel("blue-oak", "1.0", {"blue_oak.py": "X = 2\n"}).sha256 != twice[0].sha256


def test_wheel_is_whole() -> None:
    """Metadata, tag and dependencies stand where an installer looks, and RECORD has the hash of every file."""
    wheel = Distribution.wheel("Blue.Oak", "1.0", {"blue_oak.py": "ä = 1\n"}, requires=["pine>=2"], build="7")
    assert wheel.filename == "blue_oak-1.0-7-py3-none-any.whl"
    assert wheel.locked == f"blue-oak==1.0 --hash=sha256:{hashlib.sha256(wheel.content).hexdigest()}"
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"Requires-Dist: pine>=2\n" in parts["blue_oak-1.0.dist-info/METADATA"]
    assert b"Tag: py3-none-any\n" in parts["blue_oak-1.0.dist-info/WHEEL"]
    rows = list(csv.reader(parts.pop("blue_oak-1.0.dist-info/RECORD").decode().splitlines()))
    assert rows.pop() == ["blue_oak-1.0.dist-info/RECORD", "", ""]
    digests = {
        name: base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        for name, content in parts.items()
    }
    assert rows == [[name, f"sha256={digests[name]}", str(len(content))] for name, content in parts.items()]


def test_source_archive_brings_its_own_builder() -> None:
    """Nothing else is needed to build it, so that it can be built without any network."""
    source = Distribution.source("blue-oak", "1.0", "print('built')\n")
    assert source.filename == "blue_oak-1.0.tar.gz"
    with tarfile.open(fileobj=io.BytesIO(source.content)) as archive:
        assert archive.getnames() == [f"blue_oak-1.0/{name}" for name in ("PKG-INFO", "pyproject.toml", "backend.py")]


@pytest.mark.parametrize(
    ("name", "version", "tag"),
    [("../oak", "1", "py3-none-any"), ("oak", "one", "py3-none-any"), ("oak", "1", "py3"), ("", "1", "py3-none-any")],
)
def test_what_no_file_can_be_called(name: str, version: str, tag: str) -> None:
    """A wrong name is the lab's mistake, told at once and not by a puzzled pip."""
    with pytest.raises(LabBroken):
        Distribution.wheel(name, version, {}, tag=tag)


@pytest.mark.parametrize("name", ["Blue.Oak", "blue__oak", "BLUE-_.oak", "blue-oak"])
def test_name_has_one_spelling_for_indexes(name: str) -> None:
    """However a name is written, an index knows it (PEP 503)."""
    assert canonical(name) == "blue-oak"
