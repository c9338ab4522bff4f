"""One file holds all that a server needs to go on, and no other file is ever written into a data folder."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.cli import backup
from quintain.server.archives import MANIFEST, ArchiveRefused, Instead, Manifest, check_archive, write_archive
from quintain.server.database import known_migrations
from quintain.server.drafts import PREFIX, draft_folder
from quintain.server.starting import hold_folder
from quintain.web.folder import DataFolder
from tests.databases import put_database

pytestmark = pytest.mark.sample(most=6, of="file")

ZEROS = "0" * 64


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Quintain as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "quintain.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"} | environment,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def back_up(data: Path, file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("backup", str(file), "--data", str(data), *words)


def bring_back(file: Path, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("restore", str(file), "--data", str(data), *words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a server leaves it, with a row in its database."""
    root = tmp_path_factory.mktemp("made") / "data"
    put_database(root)
    (root / "tls").mkdir()
    (root / "tls" / "server.key").write_text("a private key\n")
    (root / "sandbox" / "runtime").mkdir(parents=True)
    (root / "sandbox" / "runtime" / "python").write_bytes(b"\x7fELF")
    (root / "quintain.log").write_text("lines\n")
    (root / "sign-in-codes").write_text("hashes\n")
    return root


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture(scope="module")
def first(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("first") / "kept.zip"
    done = back_up(made, file)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def kept(first: Path, data: Path, tmp_path: Path) -> Path:
    """A copy of that for one test."""
    return Path(shutil.copy(first, tmp_path / "kept.zip"))


def tables(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608


def test_a_backup_brings_everything_back(data: Path, tmp_path: Path) -> None:
    """All tables, the secrets and the certificates; no runtimes, logs or codes that are good for minutes."""
    before, there = tables(data), tmp_path / "there"
    done = back_up(data, tmp_path / "kept.zip")
    assert done.returncode == 0, done.stderr
    done = bring_back(tmp_path / "kept.zip", there)
    assert done.returncode == 0, done.stderr
    after = tables(there)
    assert after == before
    last = tables(data)["accounts_auditentry"][-1]  # it tells of the backup, and is written once that is whole
    assert "back-up" in last
    assert len(after) > 20
    written = {path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()}
    assert written == {"quintain.sqlite3", "secret-key", "tls/server.key"}
    assert DataFolder(there).secret_key == DataFolder(data).secret_key
    modes = {stat.S_IMODE(path.stat().st_mode) for path in there.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE(there.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            lambda manifest, _file: replace(manifest, members=manifest.members[1:]),
            "What was written is not what is read",
        ),
        (lambda manifest, file: (file.seek(100), file.write(bytes(40)), manifest)[-1], "This backup is damaged"),
    ],
    ids=["another manifest", "bytes"],
)
def test_a_backup_that_does_not_read_back_is_none(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., Manifest], said: str
) -> None:
    """A disk that keeps other bytes than it was given: no file is left, and an older one stays."""

    def write_with_fault(
        folder: DataFolder, target: BinaryIO, scratch: Path, *, with_database: bool, instead: Instead
    ) -> Manifest:
        return fault(write_archive(folder, target, scratch, with_database=with_database, instead=instead), target)

    monkeypatch.setattr(backup, "write_archive", write_with_fault)
    older = tmp_path / "older.zip"
    older.write_text("an older backup")
    for words in (("new.zip",), ("older.zip", "--overwrite")):
        done = CliRunner().invoke(
            backup.backup, [str(tmp_path / words[0]), *words[1:], "--data", str(data), "--without-database"]
        )
        assert done.exit_code == 1
        assert said in done.output
    assert older.read_text() == "an older backup"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "older.zip"]


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(first: Path) -> None:
    """Mode 0600, whatever the umask, and no draft."""
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert {path.name for path in first.parent.iterdir()} == {"kept.zip"}


type Killed = Callable[..., subprocess.CompletedProcess[str]]


