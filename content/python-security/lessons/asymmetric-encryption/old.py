"""The old padding PKCS #1 v1.5, and an old size of key: both are still accepted."""

import secrets

from cryptography.hazmat.primitives.asymmetric import padding, rsa

private = rsa.generate_private_key(65537, 1024)
sent = private.public_key().encrypt(b"310000", padding.PKCS1v15())

errors, texts = 0, set()
for _ in range(50):
    changed = b"\0" + secrets.token_bytes(len(sent) - 1)
    try:
        texts.add(private.decrypt(changed, padding.PKCS1v15()))
    except ValueError:
        errors += 1

print("right message:                   ", private.decrypt(sent, padding.PKCS1v15()))
print("errors for 50 changed messages:  ", errors)
print("one of them gave the right bytes:", b"310000" in texts)
