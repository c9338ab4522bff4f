"""An issuer that a reader trusts for its own certificates says nothing about those of another issuer."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.certificates.credential import claims_of
from quintain.certificates.keys import KeyRing, PublicKey, key_set, make_key
from quintain.certificates.signatures import sign
from quintain.certificates.status_list import list_claims
from quintain.cli.main import main
from tests.certificates.making import ISSUER, statement

INDEX = 4711
SCHOOL, OTHER = KeyRing(make_key(), ()), KeyRing(make_key(), ())

type Keep = Callable[[str, str], Path]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Return what writes a file of a name and a text."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def credential(ring: KeyRing) -> str:
    """Return a credential of the school, of an hour ago."""
    issued_at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    return sign(claims_of(statement(issuer=ISSUER, index=INDEX, issued_at=issued_at)), ring.current)


def status_list(ring: KeyRing, *revoked: int) -> str:
    """Return a list that says that it is the school's, signed by anybody."""
    claims = list_claims(revoked, address=ISSUER.status_list, issuer=ISSUER.url, name=ISSUER.name, at=datetime.now(UTC))
    return sign(claims, ring.current)


def keys(*sets: Mapping[str, PublicKey]) -> str:
    """Return public keys as a JWK Set."""
    return json.dumps(key_set({kid: key for each in sets for kid, key in each.items()}))


def verify(file: Path, listed: Path, *key_files: Path) -> Result:
    """Check a credential with several key sets."""
    words = [word for each in key_files for word in ("--keys", str(each))]
    return CliRunner().invoke(main, ["verify", str(file), "--status-list", str(listed), *words])


@pytest.mark.parametrize("publishes_all", [False, True], ids=["with its own keys", "with the school's key beside its"])
def test_another_issuer_brings_no_certificate_back(keep: Keep, *, publishes_all: bool) -> None:
    """Whose list has the revoked certificate as good; it may even publish the school's key among its own."""
    file, school = keep("credential", credential(SCHOOL)), keep("school", keys(SCHOOL.public))
    other = keep("other", keys(OTHER.public, SCHOOL.public if publishes_all else {}))
    foreign = keep("foreign", status_list(OTHER))
    for order in ((school, other), (other, school)):
        result = verify(file, foreign, *order)
        assert result.output.startswith("STATUS UNKNOWN: "), result.output
        assert "signed with no key of the certificate's issuer" in " ".join(result.output.split())
        assert result.exit_code == 5
    assert verify(file, keep("own", status_list(SCHOOL, INDEX)), school, other).output.startswith("REVOKED: ")
    assert verify(file, keep("own", status_list(SCHOOL)), school, other).output.startswith("VALID: ")


def test_another_issuer_revokes_nothing(keep: Keep) -> None:
    """What it signs does not count in either way."""
    key_files = (keep("school", keys(SCHOOL.public)), keep("other", keys(OTHER.public)))
    result = verify(keep("credential", credential(SCHOOL)), keep("foreign", status_list(OTHER, INDEX)), *key_files)
    assert result.output.startswith("STATUS UNKNOWN: "), result.output


def test_several_keys_say_whose_has_signed(keep: Keep) -> None:
    """An issuer whose keys are files could name another one as the issuer."""
    key_files = (keep("school.json", keys(SCHOOL.public)), keep("other.json", keys(OTHER.public)))
    output = verify(keep("credential", credential(OTHER)), keep("foreign", status_list(OTHER)), *key_files).output
    assert "other.json" in output
    assert "school.json" not in output


def test_after_a_rotation_the_newest_keys_are_enough(keep: Keep) -> None:
    """An older copy beside them lacks the key that signs lists now; the sentence says what to leave out."""
    rotated = KeyRing(make_key(), (SCHOOL.current.public,))
    file, listed = keep("credential", credential(SCHOOL)), keep("list", status_list(rotated))
    newest, old = keep("newest", keys(rotated.public)), keep("old", keys(SCHOOL.public))
    assert verify(file, listed, newest).output.startswith("VALID: ")
    result = verify(file, listed, newest, old)
    assert result.exit_code == 5
    assert "give the newest alone" in " ".join(result.output.split())
