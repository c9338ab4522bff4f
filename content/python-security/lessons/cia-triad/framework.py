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
TEXT, DATA = "100 euros", b"100 euros"
pad = secrets.token_bytes(len(DATA))
WAYS = {
    "one-time pad": (lambda: xor(DATA, pad), lambda sealed: xor(sealed, pad)),
    "Flask's session": (lambda: session.dumps(TEXT), session.loads),
    "Django's signing": (lambda: signing.dumps(TEXT), signing.loads),
    "Fernet": (lambda: fernet.encrypt(DATA), fernet.decrypt),
}
FORGERY = (BadSignature, signing.BadSignature, InvalidToken)


def is_readable(sealed):
    """Whether the text can be read without the key."""
    if isinstance(sealed, str):
        sealed = base64.urlsafe_b64decode(sealed.replace(".", ":").split(":")[0] + "==")
    return DATA in sealed


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
        sealed = seal()
        assert unseal(sealed) in (TEXT, DATA)
        secret = "no" if is_readable(sealed) else "yes"
        print(f"{name:18}{secret:14}{'yes' if is_noticed(sealed, unseal) else 'no'}")