def left_by_a_kill(folder: Path) -> Path:
    """Return the one draft that a killed command has left, in which only its owner can read anything."""
    (draft,) = folder.glob(f"{PREFIX}*")
    assert stat.S_IMODE(draft.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in draft.rglob("*") if path.is_file()}
    assert {name: mode for name, mode in modes.items() if mode != 0o600 and name != "lock"} == {}
    return draft


def test_what_a_killed_backup_has_left_goes_with_the_next(data: Path, tmp_path: Path, killed: Killed) -> None:
    """Whatever the next file is called. It was a whole copy of the database, under the mode of the umask, for ever."""
    target = tmp_path / "target"
    target.mkdir()
    killed("backup", str(target / "monday.zip"), "--data", str(data), at="os.fsync")
    assert (left_by_a_kill(target) / "quintain.sqlite3").stat().st_size > 100_000
    assert [path.name.startswith(PREFIX) for path in target.iterdir()] == [True]
    assert back_up(data, target / "tuesday.zip").returncode == 0
    assert {path.name for path in target.iterdir()} == {"tuesday.zip"}


def test_the_draft_of_a_backup_that_is_at_work_stays(data: Path, tmp_path: Path) -> None:
    """Two that write into one folder do not take each other's away."""
    with draft_folder(tmp_path) as other:
        (other / "draft").write_text("half of it")
        assert back_up(data, tmp_path / "kept.zip").returncode == 0
        assert (other / "draft").read_text() == "half of it"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "kept.zip"}


