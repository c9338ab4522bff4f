"""Bids for a painting are encrypted with RSA and the padding OAEP."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

PRIVATE = rsa.generate_private_key(65537, 3072)
PUBLIC = PRIVATE.public_key()
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


def encrypt(bid):
    return PUBLIC.encrypt(bid.to_bytes(8), OAEP)


def decrypt(sent):
    return int.from_bytes(PRIVATE.decrypt(sent, OAEP))


def guess(sent):
    """The attacker encrypts every possible bid, and compares."""
    return next((bid for bid in range(0, 1_000_000, 5_000) if encrypt(bid) == sent), None)


def double(sent):
    """The attacker multiplies with the encrypted number 2."""
    numbers = PUBLIC.public_numbers()
    changed = int.from_bytes(sent) * pow(2, numbers.e, numbers.n) % numbers.n
    return changed.to_bytes(len(sent))


def main():
    sent = encrypt(310_000)
    print("read by the attacker: ", guess(sent))
    try:
        print("after the change:     ", decrypt(double(sent)))
    except ValueError as error:
        print("after the change:     ", repr(error))


if __name__ == "__main__":
    main()
