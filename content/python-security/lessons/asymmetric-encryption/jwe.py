"""An encrypted token (JWE): RSA-OAEP encrypts a fresh key, AES-GCM encrypts the content."""

import warnings

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALLOWED = ["RSA-OAEP-256", "A256GCM"]


def seal(text, public):
    return jwe.encrypt_compact({"alg": "RSA-OAEP-256", "enc": "A256GCM"}, text, public, algorithms=ALLOWED)


def unseal(token, private):
    """Raise JoseError or ValueError for a token that was changed, or has another algorithm."""
    return jwe.decrypt_compact(token, private, algorithms=ALLOWED).plaintext


if __name__ == "__main__":
    private = RSAKey.generate_key(3072, auto_kid=True)
    public = RSAKey.import_key(private.as_dict(private=False))
    token = seal(b"310000", public)
    warnings.simplefilter("ignore")  # joserfc warns of the next line
    old = jwe.encrypt_compact({"alg": "RSA1_5", "enc": "A256GCM"}, b"310000", public, algorithms=["RSA1_5", "A256GCM"])
    print("equal bids, equal tokens:", token == seal(b"310000", public))
    for name, sent in {"genuine": token, "changed": token[:-4] + "AAAA", "old padding": old}.items():
        try:
            print(f"{name}: {unseal(sent, private).decode()}")
        except (JoseError, ValueError) as error:
            print(f"{name}: {type(error).__name__}")
