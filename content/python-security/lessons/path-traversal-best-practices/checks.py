"""Six checks that a path stays in its folder, and nine names for each of them."""

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

FILES = {
    "worksheets/scales.txt": "scales",
    "worksheets/2026/rhythm.txt": "rhythm",
    "worksheets/v1..2.txt": "scales",
    "worksheets/draft.txt": "a pupil's draft",
    "worksheets-old/7.txt": "SECRET",
    "settings.ini": "SECRET",
}


def text(folder: Path, name: str, pause: Callable[[], None]) -> str:
    if ".." in name or name.startswith("/"):
        raise PermissionError
    pause()
    return (folder / name).read_text()


def prefix(folder: Path, name: str, pause: Callable[[], None]) -> str:
    path = os.path.abspath(os.path.join(folder, name))
    if not path.startswith(str(folder)):
        raise PermissionError
    pause()
    return Path(path).read_text()


def lexical(folder: Path, name: str, pause: Callable[[], None]) -> str:
    path = folder / name
    if not path.is_relative_to(folder):
        raise PermissionError
    pause()
    return path.read_text()


def resolved(folder: Path, name: str, pause: Callable[[], None]) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise PermissionError
    pause()
    return path.read_text()


def listed(folder: Path, name: str, pause: Callable[[], None]) -> str:
    known = {"scales.txt", "2026/rhythm.txt", "v1..2.txt", "latest.txt", "draft.txt"}
    if name not in known:
        raise PermissionError
    pause()
    return (folder / name).read_text()


def by_steps(folder: Path, name: str, pause: Callable[[], None]) -> str:
    *folders, last = name.split("/")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in folders:
            inner = open_in(place, part, os.O_DIRECTORY)
            os.close(place)
            place = inner
        pause()
        with open(open_in(place, last, os.O_NONBLOCK)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise PermissionError
            return file.read()
    finally:
        os.close(place)


def open_in(place: int, part: str, flags: int) -> int:
    if part in {"", ".", ".."}:
        raise PermissionError
    return os.open(part, os.O_RDONLY | os.O_NOFOLLOW | flags, dir_fd=place)


CHECKS = (text, prefix, lexical, resolved, listed, by_steps)


def ask(check: Callable[..., str], name: str, swap: bool = False) -> str:
    """Ask for one name in a new folder; ``swap`` puts a link in place of the file after the check."""
    with tempfile.TemporaryDirectory() as temporary:
        server = Path(temporary).resolve()
        for path, content in FILES.items():
            (server / path).parent.mkdir(exist_ok=True, parents=True)
            (server / path).write_text(content)
        folder = server / "worksheets"
        (folder / "latest.txt").symlink_to("2026/rhythm.txt")
        (folder / "link.txt").symlink_to("../settings.ini")

        def pause() -> None:
            if swap:
                (folder / name).unlink()
                (folder / name).symlink_to("../settings.ini")

        try:
            answer = check(folder, name.replace("/srv/school", str(server)), pause)
        except OSError:
            return "refused"
        return "LEAKED" if answer == "SECRET" else "sent"


# Each name, and what a sound check does with it.
NAMES = {
    "scales.txt": "sent",
    "2026/rhythm.txt": "sent",
    "v1..2.txt": "sent",
    "latest.txt": "sent",
    "../settings.ini": "refused",
    "/srv/school/settings.ini": "refused",
    "../worksheets-old/7.txt": "refused",
    "link.txt": "refused",
    "draft.txt": "not leaked",
}


def row(check: Callable[..., str]) -> dict[str, str]:
    return {name: ask(check, name, swap=name == "draft.txt") for name in NAMES}


if __name__ == "__main__":
    rows = {check.__name__: row(check) for check in CHECKS}
    print(f"{'':27}" + "".join(f"{check:10}" for check in rows).rstrip())
    for name in NAMES:
        print(f"{name:27}" + "".join(f"{cells[name]:10}" for cells in rows.values()).rstrip())
    right = [
        sum(cells[name] == good or (good == "not leaked" and cells[name] != "LEAKED") for name, good in NAMES.items())
        for cells in rows.values()
    ]
    print(f"{'right, of 9':27}" + "".join(f"{number:<10}" for number in right).rstrip())
