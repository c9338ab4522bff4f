"""An app and a server agree on a key."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey


def answer(app_public):
    """Run by the server: return what goes to the app, and the shared secret."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    return mine, once.exchange(X25519PublicKey.from_public_bytes(app_public))


def agree(once, message):
    """Run by the app: return the shared secret."""
    return once.exchange(X25519PublicKey.from_public_bytes(message))


if __name__ == "__main__":
    app, attacker = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    app_public = app.public_key().public_bytes_raw()
    false_public = attacker.public_key().public_bytes_raw()

    message, server_secret = answer(app_public)
    app_secret = agree(app, message)
    print("Nobody in between: same secret", app_secret == server_secret)

    message, server_secret = answer(false_public)
    app_secret = agree(app, false_public)
    print("In the middle: same secret", app_secret == server_secret)
    print("The attacker has the app's secret", agree(attacker, app_public) == app_secret)
    print("The attacker has the server's secret", agree(attacker, message) == server_secret)
