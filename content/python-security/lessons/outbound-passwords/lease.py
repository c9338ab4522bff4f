"""Issue tokens that end by themselves; the clock is a number of minutes."""

import hashlib
import hmac

KEY = b"only the issuer knows this"
MINUTES = 15


def sign(text: str) -> str:
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()


def issue(now: int) -> str:
    ends = str(now + MINUTES)
    return f"{ends}.{sign(ends)}"


def accept(token: str, now: int) -> bool:
    ends, signature = token.split(".")
    return hmac.compare_digest(sign(ends), signature) and now < int(ends)


if __name__ == "__main__":
    leaked = issue(now=0)
    for when, minute in (("5 minutes", 5), ("15 minutes", 15), ("483 days", 483 * 24 * 60)):
        print(f"used after {when:10}: {'accepted' if accept(leaked, minute) else 'refused'}")
