"""Certificates: what is refused, in which words, and when Quintain makes a new one."""

import ssl
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import DNSName
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quintain.judge.suspect.certificates import Identity
from quintain.server.certificates import LIFE, RENEWED_BEFORE, Files, Own, covers, read_pair
from quintain.server.starting import StartRefused

HOST = "class.example.org"
NOW = datetime.now(UTC)


def write(folder: Path, identity: Identity, key: Identity | None = None, *, chain: str = "") -> tuple[Path, Path]:
    """Write a certificate and a key as an operator has them."""
    certificate, private = folder / "class.pem", folder / "class.key"
    certificate.write_text(chain or identity.pem)
    secret = (key or identity).key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private.touch(mode=0o600)
    private.write_bytes(secret)
    return certificate, private


def refused(certificate: Path, key: Path, host: str = HOST) -> str:
    with pytest.raises(StartRefused) as why:
        read_pair(certificate, key, host, NOW)
    return f"{why.value.sentence} {why.value.remedy}"


def test_a_right_pair_is_taken(tmp_path: Path) -> None:
    """With its chain, and for each of its names."""
    authority = Identity.authority("House")
    issued = authority.issue(HOST, "*.labs.example.net")
    shown = read_pair(*write(tmp_path, issued, chain=issued.pem + authority.pem), HOST, NOW)
    assert shown.context.minimum_version == ssl.TLSVersion.TLSv1_2
    suites = shown.context.get_ciphers()
    assert [each["name"] for each in suites if not each["aead"]] == []
    assert {each["kea"] for each in suites} <= {"kx-ecdhe", "kx-any"}
    assert shown.names == (HOST, "*.labs.example.net")
    assert shown.covers("lab-0.labs.example.net")
    assert shown.fingerprint.count(":") == 31


@pytest.mark.parametrize(
    ("days", "words"),
    [((-30.0, -1.0), "expired on"), ((1.0, 30.0), "is not valid before")],
)
def test_a_certificate_that_is_not_valid_now_is_refused(tmp_path: Path, days: tuple[float, float], words: str) -> None:
    """The date is named."""
    issued = Identity.authority("House").issue(HOST, days=days)
    assert words in refused(*write(tmp_path, issued))


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    """Its names are told, so that the operator sees the mistake."""
    issued = Identity.authority("House").issue("other.example.org")
    assert f"is for other.example.org, and not for {HOST}" in refused(*write(tmp_path, issued))


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    """Also where it is the issuer's, and the order of the file is wrong."""
    authority = Identity.authority("House")
    issued = authority.issue(HOST)
    assert "does not belong to" in refused(*write(tmp_path, issued, authority))
    wrong_order = refused(*write(tmp_path, issued, chain=authority.pem + issued.pem))
    assert "Put the server's own certificate first" in wrong_order


def test_files_that_are_something_else_are_refused(tmp_path: Path) -> None:
    """Swapped, empty, missing, a folder, a pipe, too large, or with a passphrase."""
    certificate, key = write(tmp_path, Identity.self_signed(HOST))
    assert "holds a private key and no certificate" in refused(key, certificate)
    assert "cannot be read: No such file" in refused(tmp_path / "none", key)
    assert "is not a file" in refused(certificate, Path("/dev/null"))
    assert "cannot be read" in refused(tmp_path, key) or "is not a file" in refused(tmp_path, key)
    (tmp_path / "large").write_bytes(b"x" * (2**20 + 1))
    assert "larger than one MiB" in refused(tmp_path / "large", key)
    (tmp_path / "empty").touch(mode=0o600)
    assert "holds no certificate in PEM form" in refused(tmp_path / "empty", key)
    assert "holds no private key in PEM form" in refused(certificate, tmp_path / "empty")
    secret = ec.generate_private_key(ec.SECP256R1())
    locked = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    key.write_bytes(locked)
    assert "encrypted with a passphrase" in refused(certificate, key)


