"""What the bank reads when one bit of the encrypted order is flipped on the way."""

import secrets

from sealed import xor

order = b"pay 100 euros"
key = secrets.token_bytes(len(order))
sealed = bytearray(xor(order, key))
sealed[4] ^= 0b1000
read = xor(sealed, key)

print("the bank reads:", read.decode())
print("characters that differ:", sum(a != b for a, b in zip(order, read, strict=True)))
