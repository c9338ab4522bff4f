"""A voucher in a cookie, signed with Django and with Flask, and encrypted: what everybody reads, and what a change does."""

import base64

import django
import itsdangerous
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing

KEY = "from the secret store"
FERNET_KEY = Fernet.generate_key()  # in a program: also from the secret store


def django_dump(voucher):
    return signing.dumps(voucher, salt="voucher")


def django_load(cookie):
    return signing.loads(cookie, salt="voucher", max_age=3600)  # raises BadSignature


def flask_signer():
    """Make what Flask uses for its session: itsdangerous, here for a value of your own."""
    return itsdangerous.URLSafeTimedSerializer(KEY, salt="voucher")


def flask_dump(voucher):
    return flask_signer().dumps(voucher)


def flask_load(cookie):
    return flask_signer().loads(cookie, max_age=3600)  # raises BadSignature


def secret_dump(voucher):
    return Fernet(FERNET_KEY).encrypt(voucher.encode()).decode()


def secret_load(cookie):
    return Fernet(FERNET_KEY).decrypt(cookie, ttl=3600).decode()  # raises InvalidToken


def first(cookie):
    return cookie.partition(".")[0].partition(":")[0]


def read(cookie):
    """Decode the first part, without a key."""
    return base64.urlsafe_b64decode(first(cookie) + "=" * (-len(first(cookie)) % 4)).decode()


def forge(cookie):
    """Replace the first part with another amount."""
    return base64.urlsafe_b64encode(b'{"amount":9010}').rstrip(b"=").decode() + cookie[len(first(cookie)) :]


if __name__ == "__main__":
    settings.configure(SECRET_KEY=KEY)
    django.setup()
    for name, dump, load in (("Django", django_dump, django_load), ("Flask", flask_dump, flask_load)):
        cookie = dump({"amount": 10})
        print(f"{name:7} everybody reads:  {read(cookie)}")
        print(f"{name:7} the server reads: {load(cookie)}")
        try:
            print(f"{name:7} after a change:   {load(forge(cookie))}")
        except (signing.BadSignature, itsdangerous.BadSignature) as error:
            print(f"{name:7} after a change:   {type(error).__name__}")
    cookie = secret_dump("amount=10")
    readable = b"amount" in base64.urlsafe_b64decode(cookie)
    print(f"Fernet  everybody reads:  {'the amount' if readable else 'no amount'}")
    print(f"Fernet  the server reads: {secret_load(cookie)}")
    try:
        print(f"Fernet  after a change:   {secret_load(cookie[:-6] + 'AAAA==')}")
    except InvalidToken as error:
        print(f"Fernet  after a change:   {type(error).__name__}")
