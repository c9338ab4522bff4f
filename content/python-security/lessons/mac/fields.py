"""A tag over joined fields does not say where a field ends."""

import hashlib
import hmac
import json

KEY = b"a key from the secret store"


def joined(user, amount):
    return hmac.new(KEY, f"{user}{amount}".encode(), hashlib.sha256).hexdigest()


def structured(user, amount):
    body = json.dumps(["payment, version 1", user, amount]).encode()
    return hmac.new(KEY, body, hashlib.sha256).hexdigest()


for tag in (joined, structured):
    print(f"{tag.__name__:11}", tag("12", "30") == tag("1", "230"))