def test_a_backup_that_is_asked_to_end_leaves_nothing(data: Path, tmp_path: Path) -> None:
    """By a service manager: it deletes its draft, and ends with the status of the signal."""
    with closing(sqlite3.connect(data / "quintain.sqlite3", isolation_level=None)) as holder:
        holder.execute("PRAGMA journal_mode=DELETE")
        holder.execute("BEGIN EXCLUSIVE")  # the backup waits for it, with its draft on the disk
        command = [sys.executable, "-m", "quintain.cli", "backup", str(tmp_path / "kept.zip"), "--data", str(data)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        while not list(tmp_path.glob(f"{PREFIX}*/quintain.sqlite3")):
            assert process.poll() is None, "it has not waited"
            time.sleep(0.01)
        process.terminate()
        holder.execute("ROLLBACK")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM, said
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_what_a_killed_restore_has_left_goes_with_the_next(kept: Path, tmp_path: Path, killed: Killed) -> None:
    """And no half of a data folder ever has the folder's name."""
    place = tmp_path / "place"
    place.mkdir()
    killed("restore", str(kept), "--data", str(place / "there"), at="os.fsync")
    left_by_a_kill(place)
    assert not (place / "there").exists()
    assert bring_back(kept, place / "there").returncode == 0
    assert {path.name for path in place.iterdir()} == {"there"}


BEFORE_MIGRATION = """
import os, pathlib, signal, sys
from quintain.server import database
from quintain.web.folder import DataFolder

folder = DataFolder(pathlib.Path(sys.argv[1]))
database.load_application(folder)
from django.db import connection
connection.ensure_connection()
if sys.argv[2] == "killed":
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
database._keep_copy(folder)
"""


def test_a_copy_before_a_migration_has_its_name_when_it_is_whole(data: Path) -> None:
    """What a killed one has left, the next one deletes."""

    def keep(how: str) -> int:
        command = [sys.executable, "-c", BEFORE_MIGRATION, str(data), how]
        return subprocess.run(command, check=False, timeout=120, umask=0o022).returncode

    assert keep("killed") == -signal.SIGKILL
    assert (left_by_a_kill(data) / "draft").stat().st_size > 100_000
    assert not list(data.glob("before-migration-*"))
    assert keep("whole") == 0
    assert not list(data.glob(f"{PREFIX}*"))
    (copy,) = data.glob("before-migration-*.sqlite3")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_made_while_the_server_saves_holds_one_moment(data: Path, tmp_path: Path) -> None:
    """Two rows that are always written together are both in it, or neither; all that was there before is."""
    stop, written = threading.Event(), 0
    database = data / "quintain.sqlite3"

    def save() -> None:
        nonlocal written
        with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                for _ in range(2):
                    connection.execute(
                        "INSERT INTO django_session VALUES (?, ?, '2030-01-01')", (os.urandom(16).hex(), "x" * 4000)
                    )
                connection.execute("COMMIT")
                written += 2

    saver = threading.Thread(target=save)
    saver.start()
    try:
        while written < 40:
            stop.wait(0.01)
        before = written
        done = back_up(data, tmp_path / "kept.zip")
        after = written
    finally:
        stop.set()
        saver.join()
    assert done.returncode == 0, done.stderr
    assert after > before, "nothing was saved meanwhile"
    assert bring_back(tmp_path / "kept.zip", tmp_path / "there").returncode == 0
    rows = len(tables(tmp_path / "there")["django_session"])
    assert rows % 2 == 0
    assert before <= rows <= after + 2


def test_what_was_deleted_is_in_no_backup(data: Path, tmp_path: Path) -> None:
    """The rows of somebody who was erased are not even in the parts of the file that are free."""
    secret = "a page of somebody who was erased"
    with closing(sqlite3.connect(data / "quintain.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete=OFF")
        rows = [(str(number), secret * 100, "2030-01-01") for number in range(50)]
        database.executemany("INSERT INTO django_session VALUES (?, ?, ?)", rows)
        database.execute("DELETE FROM django_session")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret.encode() in (data / "quintain.sqlite3").read_bytes(), "SQLite has wiped it by itself"
    assert back_up(data, tmp_path / "kept.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        assert secret.encode() not in archive.read("quintain.sqlite3")


def test_a_backup_replaces_a_file_only_if_told(data: Path, kept: Path) -> None:
    """The old one stays as it is otherwise."""
    before = kept.read_bytes()
    done = back_up(data, kept)
    assert (done.returncode, kept.read_bytes()) == (1, before)
    assert "is there already" in done.stderr
    assert back_up(data, kept, "--overwrite").returncode == 0
    assert kept.read_bytes() != before


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda data: (data / "quintain.sqlite3").unlink(), "There is no database"),
        (lambda data: (data / "secret-key").unlink(), "no data folder"),
        (lambda data: (data / "quintain.sqlite3").write_bytes(b"no database" * 1000), "cannot be copied"),
        (lambda data: (data / "tls" / "a\nb").write_text(""), "cannot be backed up"),
    ],
)
def test_what_cannot_be_backed_up_is_told(
    data: Path, tmp_path: Path, prepare: Callable[[Path], object], said: str
) -> None:
    """And leaves no file that looks like a backup."""
    prepare(data)
    done = back_up(data, tmp_path / "kept.zip")
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_a_backup_takes_no_links_and_goes_nowhere_else(data: Path, tmp_path: Path) -> None:
    """Neither a link to a file of somebody else, nor into the data folder, nor over a link."""
    (data / "tls" / "passwd").symlink_to("/etc/passwd")
    (data / "etc").symlink_to("/etc")
    assert back_up(data, tmp_path / "kept.zip").returncode == 0
    assert {each.name for each in check_archive(tmp_path / "kept.zip").members} == {
        "quintain.sqlite3",
        "secret-key",
        "tls/server.key",
    }
    assert "inside the data folder" in back_up(data, data / "kept.zip").stderr
    (tmp_path / "link.zip").symlink_to(tmp_path / "elsewhere.zip")
    assert back_up(data, tmp_path / "link.zip", "--overwrite").returncode == 1
    assert not (tmp_path / "elsewhere.zip").exists()


