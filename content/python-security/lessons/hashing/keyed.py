"""Digests with a key: a link that Django signs, and a phone number that can be found again."""

import hmac

import django
from django.conf import settings
from django.core import signing

INDEX_KEY = b"32 bytes from the secret store.."


def sign_link(link):
    return signing.TimestampSigner(salt="download").sign(link)


def open_link(signed):
    return signing.TimestampSigner(salt="download").unsign(signed, max_age=3600)


def index_of(phone):
    """Return what is stored and searched for, and cannot be guessed without the key."""
    digits = "".join(each for each in phone if each.isdecimal())
    return hmac.digest(INDEX_KEY, f"phone, version 1:{digits}".encode(), "sha256").hex()


if __name__ == "__main__":
    settings.configure(SECRET_KEY="from the secret store")
    django.setup()
    link = sign_link("user=zoe&file=report.pdf")
    print("the link:       ", open_link(link))
    for name, forged in {
        "appended:       ": link + "&file=salaries.pdf",
        "another purpose:": signing.TimestampSigner(salt="reset").sign("user=zoe&file=salaries.pdf"),
    }.items():
        try:
            print(name, open_link(forged))
        except signing.BadSignature as error:
            print(name, type(error).__name__)
    print("found again:    ", index_of("0170 12345") == index_of("0170-12345"))
