"""A message with a perfect key, changed by somebody who never had the key."""

import secrets


def combine(text, key):
    return bytes(a ^ b for a, b in zip(text, key, strict=True))


def main():
    order = b"pay 100 euros"
    key = secrets.token_bytes(len(order))
    sealed = combine(order, key)

    # On the way: knows what the text looks like, and not the key.
    change = combine(b"pay 100 euros", b"pay 900 euros")
    forged = combine(sealed, change)

    print("arrives:", combine(forged, key).decode())


if __name__ == "__main__":
    main()
