"""Be the depot for the locker, and the locker for the depot: two exchanges, and two keys."""

import json
import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from target import call

once = X25519PrivateKey.generate()
mine = once.public_key().public_bytes_raw().hex()


def cipher(message):
    """Agree on a key with the sender of this message."""
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(json.loads(message)["key"])))
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=None, info=b"locker and depot").derive(shared))


def with_my_key(message):
    return json.dumps({**json.loads(message), "key": mine}).encode()


locker, first = call("stations:dial", "harbour")
depot = call("stations:accept")
second, order = call("stations:deliver", depot, with_my_key(first))
[report] = call("stations:deliver", locker, with_my_key(second))

with_locker, with_depot = cipher(first), cipher(second)
text = with_depot.decrypt(order[:12], order[12:], None)
print(text.decode())
print(with_locker.decrypt(report[:12], report[12:], None).decode())

nonce = os.urandom(12)
call("stations:deliver", locker, nonce + with_locker.encrypt(nonce, text.replace(b"Open 12", b"Open 7"), None))
