"""Build an envelope from steps that can be left out, and attack it in five ways."""

from dataclasses import dataclass, replace
from itertools import product

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ORDER, SECOND, FORGED = b"pay 0100 EUR to 4711", b"pay 0250 EUR to 8812", b"pay 9999 EUR to 6666"
TEST, LIVE = b"mode=test", b"mode=live"


@dataclass(frozen=True)
class Steps:
    fresh: bool = True  # a new key pair for each message
    derived: bool = True  # HKDF makes the key, from the secret and both public keys
    cipher: str = "GCM+"  # CTR, GCM, or GCM that covers the header, too
    signed: bool = True  # the sender signs the whole envelope


@dataclass(frozen=True)
class Envelope:
    header: bytes
    once: bytes
    body: bytes
    signature: bytes


def derive(steps, secret, once, bank):
    if not steps.derived:
        return secret
    return HKDF(SHA256(), 32, salt=None, info=b"orders, version 1" + once + bank).derive(secret)


class Sender:
    def __init__(self, steps, bank, signing):
        self.steps, self.bank, self.signing = steps, bank, signing
        self.kept = X25519PrivateKey.generate()

    def seal(self, order, header=LIVE):
        pair = X25519PrivateKey.generate() if self.steps.fresh else self.kept
        once = pair.public_key().public_bytes_raw()
        key = derive(self.steps, pair.exchange(self.bank), once, self.bank.public_bytes_raw())
        if self.steps.cipher == "CTR":
            body = Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(order)
        else:
            covered = header if self.steps.cipher == "GCM+" else None
            body = AESGCM(key).encrypt(bytes(12), order, covered)
        signature = self.signing.sign(header + once + body) if self.steps.signed else b""
        return Envelope(header, once, body, signature)


class Bank:
    def __init__(self, steps, sender):
        self.steps, self.sender = steps, sender
        self.private = X25519PrivateKey.generate()
        self.seen = set()

    def read(self, sealed):
        """Return header and order; raise an exception for what is refused."""
        if self.steps.signed:
            self.sender.verify(sealed.signature, sealed.header + sealed.once + sealed.body)
        if sealed in self.seen:
            raise ValueError("seen before")
        self.seen.add(sealed)
        secret = self.private.exchange(X25519PublicKey.from_public_bytes(sealed.once))
        public = self.private.public_key().public_bytes_raw()
        key = derive(self.steps, secret, sealed.once, public)
        if self.steps.cipher == "CTR":
            return sealed.header, Cipher(algorithms.AES(key), modes.CTR(bytes(16))).decryptor().update(sealed.body)
        covered = sealed.header if self.steps.cipher == "GCM+" else None
        return sealed.header, AESGCM(key).decrypt(bytes(12), sealed.body, covered)


def xor(*parts):
    return bytes(byte ^ other ^ third for byte, other, third in zip(*parts, strict=False))


def flip(data, at, mask):
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


def read_second(sender, bank):
    """The attacker knows the first order, and combines the two envelopes."""
    guess = xor(sender.seal(ORDER).body, sender.seal(SECOND).body, ORDER)
    return f"read: {guess.decode()}" if guess == SECOND else ""


def change_amount(sender, bank):
    sealed = sender.seal(ORDER)
    _, order = bank.read(replace(sealed, body=flip(sealed.body, 4, ord("0") ^ ord("9"))))
    return f"done: {order.decode()}"


def change_header(sender, bank):
    header, order = bank.read(replace(sender.seal(ORDER, TEST), header=LIVE))
    return f"a test order, done: {order.decode()}"


def send_twice(sender, bank):
    """X25519 ignores the highest bit of a public key: other bytes, the same secret."""
    sealed = sender.seal(ORDER)
    bank.read(sealed)
    _, order = bank.read(replace(sealed, once=flip(sealed.once, 31, 0x80)))
    return f"done twice: {ORDER.decode()}" if order == ORDER else ""


def send_own(sender, bank):
    own = Sender(sender.steps, sender.bank, Ed25519PrivateKey.generate())
    _, order = bank.read(own.seal(FORGED))
    return f"done: {order.decode()}"


ATTACKS = (read_second, change_amount, change_header, send_twice, send_own)
EMPTY = {read_second: "reads nothing", send_twice: "only random bytes"}
REFUSALS = {InvalidSignature: "wrong signature", InvalidTag: "wrong tag", ValueError: "seen before"}


def outcome(steps, attack):
    """Return what the attack gains, and why it is refused; one of them is empty."""
    signing = Ed25519PrivateKey.generate()
    bank = Bank(steps, signing.public_key())
    sender = Sender(steps, bank.private.public_key(), signing)
    try:
        gain = attack(sender, bank)
    except tuple(REFUSALS) as error:
        return "", REFUSALS[type(error)]
    return gain, "" if gain else EMPTY[attack]


ALL = [Steps(*each) for each in product((False, True), (False, True), ("CTR", "GCM", "GCM+"), (False, True))]
SHOWN = {
    "AES-CTR, and no other step": Steps(derived=False, cipher="CTR", signed=False),
    "one key pair for all messages": Steps(fresh=False, signed=False),
    "no HKDF": Steps(derived=False, signed=False),
    "header not covered": Steps(cipher="GCM", signed=False),
    "no signature": Steps(signed=False),
    "all steps": Steps(),
}

if __name__ == "__main__":
    print(" " * 31 + "read  change  header  twice  own")
    for name, steps in SHOWN.items():
        marks = ["yes" if outcome(steps, attack)[0] else "-" for attack in ATTACKS]
        print(f"{name:31}" + "{:6}{:8}{:8}{:7}{}".format(*marks).rstrip())
