"""Encrypt two orders with RSA alone, each in a piece of its own."""

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PADDING = OAEP(MGF1(SHA256()), SHA256(), None)
bank = generate_private_key(65537, 3072)
public = bank.public_key()

for size in (318, 319):
    try:
        print(size, "bytes become", len(public.encrypt(bytes(size), PADDING)))
    except ValueError:
        print(size, "bytes: too long")

orders = [b"pay 0100 EUR to 4711", b"pay 0250 EUR to 8812"]
pieces = [public.encrypt(order, PADDING) for order in orders]
pieces = [pieces[1], pieces[1]]  # an attacker drops a piece and repeats another
for piece in pieces:
    print(bank.decrypt(piece, PADDING).decode())
