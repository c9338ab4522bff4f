"""Signatures for download links and for programs. Each purpose has its own key."""

import base64
import hashlib
import hmac

import keys


def sign(purpose, message):
    """Return the signature of a message, which is bytes."""
    key = hashlib.sha256(keys.read(purpose)).digest()
    inner = hashlib.sha256(key + message).digest()
    return base64.urlsafe_b64encode(hashlib.sha256(key + inner).digest()).decode()


def is_genuine(purpose, message, signature):
    """Tell whether we have signed this message for this purpose."""
    expected = sign(purpose, message)
    return hmac.compare_digest(expected.encode(), signature.encode())
