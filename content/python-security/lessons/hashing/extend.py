"""Append to a signed link without the key: a length extension of SHA-256."""

import after
import before
from sha256 import compress, padding, state_of

LONGEST_KEY = 64


def extend(link, tag, more, key_bytes):
    """Return a longer link and its tag, with a guess how long the key is."""
    filled = link + padding(key_bytes + len(link))
    state = state_of(tag)
    rest = more + padding(key_bytes + len(filled) + len(more))
    for start in range(0, len(rest), 64):
        state = compress(state, rest[start : start + 64])
    return filled + more, b"".join(word.to_bytes(4) for word in state)


def attack(server):
    """Try each length of the key, and ask the server."""
    link = b"user=zoe&file=report.pdf"
    tag = server.sign(link)  # zoe got this link from the server
    for key_bytes in range(LONGEST_KEY):
        longer, new_tag = extend(link, tag, b"&file=salaries.pdf", key_bytes)
        answer = server.open_link(longer, new_tag)
        if answer != "refused":
            return f"{answer}, with a key of {key_bytes} bytes"
    return "refused"


if __name__ == "__main__":
    print("sha256(key + link):", attack(before))
    print("HMAC:              ", attack(after))
