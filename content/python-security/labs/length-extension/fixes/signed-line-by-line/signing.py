"""Signatures for download links and for programs. Each purpose has its own key."""

import hashlib
import hmac

import keys


def sign(purpose, message):
    """Return the signature of a message, which is bytes. Long ones are signed line by line."""
    mac = hmac.new(keys.read(purpose), len(message).to_bytes(8), hashlib.sha256)
    for line in message.splitlines():
        mac.update(line)
    return mac.hexdigest()


def is_genuine(purpose, message, signature):
    """Tell whether we have signed this message for this purpose."""
    expected = sign(purpose, message)
    return hmac.compare_digest(expected.encode(), signature.encode())
