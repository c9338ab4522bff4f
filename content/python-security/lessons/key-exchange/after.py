"""An app and a server agree on a key."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from network import show

SIGNING = Ed25519PrivateKey.generate()  # only the server has it
KNOWN = SIGNING.public_key()  # came with the app
LABEL = b"agreement, version 1"


def answer(app_public):
    """Run by the server: return what goes to the app, and the shared secret."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    signature = SIGNING.sign(LABEL + app_public + public)
    return public + signature, private.exchange(X25519PublicKey.from_public_bytes(app_public))


def agree(private, message):
    """Run by the app: return the shared secret."""
    app_public = private.public_key().public_bytes_raw()
    server_public, signature = message[:32], message[32:]
    KNOWN.verify(signature, LABEL + app_public + server_public)
    return private.exchange(X25519PublicKey.from_public_bytes(server_public))


if __name__ == "__main__":
    show(answer, agree)
