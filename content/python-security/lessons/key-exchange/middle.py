"""Five checks of a received public key, against an attacker on the network in four situations."""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

CHECKS = ("none", "hash sent along", "first key kept", "server signs its key", "server signs both keys")
ATTACKERS = ("listens", "in the middle, first", "in the middle, later", "has an old key")


def seed(name):
    """Return the same 32 bytes in every run. Real keys are random."""
    return sha256(name.encode()).digest()


def private(name):
    return X25519PrivateKey.from_private_bytes(seed(name))


def public(name):
    return private(name).public_key().public_bytes_raw()


def secret(name, theirs):
    return private(name).exchange(X25519PublicKey.from_public_bytes(theirs))


SIGNING = Ed25519PrivateKey.from_private_bytes(seed("server, signing"))


def prove(check, app_public, server_public):
    """Return what the server sends beside its public key."""
    if check == "hash sent along":
        return sha256(server_public).digest()
    if check == "server signs its key":
        return SIGNING.sign(server_public)
    if check == "server signs both keys":
        return SIGNING.sign(app_public + server_public)
    return b""


def accept(check, app_public, theirs, proof, kept):
    """Return whether the app takes the public key that it received."""
    if check == "hash sent along":
        return proof == sha256(theirs).digest()
    if check == "first key kept":
        return kept in (None, theirs)
    if check.startswith("server signs"):
        signed = theirs if check == "server signs its key" else app_public + theirs
        try:
            SIGNING.public_key().verify(proof, signed)
        except InvalidSignature:
            return False
    return True


def meet(check, attacker, say=lambda *message: None):
    """Let app and server agree; return the secrets of app, server and attacker, by their names."""
    long_lived = check == "first key kept"
    server = "server" if long_lived else "server, this time"
    old = "server" if long_lived else "server, an old time"
    kept = None if attacker == "in the middle, first" else public("server")

    say("app", "attacker" if attacker != "listens" else "server", public("app"))
    if attacker == "has an old key":
        theirs, proof, owner = public(old), prove(check, public("another app"), public(old)), old
        say("attacker", "app", theirs)
    elif attacker == "listens":
        theirs, proof, owner = public(server), prove(check, public("app"), public(server)), None
        say("server", "app", theirs)
    else:
        say("attacker", "server", public("attacker"))
        proof = prove(check, public("attacker"), public(server))
        say("server", "attacker", public(server))
        theirs, owner = public("attacker"), "attacker"
        if check == "hash sent along":
            proof = sha256(theirs).digest()
        say("attacker", "app", theirs)

    secrets = {"app": None, "attacker": None, "server": None}
    if accept(check, public("app"), theirs, proof, kept):
        secrets["app"] = secret("app", theirs)
        if owner:
            secrets["attacker"] = secret(owner, public("app"))
        if attacker == "listens":
            secrets["server"] = secret(server, public("app"))
        elif attacker != "has an old key":
            secrets["server"] = secret(server, public("attacker"))
    return secrets


def outcome(secrets):
    if secrets["app"] is None:
        return "refused"
    return "reads" if secrets["attacker"] == secrets["app"] else "safe"


if __name__ == "__main__":
    titles = [attacker.replace("in the ", "") for attacker in ATTACKERS]
    print(f"{'':24}" + "  ".join(titles))
    for check in CHECKS:
        row = [outcome(meet(check, attacker)) for attacker in ATTACKERS]
        print(f"{check:24}" + "  ".join(f"{each:{len(name)}}" for each, name in zip(row, titles)).rstrip())
