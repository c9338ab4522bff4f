"""The sign-in service of the city. It makes tokens for several services, and alone has the private keys."""

import json
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from secrets import token_hex

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEYS = Path(__file__).with_name("keys")
PASSWORDS = {"mira": "${mira_password}", "zoe": "harbour-7421", "Jürg O'Neill": "${jurg_password}"}
ROLES = {
    "mira": {"archive": "keeper", "archive-training": "keeper", "forum": "reader", "arch": "reader"},
    "zoe": {"archive": "reader", "archive-training": "keeper", "forum": "keeper", "arch": "keeper"},
    "Jürg O'Neill": {"archive": "reader", "archive-training": "reader", "forum": "reader", "arch": "reader"},
}
SECONDS = 3600

_signing = []


def new_key():
    """Make a key, publish its public half, and sign with it from now on. Older keys stay valid."""
    private, kid = Ed25519PrivateKey.generate(), f"city-{len(_signing) + 1}-{token_hex(3)}"
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    KEYS.mkdir(exist_ok=True)
    (KEYS / f"{kid}.pem").write_bytes(public)
    _signing.append((kid, private))
    return kid


def public_keys():
    """Return the public keys, as everybody may have them."""
    return {path.stem: path.read_text() for path in KEYS.glob("*.pem")}


def sign_in(name, password, *audiences):
    """Return a token for these services: archive, archive-training, forum, arch (the chat of the architects)."""
    if PASSWORDS.get(name) != password:
        raise PermissionError("Name or password is wrong.")
    roles = {ROLES[name][audience] for audience in audiences}
    audience = audiences[0] if len(audiences) == 1 else list(audiences)
    role = "keeper" if roles == {"keeper"} else "reader"
    return _signed({"sub": name, "aud": audience, "role": role, "exp": _now() + SECONDS})


def newsletter(name):
    """Return the newsletter that a member gets. Its links work without a password."""
    stop = _signed({"sub": name, "role": "reader", "purpose": "no newsletter", "exp": _now() + 365 * 24 * SECONDS})
    hours = _signed({"sub": name, "role": "reader", "purpose": "opening hours", "aud": "archive"})
    return (
        f"Good news, {name}!\n"
        f"Opening hours of the archive in your calendar: https://city.lab.test/hours.ics?token={hours}\n"
        f"No more newsletters: https://city.lab.test/stop?token={stop}\n"
    )


def _now():
    """Return the time of this service; the judge turns it back, to get tokens from earlier."""
    return int(time.time()) - int(Path(__file__).with_name("earlier.txt").read_text())


def _signed(claims):
    kid, private = _signing[-1]
    parts = [{"typ": "JWT", "alg": "EdDSA", "kid": kid}, {"jti": token_hex(8), **claims}]
    message = ".".join(_encoded(json.dumps(part, ensure_ascii=False).encode()) for part in parts)
    return f"{message}.{_encoded(private.sign(message.encode()))}"


def _encoded(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


new_key()