def test_a_key_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    """It is not secret then, and the remedy says so."""
    certificate, key = write(tmp_path, Identity.self_signed(HOST))
    key.chmod(0o644)
    assert "Everybody on this machine can read the key" in refused(certificate, key)


def test_a_certificate_that_is_not_for_servers_is_refused(tmp_path: Path) -> None:
    """An authority's own has no such use; browsers refuse it."""
    assert "is for no host name at all" in refused(*write(tmp_path, Identity.authority("House")))


def test_a_wildcard_is_one_label() -> None:
    """As in browsers: neither none, nor two, nor a top-level domain."""
    wild = Identity.self_signed("*.example.net", "*.net").certificate
    assert covers(wild, "a.example.net")
    assert covers(wild, "A.Example.Net.")
    assert [host for host in ("example.net", "a.b.example.net", "net", "10.0.0.1") if covers(wild, host)] == []
    named = Identity.self_signed("10.0.0.1").certificate  # an address as a DNS name is none
    assert not covers(named, "10.0.0.1")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=400), at=st.integers(0, 600))
def test_damaged_files_are_refused_and_never_crash_the_start(tmp_path: Path, junk: bytes, at: int) -> None:
    """Whatever a file holds, the answer is a refusal in words, or a certificate that TLS has taken."""
    certificate, key = write(tmp_path, Identity.self_signed(HOST))
    whole = certificate.read_bytes()
    certificate.write_bytes(whole[:at] + junk + whole[at:])
    with suppress(StartRefused):
        assert read_pair(certificate, key, HOST, NOW).covers(HOST)


def test_an_own_certificate_is_kept_until_it_ends_soon(tmp_path: Path) -> None:
    """90 days, for each name, in a file for its owner; it is made anew 30 days before its end."""
    path = tmp_path / "own.pem"
    clock = [NOW]
    own = Own(path, (HOST, "localhost", "127.0.0.1"), lambda: clock[0])
    first = own.load()
    assert first.names == own.names
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert timedelta(days=89) < first.ends_at - NOW <= LIFE
    assert own.load().fingerprint == first.fingerprint
    assert own.refresh(first) is first
    clock[0] = NOW + LIFE - RENEWED_BEFORE
    assert own.refresh(first).fingerprint != first.fingerprint
    assert [each.name for each in tmp_path.iterdir()] == ["own.pem"]


def test_an_own_certificate_is_made_anew_for_other_names_or_when_damaged(tmp_path: Path) -> None:
    """And the one that somebody has put there for longer is not kept."""
    path = tmp_path / "own.pem"
    first = Own(path, (HOST,)).load()
    second = Own(path, (HOST, "other.example.org")).load()
    assert second.fingerprint != first.fingerprint
    path.write_bytes(path.read_bytes()[:300])
    third = Own(path, (HOST,)).load()
    assert third.names == (HOST,)
    long = Identity.authority("House").issue(DNSName(HOST), name=HOST, days=(-1, 900))
    path.write_bytes(long.to_show())
    assert Own(path, (HOST,)).load().fingerprint != read_pair_of(long, tmp_path)


def read_pair_of(identity: Identity, folder: Path) -> str:
    return read_pair(*write(folder, identity), HOST, NOW).fingerprint


def test_new_files_are_taken_over_and_wrong_ones_are_not(tmp_path: Path) -> None:
    """As certbot writes them; a half-written pair is told once, and the old one stays."""
    certificate, key = write(tmp_path, Identity.self_signed(HOST))
    files = Files(certificate, key, HOST)
    first = files.load()
    assert files.refresh(first) is first
    other = Identity.self_signed(HOST)
    certificate.write_text(other.pem + "\n")
    with pytest.raises(StartRefused):
        files.refresh(first)
    assert files.refresh(first) is first
    write(tmp_path, other)
    assert files.refresh(first).fingerprint != first.fingerprint
