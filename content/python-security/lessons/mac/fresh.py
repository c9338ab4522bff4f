"""A webhook that is refused if it is old, or if it was sent before."""

import hashlib
import hmac
import re

import django
from django.conf import settings

settings.configure()
django.setup()

from django.core.cache import cache

KEY = b"a key from the secret store"
SECONDS = 300


def tag_of(body, time):
    return hmac.new(KEY, time.encode() + b"." + body, hashlib.sha256).hexdigest()


def accept(body, time, tag, now):
    if not re.fullmatch("[0-9]{1,12}", time) or abs(now - int(time)) > SECONDS:
        return False
    if not hmac.compare_digest(tag.encode(), tag_of(body, time).encode()):
        return False
    return cache.add(f"tag-{tag}", True, timeout=2 * SECONDS + 1)


if __name__ == "__main__":
    body, sent = b'{"order": 4711, "paid": true}', 1_800_000_000
    tag = tag_of(body, str(sent))
    print("old:       ", accept(body, str(sent), tag, now=sent + 301))
    print("later time:", accept(body, str(sent + 301), tag, now=sent + 301))
    print("first:     ", accept(body, str(sent), tag, now=sent + 2))
    print("replayed:  ", accept(body, str(sent), tag, now=sent + 3))
