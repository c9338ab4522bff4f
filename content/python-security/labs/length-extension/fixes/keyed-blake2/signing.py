"""Signatures for download links and for programs. Each purpose has its own key."""

import hashlib
import hmac

import keys


def sign(purpose, message):
    """Return the signature of a message, which is bytes."""
    mac = hashlib.blake2b(message, key=keys.read(purpose), digest_size=32, person=purpose.encode())
    return mac.hexdigest()


def is_genuine(purpose, message, signature):
    """Tell whether we have signed this message for this purpose."""
    expected = sign(purpose, message)
    return hmac.compare_digest(expected.encode(), signature.encode())
