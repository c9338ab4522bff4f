"""What doctor tells of a database, a key and a Valkey that processes share."""

import json
import secrets
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli.doctor_shared import Shared, _clock, examine_shared
from quintain.cli.main import main
from tests.postgresql import MISSING, find_programs, private_server
from tests.valkey import MISSING as NO_VALKEY
from tests.valkey import find_program, private_valkey

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


def live_messages(url: str, **environment: str) -> Shared:
    """Return what is found of a Valkey, for a process that has a database, which is away, and a key."""
    shared = {"QUINTAIN_DATABASE_URL": "postgresql://127.0.0.1:1/quintain", "QUINTAIN_SECRET_KEY": "k" * 40}
    return found(QUINTAIN_VALKEY_URL=url, **shared | environment)["live messages"]


@pytest.mark.skipif(find_program() is None, reason=NO_VALKEY)
def test_valkey_is_asked_to_pass_a_word_on() -> None:
    """With the rights that a server has, and no others; a wrong password is told, and is not in what is told."""
    with private_valkey() as valkey:
        good = live_messages(valkey.address)
        assert good.is_good
        assert good.sentence.startswith("Valkey passes messages on: ")
        wrong = live_messages(valkey.address.replace(valkey.password, "s3cret"))
        assert not wrong.is_good
        assert "invalid username-password pair" in wrong.sentence
        assert "s3cret" not in wrong.sentence
        valkey.kill()
        valkey.rights = valkey.rights.replace("+publish", "")
        valkey.start()
        assert "no permissions" in live_messages(valkey.address).sentence.lower()


def test_another_program_at_its_port_is_no_valkey() -> None:
    """It says something else."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                line.sendall(b"SSH-2.0-x\r\n")
                line.recv(1000)

        thread = threading.Thread(target=serve)
        thread.start()
        assert not live_messages(f"redis://:s3cret@127.0.0.1:{listener.getsockname()[1]}").is_good
        thread.join()


@pytest.mark.parametrize("url", ["redis://:s3cret@127.0.0.1:1", "unix://:s3cret@/nowhere/socket"])
def test_a_valkey_that_is_not_there_is_told_without_its_password(url: str) -> None:
    """It is not needed: pages read again."""
    valkey = live_messages(url)
    assert (valkey.is_good, valkey.is_needed) == (False, False)
    assert "s3cret" not in valkey.sentence


@pytest.mark.parametrize("url", ["redis://:s3cret/x@127.0.0.1:1", "http://:s3cret@127.0.0.1", "redis://[::s3cret"])
def test_an_address_that_cannot_be_read_keeps_the_server_from_starting(url: str) -> None:
    """And so does one without a database and a key that are shared."""
    for valkey in (live_messages(url), live_messages("redis://:s3cret@127.0.0.1:1", QUINTAIN_SECRET_KEY="")):
        assert (valkey.is_good, valkey.is_needed) == (False, True)
        assert "s3cret" not in valkey.sentence


def test_doctor_shows_it_in_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not needed is short, and what is needed keeps the classroom from running."""
    monkeypatch.setenv("QUINTAIN_DATABASE_URL", "postgresql://127.0.0.1:1/quintain")
    monkeypatch.setenv("QUINTAIN_VALKEY_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("QUINTAIN_SECRET_KEY", "k" * 40)
    done = CliRunner().invoke(main, ["doctor", "--json", "--data", str(tmp_path)])
    words = {each["what"]: each["word"] for each in json.loads(done.stdout)}
    assert (words["database"], words["live messages"], done.exit_code) == ("missing", "short", 1)
