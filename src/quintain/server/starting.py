"""The steps of a start. Each either succeeds or refuses with one sentence and the way out."""

import errno
import fcntl
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from quintain.packs import (
    JoinRefused,
    Pack,
    PackInvalid,
    find_pack,
    join,
    load_pack,
    only_packaged_course,
    packaged_courses,
)
from quintain.packs.packed.errors import PackFileRefused
from quintain.sandbox import SandboxError, probe, require
from quintain.server.installed_packs import installed_root
from quintain.web.catalogs import CATALOGS, SOURCE, catalog_of, has_catalog
from quintain.web.folder import DataFolder, named_folder


class StartRefused(Exception):  # noqa: N818  a refusal is not an error of the program
    """Why the classroom does not open, what to do, and the exit status."""

    def __init__(self, sentence: str, remedy: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.status = status


def require_language(folder: DataFolder) -> None:
    """Refuse a language of the interface into which nobody has translated it.

    Raises:
        StartRefused: There is no catalog.

    """
    language = os.environ.get("QUINTAIN_LANGUAGE") or SOURCE
    roots = (folder.root / "locale", CATALOGS)
    if language != SOURCE and not has_catalog(roots, language):
        raise StartRefused(
            f"There is no translation of the interface into “{language}”.",
            f"Put its catalog at {catalog_of(roots[0], language)}, or leave QUINTAIN_LANGUAGE out for English.",
        )


@dataclass(frozen=True, slots=True)
class Hold:
    """The lock on a data folder, held as long as the file is open, even by a process that is killed."""

    file: TextIOWrapper

    def say(self, url: str) -> None:
        """Write down where this server is, for a second one that finds the folder held."""
        self.file.seek(0)
        self.file.truncate()
        self.file.write(url)
        self.file.flush()


def addresses_of(host: str) -> tuple[str, ...]:
    """Return the names that browsers may use for ``host``, the one to print first.

    Raises:
        StartRefused: It is no address.

    """
    addresses = _resolve(host)
    if any(address.is_unspecified for address in addresses):
        return (_outward_address(), socket.gethostname())
    return (bracketed(host),)


def is_this_machine(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    return all(address.is_loopback for address in _resolve(host))


def _resolve(host: str) -> set[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        raise StartRefused(f"{host} is no address of this machine.", "Choose another with --host.") from None
    return {ipaddress.ip_address(str(address).partition("%")[0]) for address in addresses}


def bracketed(host: str) -> str:
    """Write a host name or an address as a URL holds it."""
    return f"[{host}]" if ":" in host else host


def _outward_address() -> str:
    """Return the address by which this machine reaches others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def prepare_folder(folder: DataFolder) -> None:
    """Make the data folder and its secrets.

    Raises:
        StartRefused: It cannot be written.

    """
    try:
        folder.prepare()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StartRefused(
            f"The data folder {folder.root} cannot be written: {reason}.", "Choose another with --data."
        ) from None


def hold_folder(folder: DataFolder) -> Hold:
    """Keep a second server away from the data folder.

    Raises:
        StartRefused: One runs already.

    """
    file = folder.lock.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        where = file.read().strip()
        file.close()
        raise StartRefused(
            f"Quintain already runs with the data folder {folder.root}{f' at {where}' if where else ''}.",
            "Use that one, stop it, or choose another folder with --data.",
        ) from None
    return Hold(file)


def bind(host: str, port: int) -> socket.socket:
    """Listen at ``host`` and ``port``.

    Raises:
        StartRefused: The port is taken or not allowed.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _bind_refusal(host, port, error) from None
    return listener


def reserve_loopback(listener: socket.socket) -> socket.socket | None:
    """Keep other programs from listening at the same port of this machine's other loopback address.

    Browsers try both addresses for a name below ``localhost``: a program at the other one would get the classroom's
    requests, cookies included. The socket is bound and does not listen, so that they are refused there at once.

    Returns:
        The socket, to be kept; None if there is no such address, or the listener has it.

    Raises:
        StartRefused: Another program has it.

    """
    host, port = listener.getsockname()[:2]
    if listener.family == socket.AF_INET6 and ipaddress.ip_address(host).is_unspecified:
        return None
    other, family = ("::1", socket.AF_INET6) if listener.family == socket.AF_INET else ("127.0.0.1", socket.AF_INET)
    try:
        reserved = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return None
    try:
        reserved.bind((other, port))
    except OSError as error:
        reserved.close()
        if error.errno == errno.EADDRINUSE:
            listener.close()
            raise _bind_refusal(other, port, error) from None
        return None
    return reserved


def _bind_refusal(host: str, port: int, error: OSError) -> StartRefused:
    if error.errno == errno.EADDRINUSE:
        return StartRefused(
            f"Port {port} is taken by another program.", "End that program, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return StartRefused(f"Port {port} needs more rights than you have.", "Choose one above 1023 with --port.")
    return StartRefused(
        f"{host} port {port} cannot be listened at: {error.strerror}.", "Choose another with --host or --port."
    )


def load_course(chosen: Path | None, folder: DataFolder | None = None, beside: Sequence[str] = ()) -> Pack:
    """Load the course pack, and join the packs that are taught beside it.

    Args:
        chosen: a folder, or the name of a pack that is installed; without it, what QUINTAIN_PACK names, the pack around
            the current folder, that of this clone, or the course that is installed as a package.
        folder: the data folder in which packs are installed; without it, that of the environment.
        beside: names or folders of further packs; without any, what QUINTAIN_BESIDE names.

    Raises:
        StartRefused: There is none, it is not valid, or the packs do not go together; status 2.

    """
    folder = folder or named_folder()
    named = chosen or os.environ.get("QUINTAIN_PACK")
    root = find_installed(Path(named), folder) if named else _find_course()
    names = beside or tuple(filter(None, os.environ.get("QUINTAIN_BESIDE", "").split(",")))
    return join_packs(_load(root), names, folder)


def _find_course() -> Path:
    if root := find_pack(Path.cwd()) or find_pack(Path(__file__).parent) or only_packaged_course():
        return root
    if names := ", ".join(packaged_courses()):
        raise StartRefused(f"Several courses are installed: {names}.", "Name one with --pack.", 2)
    raise StartRefused(
        "There is no course pack here.",
        "Name its folder with --pack, or write a small one: quintain new pack NAME.",
        2,
    )


def name_course(root: Path, beside: Sequence[Path]) -> None:
    """Put into the environment what is taught, for the settings to read."""
    os.environ["QUINTAIN_PACK"] = str(root)
    os.environ["QUINTAIN_BESIDE"] = ",".join(map(str, beside))


def join_packs(course: Pack, names: Sequence[str], folder: DataFolder) -> Pack:
    """Return the course with packs beside it, each named by its folder or as it is installed in a data folder.

    Raises:
        StartRefused: One is not valid, or the packs do not go together; status 2.

    """
    for name in names:
        try:
            course = join(course, _load(find_installed(Path(name), folder)))
        except JoinRefused as refused:
            raise StartRefused(refused.sentence, refused.remedy, 2) from None
    return course


def find_installed(named: Path, folder: DataFolder) -> Path:
    """Return the folder of the pack that is installed under a name; of anything else, the path itself.

    An installed pack goes before a folder of the same name, so that it does not matter where a server is started. One
    that ``quintain pack install`` has installed goes before one that is a Python package.

    Raises:
        StartRefused: The list of installed packs is damaged, or the pack's folder is gone; status 2.

    """
    if len(named.parts) != 1:
        return named
    try:
        return installed_root(folder, named.name) or packaged_courses().get(named.name) or named
    except PackFileRefused as refused:
        raise StartRefused(refused.sentence, refused.remedy, 2) from None


def _load(root: Path) -> Pack:
    try:
        return load_pack(root.absolute())
    except PackInvalid as invalid:
        lines = "\n".join(f"  {problem}" for problem in invalid.problems)
        raise StartRefused(
            f"The course pack {root} is not valid:\n{lines}",
            "Fix what is listed; `quintain check` proves the labs.",
            2,
        ) from None


def require_sandbox(folder: DataFolder) -> None:
    """Make sure that student code can be boxed.

    Raises:
        StartRefused: It cannot, and is therefore never run.

    """
    try:
        require(probe(folder.sandbox))
    except SandboxError as error:
        raise StartRefused(
            f"No sandbox on this machine, and student code is never run without one: {error.sentence}",
            f"{error.remedy} `quintain doctor` tells more.",
        ) from None
