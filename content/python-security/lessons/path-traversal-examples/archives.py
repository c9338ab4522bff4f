"""Six archives that pupils hand in: one with homework, five with attacks."""

import atexit
import io
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

SECRET, FORGED = "password = tuba", "password = 1234"

_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)
SERVER = Path(_folder.name).resolve()


def file(name: str, text: str) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(text)
    return member, text.encode()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member, b""


ARCHIVES = {
    "homework": [file("scales.txt", "C D E")],
    "dots": [file("../settings.ini", FORGED)],
    "absolute": [file(f"{SERVER}/settings.ini", FORGED)],
    "link": [link("scales.txt", "../settings.ini")],
    "hard link": [link("scales.txt", "../settings.ini", tarfile.LNKTYPE)],
    "link, file": [link("up", ".."), file("up/settings.ini", FORGED)],
}


def written(name: str) -> io.BytesIO:
    """Write an archive into memory."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for member, content in ARCHIVES[name]:
            tar.addfile(member, io.BytesIO(content))
    archive.seek(0)
    return archive


def outcome(unpack: Callable[[IO[bytes], Path], None], name: str) -> str:
    """Unpack an archive into an empty folder beside the settings; return what has happened."""
    settings, folder = SERVER / "settings.ini", SERVER / "homework"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    settings.unlink(missing_ok=True)
    settings.write_text(SECRET)
    try:
        unpack(written(name), folder)
    except (tarfile.FilterError, ValueError):
        return "refused"
    if settings.read_text() == FORGED:
        return "OVERWRITTEN"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "LEAKED" if SECRET in [path.read_text() for path in files] else "unpacked"


if __name__ == "__main__":
    for name in ARCHIVES:
        with tarfile.open(fileobj=written(name)) as tar:
            print(f"{name:12}" + "   ".join(str(member.name).replace(str(SERVER), "/srv/school") + (f" -> {member.linkname}" if member.linkname else "") for member in tar))
