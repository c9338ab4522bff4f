"""PyJWT, with the list of algorithms taken from the token."""

import json

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tokens import with_hmac

public = Ed25519PrivateKey.generate().public_key()
RAW = Encoding.Raw, PublicFormat.Raw
PEM = Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
keys = {
    "PEM": public.public_bytes(*PEM),
    "OpenSSH": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
    "JWK": json.dumps({"kty": "OKP", "crv": "Ed25519", "x": "..."}).encode(),
    "hexadecimal": public.public_bytes(*RAW).hex().encode(),
}
for name, key in keys.items():
    token = with_hmac({"alg": "HS256"}, {"user": "admin"}, key)
    algorithms = [jwt.get_unverified_header(token)["alg"]]
    try:
        print(f"{name}: {jwt.decode(token, key, algorithms=algorithms)['user']}")
    except jwt.InvalidKeyError:
        print(f"{name}: InvalidKeyError")
