"""Check that a message came from the payment provider."""

import hashlib
import hmac

KEY = b"a key from the secret store"  # the provider has the same one


def tag_of(body):
    return hmac.new(KEY, body, hashlib.sha256).hexdigest()


def accept(body, tag):
    return hmac.compare_digest(tag.encode(), tag_of(body).encode())


if __name__ == "__main__":
    body = b'{"order": 4711, "paid": true}'
    print(accept(body, tag_of(body)))
    print(accept(body.replace(b"4711", b"4712"), tag_of(body)))
    print(accept(body, "é" * 64))
