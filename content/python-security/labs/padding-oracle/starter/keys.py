"""The keys of the parcel service, all of them derived from one secret that is only in the depot."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER = b"${master_key}"


def key(size, purpose="labels"):
    """Return a key of this many bytes; another purpose gives another key."""
    return HKDF(SHA256(), size, salt=None, info=purpose.encode()).derive(MASTER)
