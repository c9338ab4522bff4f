"""What doctor tells of a database, a key and a Valkey that processes share."""

import json
import secrets
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli.doctor_shared import Shared, _clock, examine_shared
from quintain.cli.main import main
from tests.postgresql import MISSING, find_programs, private_server

PROGRAMS = find_programs()


def found(**environment: str) -> dict[str, Shared]:
    """Return what is found, by its name."""
    return {each.what: each for each in examine_shared(environment)}


def test_a_process_alone_is_asked_nothing() -> None:
    """It shares nothing."""
    assert found(QUINTAIN_DATA="/nowhere") == {}


@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
def test_a_database_that_can_be_used(tmp_path: Path) -> None:
    """With the key that belongs to it, and without."""
    assert PROGRAMS
    key = tmp_path / "key"
    key.write_text(secrets.token_urlsafe(48))
    key.chmod(0o600)
    with private_server(PROGRAMS) as address:
        all_good = found(QUINTAIN_DATABASE_URL=address, QUINTAIN_SECRET_KEY_FILE=str(key))
        assert {what: each.is_good for what, each in all_good.items()} == {
            "database": True,
            "clock": True,
            "shared key": True,
        }
        assert all_good["database"].sentence.startswith("PostgreSQL ")
        alone = found(QUINTAIN_DATABASE_URL=address)["shared key"]
        assert (alone.is_good, alone.is_needed) == (False, False)
        key.chmod(0o644)
        open_key = found(QUINTAIN_DATABASE_URL=address, QUINTAIN_SECRET_KEY_FILE=str(key))["shared key"]
        assert "Others can read" in open_key.sentence


@pytest.mark.parametrize(
    "address", ["postgresql://ada:s3cret@127.0.0.1:1/quintain", "mysql://ada:s3cret@db/quintain", "postgresql://"]
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(address: str) -> None:
    """And what to do."""
    database = found(QUINTAIN_DATABASE_URL=address)["database"]
    assert (database.is_good, database.is_needed) == (False, True)
    assert database.remedy
    assert "s3cret" not in database.sentence


def test_clocks_that_differ_are_told() -> None:
    """By what lies beyond the time that the question took."""
    assert _clock(100.0, 99.0, 103.0).is_good
    assert not _clock(100.0, 95.0, 96.0).is_good
    assert _clock(100.0, 110.0, 111.0).sentence.startswith("It differs from the database's by 10 s")


@pytest.fixture
def says() -> Iterator[tuple[list[bytes], int]]:
    """Listen, and say a word to who comes; yield the words to say, and the port."""
    words: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for word in words:
                line, _ = listener.accept()
                with line:
                    assert line.recv(64) == b"PING\r\n"
                    line.sendall(word)

        words += [b"+PONG\r\n", b"-NOAUTH Authentication required.\r\n", b"SSH-2.0-x\r\n"]
        thread = threading.Thread(target=serve)
        thread.start()
        yield words, listener.getsockname()[1]
        thread.join()


def test_valkey_is_asked_for_a_word(says: tuple[list[bytes], int]) -> None:
    """One that wants a password answers as well; another program at its port does not count."""
    words, port = says
    url = f"redis://:s3cret@127.0.0.1:{port}"
    assert [found(QUINTAIN_VALKEY_URL=url)["live messages"].is_good for _ in words] == [True, True, False]


@pytest.mark.parametrize(
    "url",
    [
        "redis://:s3cret@127.0.0.1:1",
        "redis://:s3cret/x@127.0.0.1:1",
        "unix:///nowhere/socket",
        "http://:s3cret@127.0.0.1",
        "redis://[::",
    ],
)
def test_a_valkey_that_is_not_there_is_told_without_its_password(url: str) -> None:
    """It is not needed: pages read again."""
    valkey = found(QUINTAIN_VALKEY_URL=url)["live messages"]
    assert (valkey.is_good, valkey.is_needed) == (False, False)
    assert "s3cret" not in valkey.sentence


def test_doctor_shows_it_in_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not needed is short, and what is needed keeps the classroom from running."""
    monkeypatch.setenv("QUINTAIN_DATABASE_URL", "postgresql://127.0.0.1:1/quintain")
    monkeypatch.setenv("QUINTAIN_VALKEY_URL", "redis://127.0.0.1:1")
    done = CliRunner().invoke(main, ["doctor", "--json", "--data", str(tmp_path)])
    words = {each["what"]: each["word"] for each in json.loads(done.stdout)}
    assert (words["database"], words["live messages"], done.exit_code) == ("missing", "short", 1)
