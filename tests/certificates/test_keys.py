"""Keys of certificates: one signs, all others only check, and nobody else can read the file."""

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from quintain.certificates import keys
from quintain.certificates.keys import KeyRing, KeysUnreadable, public_key, read_key_set
from tests.at_once import at_once


@pytest.fixture(autouse=True)
def _small_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make keys of the least size, which takes a tenth of the time."""
    monkeypatch.setattr(keys, "KEY_BITS", keys.LEAST_BITS)


def test_keys_that_issue_certificates_are_long(ring: KeyRing) -> None:
    """3072 bits, for years; the fixture was made before this module makes small ones."""
    assert ring.current.private.key_size == 3072


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """As all secrets of the data folder are."""
    path = tmp_path / "certificate-keys.json"
    made = keys.open_ring(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.open_ring(path).current.public.kid == made.current.public.kid


def test_two_at_once_make_one_key(tmp_path: Path) -> None:
    """Else one of them would have signed with a key that nobody knows."""
    made = at_once(lambda _: keys.open_ring(tmp_path / "keys.json").current.public.kid, range(4))
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_rotated_key_checks_and_signs_no_more(tmp_path: Path) -> None:
    """Its private part is nowhere in the file."""
    path = tmp_path / "keys.json"
    first = keys.open_ring(path).current
    second = keys.rotate(path)
    assert list(second.public) == [second.current.public.kid, first.public.kid]
    stored = json.loads(path.read_text())["keys"]
    assert [sorted(each) for each in stored[1:]] == [["alg", "e", "kid", "kty", "n", "use"]]
    assert keys.open_ring(path).public.keys() == second.public.keys()


def test_a_file_that_did_not_change_is_read_once(tmp_path: Path) -> None:
    """Checking a private key takes long, and everybody may ask for the public keys and the status list."""
    path = tmp_path / "keys.json"
    keys.open_ring(path)
    first = keys.load_ring(path)
    assert keys.load_ring(path) is first
    keys.rotate(path)
    second = keys.load_ring(path)
    assert first is not None
    assert second is not None
    assert second.current.public.kid != first.current.public.kid


def test_a_compromised_key_checks_nothing_either(tmp_path: Path) -> None:
    """Whoever has it could have signed anything, at any date."""
    path = tmp_path / "keys.json"
    first = keys.open_ring(path).current.public.kid
    assert first not in keys.rotate(path, is_compromised=True).public


def test_what_is_published_has_no_private_part(ring: KeyRing) -> None:
    """Of any key."""
    published = keys.key_set(ring.public)
    assert [sorted(each) for each in published["keys"]] == [["alg", "e", "kid", "kty", "n", "use"]]
    assert read_key_set(json.dumps(published)).keys() == ring.public.keys()


def test_a_damaged_file_is_not_replaced(tmp_path: Path) -> None:
    """All certificates would be signed by an unknown key then; the operator has a backup."""
    path = tmp_path / "keys.json"
    path.write_text("{")
    for change in (keys.open_ring, keys.rotate):
        with pytest.raises(KeysUnreadable):
            change(path)
    path.write_text(json.dumps({"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}))
    with pytest.raises(KeysUnreadable):
        keys.open_ring(path)


def test_no_key_takes_anothers_name(ring: KeyRing) -> None:
    """What a set of keys calls a key is not believed: the name is its thumbprint."""
    mine = ring.current.public
    other = public_key(generate_private_key(public_exponent=65537, key_size=2048).public_key())
    forged = {"keys": [other.published | {"kid": mine.kid}]}
    assert list(read_key_set(json.dumps(forged))) == [other.kid]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"keys": []}',
        '{"keys": [1]}',
        '{"keys": {}}',
        '{"keys": [{"kty": "oct", "k": "AAAA"}]}',
        '{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}',
        '{"keys": [{"kty": "RSA", "n": 1, "e": "AQAB"}]}',
        '{"keys": [{"kty": "RSA", "n": "%s", "e": "AQAB"}]}' % ("A" * 20_000),
        "[" * 100_000,
        json.dumps({"keys": [{}] * 101}),
    ],
)
def test_what_is_no_set_of_rsa_keys_is_refused(text: str) -> None:
    """Too short, too long, of another kind, or none at all."""
    with pytest.raises(KeysUnreadable):
        read_key_set(text)


def test_the_thumbprint_is_that_of_the_rfc() -> None:
    """RFC 7638, 3.1."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n"
        "91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    assert keys.thumbprint({"kty": "RSA", "n": n, "e": "AQAB"}) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
