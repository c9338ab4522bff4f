"""Makes wheels and source archives for the judge's package indexes: same contents, same bytes, same hash."""

import base64
import gzip
import hashlib
import io
import re
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from quintain.judge.errors import LabBroken

NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
VERSION: Final = re.compile(r"\d+(\.\d+)*((a|b|rc|\.post|\.dev)\d+)?(\+[a-z0-9.]+)?")
TAG: Final = re.compile(r"[a-z0-9_.]+-[a-z0-9_.]+-[a-z0-9_.]+")
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name
PYPROJECT: Final = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def canonical(name: str) -> str:
    """Spell a project's name as indexes do (PEP 503): small letters, one hyphen for every run of ``-_.``."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of an index: a wheel or a source archive."""

    name: str
    version: str
    filename: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def locked(self) -> str:
        """Its line of a lock file: name, version and hash."""
        return f"{canonical(self.name)}=={self.version} --hash=sha256:{self.sha256}"

    @classmethod
    def wheel(
        cls,
        name: str,
        version: str,
        files: Mapping[str, str],
        *,
        requires: Iterable[str] = (),
        tag: str = "py3-none-any",
        build: str = "",
    ) -> Self:
        """Make a wheel, with metadata and RECORD.

        Args:
            name: the project's name.
            version: as PEP 440 has it.
            files: text by path, from the folder on in which packages lie; a ``.pth`` file works.
            requires: requirements of its own: ``"blue-oak>=1.2"``.
            tag: what it runs on.
            build: the build number, which breaks ties between wheels of one version.

        Raises:
            LabBroken: a name, version, tag or build number that no wheel can have.

        """
        _check(name, version)
        if not TAG.fullmatch(tag) or not re.fullmatch(r"(\d+[a-z0-9]*)?", build):
            raise LabBroken(f"A wheel cannot have the tag {tag!r} and the build number {build!r}.")
        folder = f"{_escaped(name)}-{version}.dist-info"
        parts = {
            **files,
            f"{folder}/METADATA": _metadata(name, version, requires),
            f"{folder}/WHEEL": f"Wheel-Version: 1.0\nGenerator: quintain\nRoot-Is-Purelib: true\nTag: {tag}\n",
        }
        record = "".join(_recorded(path, text) for path, text in parts.items()) + f"{folder}/RECORD,,\n"
        stem = "-".join(part for part in (_escaped(name), version, build, tag) if part)
        return cls(name, version, f"{stem}.whl", _zipped({**parts, f"{folder}/RECORD": record}))

    @classmethod
    def stocked(cls, filename: str, content: bytes) -> Self:
        """Take a wheel as it is.

        Raises:
            LabBroken: the file's name is none of a wheel.

        """
        name, _, rest = filename.partition("-")
        version, _, tags = rest.partition("-")
        if not tags.endswith(".whl"):
            raise LabBroken(f"{filename} is no wheel.")
        _check(name, version)
        return cls(name, version, filename, content)

    @classmethod
    def source(cls, name: str, version: str, backend: str) -> Self:
        """Make a source archive that brings its own build backend: code that an installer runs to learn its metadata.

        Args:
            name: the project's name.
            version: as PEP 440 has it.
            backend: Python code of the module that builds it.

        Raises:
            LabBroken: a name or version that no archive can have.

        """
        _check(name, version)
        folder = f"{_escaped(name)}-{version}"
        parts = {"PKG-INFO": _metadata(name, version, ()), "pyproject.toml": PYPROJECT, "backend.py": backend}
        return cls(name, version, f"{folder}.tar.gz", _tarred({f"{folder}/{path}": parts[path] for path in parts}))


def _check(name: str, version: str) -> None:
    if not NAME.fullmatch(name) or not VERSION.fullmatch(version):
        raise LabBroken(f"No distribution can be called {name!r}, version {version!r}.")


def _escaped(name: str) -> str:
    return canonical(name).replace("-", "_")


def _metadata(name: str, version: str, requires: Iterable[str]) -> str:
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"


def _recorded(path: str, text: str) -> str:
    content = text.encode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"


def _zipped(parts: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return packed.getvalue()


def _tarred(parts: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, text in parts.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(packed.getvalue(), mtime=0)