def test_a_backup_may_leave_the_database_to_other_tools(data: Path, tmp_path: Path) -> None:
    """It keeps the other files then, and a restore says what is missing."""
    words = ("backup", str(tmp_path / "kept.zip"), "--data", str(data))
    assert run(*words, "--without-database", QUINTAIN_DATABASE_URL="postgresql:///quintain").returncode == 0
    done = bring_back(tmp_path / "kept.zip", tmp_path / "there")
    assert "holds no database" in done.stdout
    assert not (tmp_path / "there" / "quintain.sqlite3").exists()


def test_a_database_that_cannot_be_reached_is_told_without_its_password(data: Path, tmp_path: Path) -> None:
    """And no file looks like a backup of it."""
    words = ("backup", str(tmp_path / "kept.zip"), "--data", str(data))
    done = run(*words, QUINTAIN_DATABASE_URL=f"postgresql://u:s3cret-word@/quintain?host={tmp_path}")
    assert (done.returncode, "cannot be used" in done.stderr) == (1, True), done.stderr
    assert "s3cret" not in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_the_key_that_a_server_shares_is_in_its_backup(data: Path, tmp_path: Path) -> None:
    """In the place of the folder's own, which signs nothing then; so people stay signed in after a restore."""
    key = "k" * 50
    done = run("backup", str(tmp_path / "kept.zip"), "--data", str(data), QUINTAIN_SECRET_KEY=key)
    assert done.returncode == 0, done.stderr
    assert bring_back(tmp_path / "kept.zip", tmp_path / "there").returncode == 0
    assert DataFolder(tmp_path / "there").secret_key == key


def test_a_restore_replaces_nothing_unless_told(data: Path, kept: Path, tmp_path: Path) -> None:
    """With --replace, the old folder is kept beside the new one, whole."""
    (data / "mark").write_text("of the old folder")
    refused = bring_back(kept, data)
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)
    assert (data / "mark").exists()
    done = bring_back(kept, data, "--replace")
    assert done.returncode == 0, done.stderr
    assert not (data / "mark").exists()
    (old,) = (path for path in tmp_path.iterdir() if ".before-restore-" in path.name)
    assert (old / "mark").read_text() == "of the old folder"


def test_a_restore_leaves_a_folder_in_use_alone(data: Path, kept: Path) -> None:
    """A server that runs there would go on writing into the old one."""
    hold = hold_folder(DataFolder(data))
    hold.say("http://127.0.0.1:1")
    try:
        refused = bring_back(kept, data, "--replace")
    finally:
        hold.file.close()
    assert (refused.returncode, "already runs" in refused.stderr) == (1, True)


def test_a_restore_does_not_move_a_folder_of_other_things(kept: Path, tmp_path: Path) -> None:
    """A home directory that was named by mistake stays where it is."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.odt").write_text("years of work")
    refused = bring_back(kept, tmp_path / "home", "--replace")
    assert (refused.returncode, "no data folder of Quintain" in refused.stderr) == (1, True)
    assert (tmp_path / "home" / "thesis.odt").exists()


class Changed:
    """Writes a backup with something else in it than `quintain backup` writes."""

    def __init__(self, kept: Path) -> None:
        with zipfile.ZipFile(kept) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
            self.manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))

    def add(self, name: str, content: bytes = b"") -> None:
        self.members[name] = content
        digest = hashlib.sha256(content).hexdigest()
        self.manifest["members"].append({"name": name, "size_bytes": len(content), "sha256": digest})

    def write(self, path: Path, kinds: dict[str, int] | None = None) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.members.items():
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = ((kinds or {}).get(name, stat.S_IFREG) | 0o600) << 16
                archive.writestr(entry, content)
            archive.writestr(MANIFEST, json.dumps(self.manifest))
        return path


def refuse(file: Path, tmp_path: Path, said: str) -> None:
    """Demand that nothing of a file is written anywhere."""
    before = {path for path in tmp_path.rglob("*") if "data" not in path.parts}
    done = bring_back(file, tmp_path / "there")
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert {path for path in tmp_path.rglob("*") if "data" not in path.parts} == before


@pytest.mark.sample(most=5)
@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "tls/../../outside",
        "/etc/cron.d/outside",
        "tls//key",
        "./secret-key",
        "C:\\outside",
        "tls\\..\\..\\outside",
        ".bashrc",
        "tls/.hidden",
        "running",
        "sandbox/runtime/python",
        "quintain.sqlite3-wal",
        "sign-in-codes",
        "open-in-browser.html",
        "a/" * 9 + "deep",
        "x" * 300,
        "\u202ekey",
        "secret-KEY",
    ],
)
def test_a_name_that_no_backup_holds_is_refused(kept: Path, tmp_path: Path, name: str) -> None:
    """Paths that lead out, onto what a server writes itself, or that another file system takes for another's name."""
    changed = Changed(kept)
    changed.add(name, b"x")
    file = changed.write(tmp_path / "changed.zip")
    refuse(file, tmp_path, "This is no backup of Quintain")


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kept: Path, tmp_path: Path, kind: int) -> None:
    """Only plain files are ever written."""
    changed = Changed(kept)
    changed.add("tls/link", b"/etc/passwd")
    refuse(changed.write(tmp_path / "changed.zip", {"tls/link": kind}), tmp_path, "no plain file")


