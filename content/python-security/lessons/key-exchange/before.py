"""An app and a server agree on a key."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from network import show


def answer(app_public):
    """Run by the server: return what goes to the app, and the shared secret."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return public, private.exchange(X25519PublicKey.from_public_bytes(app_public))


def agree(private, message):
    """Run by the app: return the shared secret."""
    return private.exchange(X25519PublicKey.from_public_bytes(message))


if __name__ == "__main__":
    show(answer, agree)
