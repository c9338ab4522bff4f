"""Sign an order, verify it, and change one bit of it."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

private = Ed25519PrivateKey.generate()
public = private.public_key()

order = b"pay 0100 EUR to 4711"
signature = private.sign(order)
print("verify returns", public.verify(signature, order))

changed = bytearray(order)
changed[5] ^= 1
try:
    public.verify(signature, bytes(changed))
except InvalidSignature:
    print("refused:", changed.decode())