def test_a_bomb_is_refused_before_it_is_unpacked(kept: Path, tmp_path: Path) -> None:
    """A gigabyte of zeros takes a megabyte in a zip."""
    changed = Changed(kept)
    changed.add("tls/zeros", bytes(65 * 2**20))
    refuse(changed.write(tmp_path / "changed.zip"), tmp_path, "larger than 64 MiB")


def test_a_backup_that_no_disk_holds_is_refused(kept: Path, tmp_path: Path) -> None:
    """What the zip says of sizes is compared with the room on the disk first; and it may lie about none."""
    whole = kept.read_bytes()
    at = whole.rindex(b"quintain.sqlite3") - 46  # its entry in the central directory
    assert whole[at : at + 4] == b"PK\x01\x02"
    file = tmp_path / "changed.zip"
    file.write_bytes(whole[: at + 24] + (0xFFFFFFF0).to_bytes(4, "little") + whole[at + 28 :])
    refuse(file, tmp_path, "This backup is damaged")


@pytest.mark.sample(most=5)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.update(version=2), "has format 2"),
        (lambda told: told["migrations"].append("accounts.9999_later"), "newer Quintain"),
        (lambda told: told["migrations"].pop(), "other migrations"),
        (lambda told: told.update(format="tar"), "another program"),
        (lambda told: told.pop("members"), "cannot be read"),
        (lambda told: told.update(members={}), "lists other members"),
        (lambda told: told["members"].pop(), "lists other members"),
        (lambda told: told["members"][0].update(sha256=ZEROS), "not what was backed up"),
        (lambda told: told["members"][0].update(size_bytes="many"), "cannot be read"),
        (lambda told: told["members"][0].update(name=7), "cannot be read"),
        (lambda told: told.update(made_at=None), "cannot be read"),
    ],
)
def test_a_manifest_of_something_else_is_refused(
    kept: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """A newer format, a newer database, another program, or a list that is not true."""
    changed = Changed(kept)
    change(changed.manifest)
    if "accounts.9999_later" in changed.manifest["migrations"]:
        changed.members["quintain.sqlite3"] = _migrated_later(changed.members["quintain.sqlite3"], tmp_path)
        changed.manifest["members"] = [each for each in changed.manifest["members"] if "sqlite" not in each["name"]]
        changed.add("quintain.sqlite3", changed.members["quintain.sqlite3"])
        changed.manifest["migrations"].sort()
    refuse(changed.write(tmp_path / "changed.zip"), tmp_path, said)


def _migrated_later(database: bytes, tmp_path: Path) -> bytes:
    path = tmp_path / "data" / "later.sqlite3"
    path.write_bytes(database)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', 0)")
    return path.read_bytes()


def test_a_database_that_is_damaged_is_refused(kept: Path, tmp_path: Path) -> None:
    """Even where the manifest says the same of it."""
    changed = Changed(kept)
    whole = changed.members.pop("quintain.sqlite3")
    changed.manifest["members"] = [each for each in changed.manifest["members"] if "sqlite" not in each["name"]]
    changed.add("quintain.sqlite3", whole[:4096] + os.urandom(len(whole) - 4096))
    refuse(changed.write(tmp_path / "changed.zip"), tmp_path, "cannot be used")


def test_a_database_of_another_shape_is_refused(kept: Path, tmp_path: Path) -> None:
    """What differs from what the migrations make is named; it was told as "as it was", and failed or did harm later."""
    changed = Changed(kept)
    path = tmp_path / "data" / "planted.sqlite3"
    path.write_bytes(changed.members.pop("quintain.sqlite3"))
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TRIGGER planted AFTER INSERT ON accounts_user BEGIN SELECT 1; END;"
            "ALTER TABLE attempts_file RENAME COLUMN text TO content;"
        )
    changed.manifest["members"] = [each for each in changed.manifest["members"] if "sqlite" not in each["name"]]
    changed.add("quintain.sqlite3", path.read_bytes())
    said = (
        "The database in this backup is not made as its migrations make one: column attempts_file.text is missing; "
        "column attempts_file.content was added; trigger planted was added."
    )
    refuse(changed.write(tmp_path / "changed.zip"), tmp_path, said)


