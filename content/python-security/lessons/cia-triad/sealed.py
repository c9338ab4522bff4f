"""A perfectly encrypted message, changed by an attacker who never had the key."""

import secrets


def xor(text, key):
    return bytes(a ^ b for a, b in zip(text, key, strict=True))


def main():
    order = b"pay 100 euros"
    key = secrets.token_bytes(len(order))
    sealed = xor(order, key)

    # The attacker can guess the text of the order, and does not know the key.
    change = xor(b"pay 100 euros", b"pay 900 euros")
    forged = xor(sealed, change)

    print("the bank reads:", xor(forged, key).decode())


if __name__ == "__main__":
    main()
