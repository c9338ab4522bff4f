"""A private PostgreSQL for tests: on a Unix socket in a temporary folder, under an ordinary user, gone afterwards.

As a command it runs pytest with such a server: ``python -m tests.postgresql tests/attempts -n 2``.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import network
from tests.network import Network

ROOT = Path(__file__).parents[1]
MISSING = "there is no PostgreSQL on this machine (apt-get install postgresql)"
START_SECONDS = 30
# Whatever a crash would lose may be lost here.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_programs() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres`` of the newest PostgreSQL; None if there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*versions, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    return None


@contextmanager
def private_server(programs: Path, within: Network | None = None) -> Iterator[str]:
    """Start a server and yield the address of a database in it, for ``QUINTAIN_DATABASE_URL``.

    The server of a network is at its far end, by TCP; the address yielded is that of its socket, which no cut reaches.
    """
    folder = Path(tempfile.mkdtemp(prefix="quintain-postgresql-"))  # mode 0700: nobody else reaches the socket
    process = None
    try:
        user = _ordinary_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        as_user: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "quintain", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        entering = list[str]()
        if within is not None:
            with (folder / "data" / "pg_hba.conf").open("a") as rights:
                rights.write(f"host all all {network.NEAR}/32 trust\n")
            entering = network.enter(within.far, (user.pw_uid, user.pw_gid) if user else None)
            as_user = {}  # the command that enters becomes that user
        listen = network.FAR if within else ""
        options = (f"listen_addresses={listen}", f"unix_socket_directories={folder}", "max_connections=200", *FAST)
        words = [word for each in options for word in ("-c", each)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*entering, programs / "postgres", "-D", folder / "data", *words],
                stdout=log,
                stderr=log,
                cwd=folder,
                **as_user,
            )
        _wait_for(folder, process)
        yield f"postgresql://quintain@/postgres?host={folder}"
    finally:
        if process is not None:
            process.terminate()
            process.wait(START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return whom a server that root starts runs as; PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg  # noqa: PLC0415  only where there is a server

    last = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"host={folder} user=quintain dbname=postgres").close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > last:
                raise RuntimeError((folder / "log").read_text(errors="replace")) from None
            time.sleep(0.1)
        else:
            return


def run_pytest(address: str, arguments: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    """Run tests of this repository against the database at ``address``; paths are relative to its root."""
    environment = os.environ | {"QUINTAIN_DATABASE_URL": address} | settings
    for name in [name for name in environment if name.startswith("PYTEST")]:
        del environment[name]
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(
        command,
        check=False,
        text=True,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def main() -> int:
    """Run pytest with the arguments given, against a private server."""
    programs = find_programs()
    if programs is None:
        print(MISSING, file=sys.stderr)  # noqa: T201  a command
        return 1
    with private_server(programs) as address:
        done = run_pytest(address, sys.argv[1:])
        print(done.stdout)  # noqa: T201  as above
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
