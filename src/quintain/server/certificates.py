"""Certificates of a classroom: one in files that the operator names, or one that Quintain makes and renews itself.

Knows no Django. What is wrong with a file is said in words at the start; while the server runs, a new pair of files is
taken over when it is right, and the old pair stays in use when it is not.
"""

import os
import ssl
import stat
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from quintain.server.drafts import durable_file
from quintain.server.starting import StartRefused

LIFE: Final = timedelta(days=90)
RENEWED_BEFORE: Final = timedelta(days=30)
CLOCK_SKEW: Final = timedelta(hours=1)
MOST_BYTES: Final = 2**20
LABEL_CHARACTERS: Final = 64  # the longest common name that a certificate can hold
WARN_BEFORE: Final = timedelta(days=14)
COMPARE: Final = "Name the certificate with --certificate, and the private key that belongs to it with --key."

type Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """What browsers are shown: a TLS context that is ready, and what its certificate says."""

    context: ssl.SSLContext
    certificate: x509.Certificate

    @property
    def ends_at(self) -> datetime:
        """The end of its validity."""
        return self.certificate.not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate as browsers show it: ``AB:CD:…``."""
        return self.certificate.fingerprint(SHA256()).hex(":").upper()

    @property
    def names(self) -> tuple[str, ...]:
        """The host names and addresses that it is for."""
        return names_of(self.certificate)

    def covers(self, host: str) -> bool:
        """Tell whether browsers take it for this host name or address."""
        return covers(self.certificate, host)


class Source(Protocol):
    """Where a certificate comes from."""

    is_own: bool
    """Whether Quintain has made it, so that browsers warn of it."""

    def load(self) -> Shown:
        """Return what browsers are shown now."""

    def refresh(self, shown: Shown) -> Shown:
        """Return what they are shown from now on; the same if nothing has changed."""


@dataclass(slots=True)
class Files:
    """A certificate and its key in files that the operator keeps up to date, as ``certbot`` does."""

    certificate: Path
    key: Path
    host: str
    clock: Clock = now
    is_own: bool = field(default=False, init=False)
    _seen: tuple[object, ...] = field(default=(), init=False)

    def load(self) -> Shown:
        """Read both files.

        Raises:
            StartRefused: They cannot be used.

        """
        self._seen = self._state()
        return read_pair(self.certificate, self.key, self.host, self.clock())

    def refresh(self, shown: Shown) -> Shown:
        """Read both files again if one of them has changed.

        Raises:
            StartRefused: They cannot be used; it is said once for each change.

        """
        return shown if self._state() == self._seen else self.load()

    def _state(self) -> tuple[object, ...]:
        try:
            stats = [path.stat() for path in (self.certificate, self.key)]
        except OSError:
            return ("missing",)
        return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in stats)


@dataclass(slots=True)
class Own:
    """A certificate that Quintain makes, keeps in one file of the data folder, and makes again before its end."""

    path: Path
    names: tuple[str, ...]
    clock: Clock = now
    is_own: bool = field(default=True, init=False)

    def load(self) -> Shown:
        """Return the certificate that is kept, or a new one if it ends soon, lacks a name or is damaged."""
        return self._kept() or self._make()

    def refresh(self, shown: Shown) -> Shown:
        """Make a new one if this one ends soon."""
        return shown if shown.ends_at - self.clock() > RENEWED_BEFORE else self.load()

    def _kept(self) -> Shown | None:
        try:
            shown = read_pair(self.path, self.path, self.names[0], self.clock())
        except StartRefused:
            return None
        is_fresh = RENEWED_BEFORE < shown.ends_at - self.clock() <= LIFE
        return shown if is_fresh and set(shown.names) == set(self.names) else None

    def _make(self) -> Shown:
        key = ec.generate_private_key(ec.SECP256R1())
        made = _self_signed(self.names, key, self.clock())
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
        _write_secret(self.path, text)  # one file: certificate and key are replaced together or not at all
        return read_pair(self.path, self.path, self.names[0], self.clock())


def read_pair(certificate: Path, key: Path, host: str, at: datetime) -> Shown:
    """Read a certificate with its chain, and its private key.

    Raises:
        StartRefused: They cannot be read, do not belong together, are not valid at that time, or not for the host.

    """
    chain = _read_chain(certificate)
    private = _read_key(key)
    own = chain[0]
    _require_match(chain, private, certificate, key)
    if at > own.not_valid_after_utc:
        raise StartRefused(
            f"The certificate {certificate} expired on {own.not_valid_after_utc:%Y-%m-%d}.", "Get a new one."
        )
    if at < own.not_valid_before_utc:
        raise StartRefused(
            f"The certificate {certificate} is not valid before {own.not_valid_before_utc:%Y-%m-%d %H:%M} UTC.",
            "Check the clock of this machine, or get another one.",
        )
    if not _is_for_servers(own):
        raise StartRefused(f"The certificate {certificate} is not one for servers.", "Get one for TLS servers.")
    if not covers(own, host):
        named = ", ".join(names_of(own)) or "no host name at all"
        raise StartRefused(
            f"The certificate {certificate} is for {named}, and not for {host}.",
            "Name the address that students open with --url, or get a certificate for it.",
        )
    return Shown(_context(certificate, key), own)


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the host names and addresses that a certificate is for."""
    names = _alternative_names(certificate)
    return (*(each.value for each in names if isinstance(each, x509.DNSName)), *_addresses(names))


