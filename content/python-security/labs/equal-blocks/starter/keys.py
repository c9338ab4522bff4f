"""The keys of the practice, all of them derived from one secret that is only on the web server."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER = b"${master_key}"


def key(size, purpose="cells"):
    """Return a key of this many bytes; another purpose gives another key."""
    return HKDF(SHA256(), size, salt=None, info=purpose.encode()).derive(MASTER)