def test_a_backup_of_an_older_version_is_compared_with_the_migrations_of_that_version(tmp_path: Path) -> None:
    """Tables that only later migrations make are not missed; and a gap between migrations is refused."""
    old = tmp_path / "data"
    DataFolder(old).prepare()
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    code = "import django; django.setup(); from django.core.management import call_command; "
    code += "[call_command('migrate', app) for app in ('attempts', 'accounts')]"
    environment = kept | {"QUINTAIN_DATA": str(old), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment, timeout=120)
    assert back_up(old, tmp_path / "kept.zip").returncode == 0
    done = bring_back(tmp_path / "kept.zip", tmp_path / "there")
    assert (done.returncode, done.stderr) == (0, "")
    assert "helpqueue_hand" not in tables(tmp_path / "there")

    with closing(sqlite3.connect(old / "quintain.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'attempts' AND name LIKE '0003%'")
    assert back_up(old, tmp_path / "gap.zip").returncode == 0
    refused = bring_back(tmp_path / "gap.zip", tmp_path / "elsewhere")
    assert (refused.returncode, "lacks a migration between others" in refused.stderr) == (1, True), refused.stderr


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1f\x8b" + bytes(100), b"SQLite format 3\0" + bytes(4000)])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is told, and nothing is written."""
    (tmp_path / "other").write_bytes(content)
    refuse(tmp_path / "other", tmp_path, "This")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe would be waited for for ever."""
    os.mkfifo(tmp_path / "pipe")
    refuse(tmp_path / "pipe", tmp_path, "no plain file")
    refuse(tmp_path / "missing", tmp_path, "No such file")


@pytest.fixture(scope="module")
def whole(made: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a small backup, made without the database."""
    file = tmp_path_factory.mktemp("whole") / "kept.zip"
    assert back_up(made, file, "--without-database").returncode == 0
    return file.read_bytes()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_backup_is_refused_or_as_it_was(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut at any place, or with any byte changed: no other error comes out, and no other content."""
    at = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(0, 255))
    changed = whole[:at] if flip == 0 else whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]
    file = tmp_path_factory.getbasetemp() / f"damaged-{os.getpid()}.zip"
    file.write_bytes(changed)
    with contextlib.suppress(ArchiveRefused):
        found = check_archive(file)
        assert {each.name for each in found.members} == {"secret-key", "tls/server.key"}
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            assert {each.name: each.sha256 for each in found.members} == {
                name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != MANIFEST
            }


def test_every_migration_of_this_version_is_known() -> None:
    """So that a backup of today is none of a newer version."""
    assert "accounts.0001_initial" in known_migrations()