def covers(certificate: x509.Certificate, host: str) -> bool:
    """Tell whether browsers take a certificate for a host name or address (RFC 9525): a wildcard is one whole label."""
    names = _alternative_names(certificate)
    try:
        return str(ip_address(host.strip("[]"))) in _addresses(names)
    except ValueError:
        pass
    wanted = host.lower().rstrip(".")
    above = wanted.partition(".")[2]
    certified = {each.value.lower() for each in names if isinstance(each, x509.DNSName)}
    return wanted in certified or ("." in above and f"*.{above}" in certified)


def _alternative_names(certificate: x509.Certificate) -> Sequence[x509.GeneralName]:
    try:
        return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except (x509.ExtensionNotFound, ValueError):  # none, or one that cannot be read
        return ()


def _addresses(names: Sequence[x509.GeneralName]) -> tuple[str, ...]:
    return tuple(str(each.value) for each in names if isinstance(each, x509.IPAddress))


def _is_for_servers(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return bool({ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(uses))


def _read_file(path: Path, what: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe must not hold the start up
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StartRefused(f"The {what} {path} is not a file.", COMPARE)
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StartRefused(f"The {what} {path} cannot be read: {reason}.", COMPARE) from None
    if len(text) > MOST_BYTES:
        raise StartRefused(f"The {what} {path} is larger than one MiB.", COMPARE)
    return text


def _read_chain(path: Path) -> list[x509.Certificate]:
    text = _read_file(path, "certificate")
    try:
        chain = x509.load_pem_x509_certificates(text)
        for each in chain:
            _ = each.public_key(), each.extensions  # read now, so that a damaged one is refused here
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        has_key = b"PRIVATE KEY-----" in text and b"BEGIN CERTIFICATE" not in text
        raise StartRefused(
            f"{path} holds {'a private key and no certificate' if has_key else 'no certificate in PEM form'}.", COMPARE
        ) from None
    return chain


def _read_key(path: Path) -> PrivateKeyTypes:
    text = _read_file(path, "key")
    if path.stat().st_mode & 0o007:
        raise StartRefused(
            f"Everybody on this machine can read the key {path}.",
            f"Close it to others: chmod 600 {path}. If others may have read it, get a new key and certificate.",
        )
    try:
        return load_pem_private_key(text, password=None)
    except TypeError:
        raise StartRefused(
            f"The key {path} is encrypted with a passphrase.",
            f"Write it without one: openssl pkey -in {path} -out KEY, and chmod 600 KEY.",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise StartRefused(f"{path} holds no private key in PEM form.", COMPARE) from None


def _require_match(chain: list[x509.Certificate], private: PrivateKeyTypes, certificate: Path, key: Path) -> None:
    wanted = _public_bytes(private.public_key())
    if _public_bytes(chain[0].public_key()) == wanted:
        return
    if any(_public_bytes(each.public_key()) == wanted for each in chain[1:]):
        raise StartRefused(
            f"The first certificate in {certificate} is not the one of the key {key}.",
            "Put the server's own certificate first, and those of its issuers after it.",
        )
    raise StartRefused(f"The key {key} does not belong to the certificate {certificate}.", COMPARE)


def _public_bytes(key: object) -> bytes:
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]  # all kinds have it
    return encoded


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")  # of TLS 1.2; those of 1.3 are all of this kind
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None) or str(error)
        raise StartRefused(
            f"TLS does not take the certificate {certificate} with its key: {reason}.", COMPARE
        ) from None
    return context


def _self_signed(names: Sequence[str], key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:LABEL_CHARACTERS])])
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=False, crl_sign=False,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCK_SKEW)
        .not_valid_after(at + LIFE)
        .add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), critical=False)
        # It may sign nothing else: a browser that is told to trust it trusts this one server alone.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .sign(key, SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write_secret(path: Path, text: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with durable_file(draft) as file:
        file.write(text)
    draft.replace(path)


def in_lines(fingerprint: str) -> list[str]:
    """Break a fingerprint into two lines that can be read out and compared."""
    return textwrap.wrap(fingerprint.replace(":", " "), 47)
