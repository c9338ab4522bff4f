"""Flip every bit of a signed order, and count what the program accepts."""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORDER = b"pay 0100 EUR to 4711"
COVERED = {"the whole order": ORDER, "only the amount": ORDER[:12]}
AFTER = ("stops", "logs it and goes on")
PRIVATE = Ed25519PrivateKey.from_private_bytes(sha256(b"example").digest())  # a real key is random
PUBLIC = PRIVATE.public_key()


def accepts(order, signature, covered, after):
    """Return whether the program carries out this order."""
    try:
        PUBLIC.verify(signature, order[: len(COVERED[covered])])
    except InvalidSignature:
        return after != "stops"
    return True


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 0x80 >> bit % 8
    return bytes(changed)


def accepted_bits(covered, after):
    """Return for each bit of the order whether it can be flipped, and for each bit of the signature."""
    signature = PRIVATE.sign(COVERED[covered])
    return (
        [accepts(flipped(ORDER, bit), signature, covered, after) for bit in range(8 * len(ORDER))],
        [accepts(ORDER, flipped(signature, bit), covered, after) for bit in range(8 * len(signature))],
    )


if __name__ == "__main__":
    for covered in COVERED:
        for after in AFTER:
            order, signature = accepted_bits(covered, after)
            counts = f"{sum(order):3} of {len(order)} in the order, {sum(signature):3} of {len(signature)} in the signature"
            print(f"signs {covered}, {after}: {counts}")
