"""What signing and encryption of the frameworks keep: who can read a value, and who can change it unnoticed."""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from flask import Flask
from itsdangerous import BadSignature

from sealed import xor

settings.configure(SECRET_KEY=secrets.token_urlsafe(32))
app = Flask(__name__)
app.secret_key = secrets.token_urlsafe(32)
session = app.session_interface.get_signing_serializer(app)
fernet = Fernet(Fernet.generate_key())
pad = secrets.token_bytes(9)

WAYS = {
    "one-time pad": (lambda text: xor(text.encode(), pad), lambda sealed: xor(sealed, pad).decode()),
    "Flask's session": (session.dumps, session.loads),
    "Django's signing": (signing.dumps, signing.loads),
    "Fernet": (lambda text: fernet.encrypt(text.encode()), lambda sealed: fernet.decrypt(sealed).decode()),
}
FORGERY = (BadSignature, signing.BadSignature, InvalidToken)


def is_readable(sealed, text):
    """Whether the text can be read without the key."""
    if isinstance(sealed, str):
        sealed = base64.urlsafe_b64decode(sealed.replace(".", ":").split(":")[0] + "==")
    return text.encode() in sealed


def is_noticed(sealed, unseal):
    """Whether a changed first character is noticed."""
    changed = ("A" if isinstance(sealed, str) else bytes([sealed[0] ^ 1])) + sealed[1:]
    try:
        unseal(changed)
    except FORGERY:
        return True
    return False


if __name__ == "__main__":
    print(f"{'':18}confidential  a change is noticed")
    for name, (seal, unseal) in WAYS.items():
        sealed = seal("100 euros")
        assert unseal(sealed) == "100 euros"
        secret = "no" if is_readable(sealed, "100 euros") else "yes"
        print(f"{name:18}{secret:14}{'yes' if is_noticed(sealed, unseal) else 'no'}")
