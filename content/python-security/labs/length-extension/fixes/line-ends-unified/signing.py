"""Signatures for download links and for programs. Each purpose has its own key."""

import hashlib
import hmac

import keys


def sign(purpose, message):
    """Return the signature of a message, which is bytes."""
    return hmac.new(keys.read(purpose), message, hashlib.sha256).hexdigest()


def is_genuine(purpose, message, signature):
    """Tell whether we have signed this message for this purpose."""
    expected = sign(purpose, message)
    return hmac.compare_digest(expected.encode(), signature.encode())
