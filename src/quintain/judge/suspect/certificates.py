"""Makes certificates: an authority that a box's suspect may trust, and all that it must not take for one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LABEL_CHARACTERS = 64  # the longest common name that a certificate can hold


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its private key, and the certificates that lead up to its issuer."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    issuers: tuple[x509.Certificate, ...] = ()
    is_forged: bool = False

    @classmethod
    def authority(cls, name: str) -> Self:
        """Make an authority that nobody knows yet."""
        key = ec.generate_private_key(ec.SECP256R1())
        return cls(_signed(_draft([], name, key, is_authority=True, days=(-30, 30)), _name(name), key), key)

    @classmethod
    def self_signed(cls, *hosts: str, name: str | None = None) -> Self:
        """Make a certificate that vouches for itself."""
        key, own = ec.generate_private_key(ec.SECP256R1()), hosts[0] if name is None else name
        return cls(_signed(_draft(hosts, own, key, is_authority=False, days=(-1, 30)), _name(own), key), key)

    def issue(
        self,
        *hosts: str | x509.GeneralName,
        name: str | None = None,
        is_authority: bool = False,
        days: tuple[float, float] = (-1, 30),
    ) -> "Identity":
        """Sign a certificate; whether this identity may do so is the reader's to check.

        Args:
            hosts: the DNS names that it is for; a name of another kind as `cryptography.x509` makes it.
            name: the common name of its subject; the first host if left out.
            is_authority: whether it may sign others.
            days: from when and until when it holds, counted from now.

        """
        return self._issue(hosts, name, self.key, is_authority=is_authority, days=days)

    def forge(self, *hosts: str, name: str | None = None, is_authority: bool = False) -> "Identity":
        """Make a certificate as `issue` does, and sign it with a key that is not the issuer's.

        Subject, issuer and both key identifiers (RFC 5280, 4.2.1.1) are as they should be; only the signature is wrong.
        """
        forger = ec.generate_private_key(ec.SECP256R1())
        return self._issue(hosts, name, forger, is_authority=is_authority, days=(-1, 30))

    def _issue(
        self,
        hosts: tuple[str | x509.GeneralName, ...],
        name: str | None,
        by: ec.EllipticCurvePrivateKey,
        *,
        is_authority: bool,
        days: tuple[float, float],
    ) -> "Identity":
        key, own = ec.generate_private_key(ec.SECP256R1()), str(hosts[0]) if name is None else name
        draft = _draft(hosts, own, key, is_authority=is_authority, days=days)
        certificate = _signed(draft, self.certificate.subject, self.key, by)
        return Identity(certificate, key, (self.certificate, *self.issuers), is_forged=by is not self.key)

    @property
    def pem(self) -> str:
        """The certificate as text, as a list of trusted authorities holds it."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def to_show(self) -> bytes:
        """Give key and certificates as a server loads them; the last one is left out if it vouches for itself."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        shown = [self.certificate, *(each for each in self.issuers if each.issuer != each.subject)]
        return key + b"".join(each.public_bytes(Encoding.PEM) for each in shown)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The DNS names that it is for."""
        try:
            names = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except x509.ExtensionNotFound:
            return ()
        return tuple(names.get_values_for_type(x509.DNSName))

    def has_signed(self, other: "Identity") -> bool:
        """Whether this identity, or one below it, has signed another one."""
        return self.certificate in other.issuers and _is_signed(other.certificate, other.issuers)

    def describe(self) -> str:
        """Say in a reader's words what the certificate says of itself."""
        own, end = self.certificate, self.certificate.not_valid_after_utc
        by = "itself" if own.issuer == own.subject else _common_name(own.issuer)
        if self.is_forged:
            by = f"another key in the name of {by}"
        hosts = ", ".join(self.hosts) or "no host"
        return f"A certificate for {hosts}, signed by {by}, valid until {end:%Y-%m-%d}."


def _is_signed(certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> bool:
    """Whether each certificate was signed by the next one."""
    try:
        for below, above in pairwise([certificate, *issuers]):
            below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:LABEL_CHARACTERS])])


def _common_name(name: x509.Name) -> str:
    return str(name.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _draft(
    hosts: Sequence[str | x509.GeneralName],
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
    days: tuple[float, float],
) -> x509.CertificateBuilder:
    now, public = datetime.now(UTC), key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    draft = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(usage, critical=True)
    )
    if not is_authority:
        draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    if hosts:
        names = [x509.DNSName(host) if isinstance(host, str) else host for host in hosts]
        draft = draft.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return draft


def _signed(
    draft: x509.CertificateBuilder,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey | None = None,
) -> x509.Certificate:
    """Sign in the name of ``issuer``, whose key is ``key``, with that key or another one."""
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return draft.issuer_name(issuer).add_extension(identifier, critical=False).sign(by or key, SHA256())
