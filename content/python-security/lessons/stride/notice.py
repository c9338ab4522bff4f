"""Is it paid? A notice from the internet, believed in two ways."""

import hashlib
import hmac
import json
import secrets

KEY = secrets.token_bytes(32)  # known to the provider and to us
seen = set()


def sign(body):
    return hmac.new(KEY, body, hashlib.sha256).hexdigest()


def believed(body, signature):
    return json.loads(body)["paid"]


def checked(body, signature):
    if not hmac.compare_digest(sign(body).encode(), signature.encode()):
        return False
    notice = json.loads(body)
    if notice["id"] in seen:
        return False
    seen.add(notice["id"])
    return notice["paid"]


def main():
    honest = json.dumps({"id": "n-1", "order": 7, "paid": True}).encode()
    forged = json.dumps({"id": "n-2", "order": 8, "paid": True}).encode()
    for door in (believed, checked):
        print(door.__name__)
        print("  honest      ", door(honest, sign(honest)))
        print("  forged      ", door(forged, "0" * 64))
        print("  changed     ", door(honest.replace(b"7", b"8"), sign(honest)))
        print("  sent again  ", door(honest, sign(honest)))


if __name__ == "__main__":
    main()
