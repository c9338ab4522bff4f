"""An app and a server agree on a key."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

LABEL = b"agreement, version 1"


def answer(app_public, signing):
    """Run by the server: return what goes to the app, and the shared secret."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    signature = signing.sign(LABEL + app_public + mine)
    return mine + signature, once.exchange(X25519PublicKey.from_public_bytes(app_public))


def agree(once, message, known):
    """Run by the app: return the shared secret."""
    mine = once.public_key().public_bytes_raw()
    theirs, signature = message[:32], message[32:]
    known.verify(signature, LABEL + mine + theirs)
    return once.exchange(X25519PublicKey.from_public_bytes(theirs))


if __name__ == "__main__":
    signing = Ed25519PrivateKey.generate()
    known = signing.public_key()  # came with the app
    app, attacker = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    app_public = app.public_key().public_bytes_raw()
    false_public = attacker.public_key().public_bytes_raw()

    message, server_secret = answer(app_public, signing)
    app_secret = agree(app, message, known)
    print("Nobody in between: same secret", app_secret == server_secret)

    message, server_secret = answer(false_public, signing)
    try:
        agree(app, false_public + message[32:], known)
    except InvalidSignature:
        print("In the middle: the app refuses the answer")
