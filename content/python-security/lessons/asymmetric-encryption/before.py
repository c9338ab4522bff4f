"""Bids for a painting are encrypted with RSA and nothing else: "textbook RSA"."""

from cryptography.hazmat.primitives.asymmetric import rsa

PRIVATE = rsa.generate_private_key(65537, 3072)
PUBLIC = PRIVATE.public_key()


def encrypt(bid):
    numbers = PUBLIC.public_numbers()
    return pow(bid, numbers.e, numbers.n)


def decrypt(sent):
    numbers = PRIVATE.private_numbers()
    return pow(sent, numbers.d, numbers.public_numbers.n)


def guess(sent):
    """The attacker encrypts every possible bid, and compares."""
    return next((bid for bid in range(0, 1_000_000, 5_000) if encrypt(bid) == sent), None)


def double(sent):
    """The attacker multiplies with the encrypted number 2."""
    return sent * encrypt(2) % PUBLIC.public_numbers().n


def main():
    sent = encrypt(310_000)
    print("read by the attacker: ", guess(sent))
    print("after the change:     ", decrypt(double(sent)))


if __name__ == "__main__":
    main()
