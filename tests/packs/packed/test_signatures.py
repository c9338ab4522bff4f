"""Signatures are those of ssh-keygen, in both directions, and no other bytes, key or purpose passes for one."""

import base64
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from quintain.packs.packed import signatures
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.signatures import (
    needs_passphrase,
    public_key_of,
    read_private_key,
    read_public_key,
    sign,
    verify,
    write_private_key,
)
from quintain.packs.packed.signers import TrustedSigner, find_signer, read_signers, write_signers
from tests.packs.packed.making import KEY, OTHER_KEY

MESSAGE = b"what is signed\n"
PUBLIC = public_key_of(KEY, "author@example.org")
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")


def ssh(*words: str, message: bytes = b"") -> str:
    done = subprocess.run(["ssh-keygen", *words], input=message, capture_output=True, check=True)
    return done.stdout.decode()


def private_file(tmp_path: Path, passphrase: str = "") -> Path:
    path = tmp_path / "key"
    path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(write_private_key(KEY, passphrase))
    return path


def test_a_signature_names_its_key() -> None:
    """Whoever trusts the key is told elsewhere."""  # codespell:ignore whoever
    assert verify(MESSAGE, sign(MESSAGE, KEY)).fingerprint == PUBLIC.fingerprint


@needs_ssh
def test_ssh_keygen_verifies_what_quintain_signs(tmp_path: Path) -> None:
    """With the file of trusted keys as Quintain writes it."""
    (tmp_path / "sig").write_text(sign(MESSAGE, KEY))
    (tmp_path / "allowed").write_text(write_signers([TrustedSigner(PUBLIC, ("web-course",))]))
    words = ("-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "web-course", "-n", "quintain-pack")
    said = ssh(*words, "-s", str(tmp_path / "sig"), message=MESSAGE)
    assert said.startswith('Good "quintain-pack" signature for web-course')
    assert PUBLIC.fingerprint in said


@needs_ssh
def test_quintain_verifies_what_ssh_keygen_signs(tmp_path: Path) -> None:
    """So a key may stay in an agent; only the purpose must be that of packs."""
    key = str(private_file(tmp_path))
    assert verify(MESSAGE, ssh("-Y", "sign", "-n", "quintain-pack", "-f", key, message=MESSAGE)).raw == PUBLIC.raw
    for_git = ssh("-Y", "sign", "-n", "git", "-f", key, message=MESSAGE)
    with pytest.raises(PackFileRefused, match="for another purpose than course packs"):
        verify(MESSAGE, for_git)


@needs_ssh
@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_ssh_keygen_reads_the_private_key(tmp_path: Path, passphrase: str) -> None:
    """With its passphrase if it has one, and to the same public key."""
    path = private_file(tmp_path, passphrase)
    assert ssh("-y", "-P", passphrase, "-f", str(path)).split()[:2] == PUBLIC.line.split()[:2]
    assert needs_passphrase(path.read_bytes()) == bool(passphrase)
    assert read_private_key(path.read_bytes(), passphrase).private_bytes_raw() == KEY.private_bytes_raw()


def blob(**fields: bytes) -> str:
    """Return a signature of MESSAGE in armor, with some fields replaced."""
    value = KEY.sign(signatures._signed(MESSAGE, "sha512"))
    parts = {
        "magic": b"SSHSIG",
        "version": b"\0\0\0\1",
        "key": signatures._string(PUBLIC.blob),
        "namespace": signatures._string(b"quintain-pack"),
        "reserved": signatures._string(b""),
        "hash": signatures._string(b"sha512"),
        "signature": signatures._string(signatures._string(b"ssh-ed25519") + signatures._string(value)),
        "rest": b"",
    } | fields
    encoded = base64.b64encode(b"".join(parts.values())).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{encoded}\n-----END SSH SIGNATURE-----\n"


def test_the_table_below_begins_with_a_sound_signature() -> None:
    """Otherwise none of its rows would say anything."""
    assert verify(MESSAGE, blob()).raw == PUBLIC.raw


NOT_ONE = "It is not one of an Ed25519 key as ssh-keygen writes it."


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ("", NOT_ONE),
        ("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", NOT_ONE),
        (blob().replace("SSH", "PGP"), NOT_ONE),
        (blob().replace("A", "!"), NOT_ONE),
        (blob() * 30, NOT_ONE),
        (blob(magic=b"SSHSIX"), NOT_ONE),
        (blob(version=b"\0\0\0\2"), NOT_ONE),
        (blob(reserved=signatures._string(b"x")), NOT_ONE),
        (blob(hash=signatures._string(b"md5")), NOT_ONE),
        (blob(rest=b"x"), NOT_ONE),
        (blob(key=b"\xff\xff\xff\xff"), NOT_ONE),
        (blob(key=signatures._string(signatures._string(b"ssh-rsa") + signatures._string(bytes(32)))), NOT_ONE),
        (blob(key=signatures._string(signatures._string(b"ssh-ed25519") + signatures._string(bytes(31)))), NOT_ONE),
        (blob(namespace=signatures._string(b"file")), "It was made for another purpose than course packs."),
        (blob(hash=signatures._string(b"sha256")), "The manifest is not the one that was signed."),
        (blob(key=signatures._string(public_key_of(OTHER_KEY).blob)), "The manifest is not the one that was signed."),
    ],
)
def test_what_is_no_signature_is_refused(signature: str, says: str) -> None:
    """In a sentence that says so, and tells what to do."""
    with pytest.raises(PackFileRefused) as refused:
        verify(MESSAGE, signature)
    assert refused.value.sentence == f"The signature of this pack file is not sound. {says}"
    assert refused.value.remedy.startswith("Do not install it.")


