"""Seal an order for the bank, signed by the app."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from after import seal, unseal

SIGNATURE_BYTES = 64


def covered(envelope, bank_public):
    return b"signed order, version 1" + bank_public.public_bytes_raw() + envelope


def send(order, bank_public, app):
    envelope = seal(order, bank_public)
    return app.sign(covered(envelope, bank_public)) + envelope


def receive(message, bank, app_public):
    signature, envelope = message[:SIGNATURE_BYTES], message[SIGNATURE_BYTES:]
    app_public.verify(signature, covered(envelope, bank.public_key()))
    return unseal(envelope, bank)


def tried(message, bank, app_public):
    try:
        return receive(message, bank, app_public).decode()
    except InvalidSignature:
        return "InvalidSignature"


if __name__ == "__main__":
    app, attacker = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    bank, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    message = send(b"pay 0100 EUR to 4711", bank.public_key(), app)
    own = send(b"pay 9999 EUR to 6666", bank.public_key(), attacker)
    print("of the app:            ", tried(message, bank, app.public_key()))
    print("of the attacker:       ", tried(own, bank, app.public_key()))
    print("at another bank:       ", tried(message, other, app.public_key()))
    print("of the app, once more: ", tried(message, bank, app.public_key()))
