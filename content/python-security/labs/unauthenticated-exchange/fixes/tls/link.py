"""The connection between a parcel locker and the depot: TLS 1.3, with certificates that only the keys of the book can sign."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

CERTIFICATE_DAYS = timedelta(days=1)


def named(name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def certificate(subject, key, issuer, signing, is_authority):
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(named(subject)).issuer_name(named(issuer)).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - CERTIFICATE_DAYS).not_valid_after(now + CERTIFICATE_DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return made.sign(signing, None).public_bytes(Encoding.PEM)


class Link:
    """One end of a connection. When `is_ready`, it knows the name of the other end: `peer`."""

    def __init__(self, role, card, book, suites):
        self.is_ready, self.peer = False, None
        side = ssl.PROTOCOL_TLS_CLIENT if role == "locker" else ssl.PROTOCOL_TLS_SERVER
        context = ssl.SSLContext(side)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname, context.verify_mode = False, ssl.CERT_REQUIRED
        if role == "depot":
            context.num_tickets = 0
        self._trust(context, book)
        self._show(context, card)
        self.into, self.out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.into, self.out, server_side=role == "depot")

    def begin(self):
        self._go_on()
        return self.out.read()

    def answer(self, message):
        self.into.write(message)
        self._go_on()
        reply = self.out.read()
        if self.is_ready:
            issuer = dict(part for parts in self.tls.getpeercert()["issuer"] for part in parts)
            self.peer = issuer["commonName"]
        elif not reply:
            raise ValueError("This is no message of a handshake.")
        return reply

    def seal(self, text):
        data = text.encode()
        self.tls.write(len(data).to_bytes(4) + data)
        return self.out.read()

    def open(self, message):
        self.into.write(message)
        data = b""
        try:
            while part := self.tls.read(1 << 16):
                data += part
        except ssl.SSLWantReadError:
            pass
        if len(data) != 4 + int.from_bytes(data[:4]):
            raise ValueError("This is not exactly one text.")
        return data[4:].decode()

    def _go_on(self):
        try:
            self.tls.do_handshake()
            self.is_ready = True
        except ssl.SSLWantReadError:
            pass

    def _trust(self, context, book):
        """Trust certificates that were signed with a key of the book. Nobody verifies the signature of an anchor."""
        for name, entry in book.items():
            anchor = certificate(name, entry.signing, name, Ed25519PrivateKey.generate(), is_authority=True)
            context.load_verify_locations(cadata=anchor.decode())

    def _show(self, context, card):
        key = Ed25519PrivateKey.generate()
        shown = certificate("one connection", key.public_key(), card.name, card.signing, is_authority=False)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with tempfile.NamedTemporaryFile() as file:
            file.write(private + shown)
            file.flush()
            context.load_cert_chain(file.name)