def test_a_signature_of_other_bytes_is_refused() -> None:
    """One byte is enough."""
    with pytest.raises(PackFileRefused, match="not the one that was signed"):
        verify(MESSAGE + b" ", sign(MESSAGE, KEY))


def test_private_keys_of_other_kinds_are_refused() -> None:
    """What signs packs is Ed25519 alone."""
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    for content, passphrase, says in (
        (other, "", "is not one of Ed25519"),
        (b"hello", "", "cannot be read"),
        (write_private_key(KEY, "right"), "wrong", "cannot be read"),
        (write_private_key(KEY, "right"), "", "has a passphrase"),
    ):
        with pytest.raises(PackFileRefused, match=says):
            read_private_key(content, passphrase)


@pytest.mark.parametrize(
    "line", ["", "ssh-rsa AAAA", "ssh-ed25519", "ssh-ed25519 AAAA", f"ssh-ed25519 {'A' * 90}", "ssh-ed25519 é"]
)
def test_what_is_no_public_key_is_refused(line: str) -> None:
    """An Ed25519 key has 32 bytes and its kind before them."""
    with pytest.raises(PackFileRefused, match="no Ed25519 public key"):
        read_public_key(line)


def test_a_comment_moves_no_cursor() -> None:
    """It is of the key's author, and printed in terminals."""
    assert read_public_key(f"{PUBLIC.line} \x1b[2J\u202e").comment == "author@example.org ?[2J?"


def test_trusted_keys_come_back_as_they_were_written() -> None:
    """Each for its packs, or for all."""
    signers = (TrustedSigner(PUBLIC, ("a", "b")), TrustedSigner(public_key_of(OTHER_KEY)))
    assert read_signers(write_signers(signers)) == signers
    assert read_signers(f"# mine\n\n{PUBLIC.line}\n") == (TrustedSigner(PUBLIC),)
    assert find_signer(signers, PUBLIC, "a") == signers[0]
    assert find_signer(signers, PUBLIC, "c") is None
    assert find_signer(signers, public_key_of(OTHER_KEY), "c") == signers[1]


@pytest.mark.parametrize("options", ['valid-before="20200101"', "cert-authority", 'namespaces="git"', "x y"])
def test_options_that_nobody_heeds_are_refused(options: str) -> None:
    """A limit that was passed over would trust what its author has not trusted."""
    with pytest.raises(PackFileRefused, match="Line 2 of the trusted keys cannot be read"):
        read_signers(f"# a comment\n* {options} {PUBLIC.line}\n")


def test_principals_are_names_of_packs() -> None:
    """No pattern and no address of e-mail is."""
    for principal in ("web-*", "author@example.org", "*,a", "a,,b"):
        with pytest.raises(PackFileRefused, match="cannot be read"):
            read_signers(f"{principal} {PUBLIC.line}\n")
