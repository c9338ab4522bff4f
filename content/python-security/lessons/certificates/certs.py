"""Make certificates, and let a client and a server shake hands in memory."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGIN, END, PAST = datetime(2020, 1, 1), datetime(2120, 1, 1), datetime(2021, 1, 1)


@dataclass(frozen=True)
class Identity:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]  # what a server sends: its certificate and those above, without the root

    @property
    def pem(self):
        return self.certificate.public_bytes(Encoding.PEM).decode()


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def usage(*, signs):
    names = ("key_encipherment", "data_encipherment", "key_agreement", "content_commitment")
    more = dict.fromkeys((*names, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **more)


def issue(name, issuer=None, *, host="", end=END, purpose=ExtendedKeyUsageOID.SERVER_AUTH):
    """Make a certificate for a host, or for a CA if there is no host; without an issuer, it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    by_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(issuer.certificate.subject if issuer else named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
        .add_extension(usage(signs=not host), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )
    if host:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    certificate = builder.sign(by_key, SHA256())
    above = issuer.chain if issuer else ()
    return Identity(certificate, key, (certificate, *above) if issuer or host else ())


def server_context(identity):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    load(context, identity)
    return context


def load(context, identity):
    """Give a context its own certificate and key."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "server.pem")
        secret = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(secret + b"".join(each.public_bytes(Encoding.PEM) for each in identity.chain))
        context.load_cert_chain(file)


def handshake(context, identity, host):
    """Return the client's end of the connection; raise an exception if the client refuses the certificate."""
    return meet(context, server_context(identity), host)


def meet(context, server, host):
    """Shake hands, and raise an exception if one of both sides refuses the other."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(down, up, server_hostname=host)
    server = server.wrap_bio(up, down, server_side=True)
    for _ in range(3):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return client
