"""How long may a message be, and how long is the ciphertext?"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


def longest(public):
    length = 0
    try:
        while public.encrypt(bytes(length + 1), OAEP):
            length += 1
    except ValueError:
        return length


for bits in (2048, 3072):
    public = rsa.generate_private_key(65537, bits).public_key()
    print(f"{bits} bits: at most {longest(public)} bytes, and the ciphertext has {len(public.encrypt(b'yes', OAEP))}")
