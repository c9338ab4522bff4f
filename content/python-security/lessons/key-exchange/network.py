"""Let an app and a server agree on a key: with nobody in between, and with an attacker in the middle."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

KEY_BYTES = 32


def show(answer, agree):
    app, attacker = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    app_public = app.public_key().public_bytes_raw()
    false_public = attacker.public_key().public_bytes_raw()

    message, server_secret = answer(app_public)
    print("Nobody in between: same secret", agree(app, message) == server_secret)

    try:
        message, server_secret = answer(false_public)
        server_public, rest = message[:KEY_BYTES], message[KEY_BYTES:]
        app_secret = agree(app, false_public + rest)
    except InvalidSignature:
        print("In the middle: the app refuses the answer")
        return
    print("In the middle: same secret", app_secret == server_secret)
    print("The attacker has the app's secret", secret(attacker, app_public) == app_secret)
    print("The attacker has the server's secret", secret(attacker, server_public) == server_secret)


def secret(private, public):
    return private.exchange(X25519PublicKey.from_public_bytes(public))


if __name__ == "__main__":
    print("An X25519 public key has", len(X25519PrivateKey.generate().public_key().public_bytes_raw()), "bytes.")
