"""A padding oracle: a server that tells whether the padding was right decrypts everything, for everybody."""

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

KEY = hashlib.sha256(b"fixed, so that each run counts the same").digest()
IV = hashlib.md5(b"fixed, too", usedforsecurity=False).digest()
BLOCK = 16


def encrypt(text):
    padder = PKCS7(128).padder()
    padded = padder.update(text) + padder.finalize()
    return IV + Cipher(algorithms.AES256(KEY), modes.CBC(IV)).encryptor().update(padded)


class Server:
    """It answers only yes or no, as two different error pages or two response times do."""

    asked = 0

    def padding_is_right(self, message):
        self.asked += 1
        padded = Cipher(algorithms.AES256(KEY), modes.CBC(message[:BLOCK])).decryptor().update(message[BLOCK:])
        unpadder = PKCS7(128).unpadder()
        try:
            unpadder.update(padded)
            unpadder.finalize()
        except ValueError:
            return False
        return True


def decrypt_block(server, before, block):
    """Find the bytes of a block, from the last to the first."""
    inner = bytearray(BLOCK)
    for at in reversed(range(BLOCK)):
        wanted = BLOCK - at
        front = bytearray(byte ^ wanted for byte in inner)
        for guess in range(256):
            front[at] = guess
            if server.padding_is_right(bytes(front) + block):
                if at:
                    front[at - 1] ^= 1  # was it by chance a longer padding?
                    if not server.padding_is_right(bytes(front) + block):
                        front[at - 1] ^= 1
                        continue
                break
        inner[at] = front[at] ^ wanted
    return bytes(one ^ other for one, other in zip(inner, before, strict=True))


message = encrypt(b"Boss, the new PIN is 2580 today.")
server = Server()
blocks = [message[at : at + BLOCK] for at in range(0, len(message), BLOCK)]
text = b"".join(decrypt_block(server, before, block) for before, block in zip(blocks, blocks[1:]))
print("decrypted without the key:", text[: -text[-1]].decode())
print(f"questions to the server:   {server.asked:,}")
