"""A Flask endpoint that accepts tokens of the sign-in service."""

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, abort, request

app = Flask(__name__)


def verified_claims():
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        return jwt.decode(
            token if scheme == "Bearer" else "",
            app.config["SIGN_IN_KEY"],
            algorithms=["EdDSA"],
            audience="shop",
            issuer="https://sign-in.example",
            options={"require": ["exp", "aud", "iss", "sub"]},
        )
    except jwt.InvalidTokenError:
        abort(401)


@app.get("/me")
def me():
    return {"user": verified_claims()["sub"]}


if __name__ == "__main__":
    private = Ed25519PrivateKey.generate()
    app.config["SIGN_IN_KEY"] = private.public_key()  # a file in your settings, in a real program
    good = {"sub": "zoe", "aud": "shop", "iss": "https://sign-in.example", "exp": 4102444800}
    public = private.public_key().public_bytes_raw().hex()
    tokens = {
        "genuine": jwt.encode(good, private, "EdDSA"),
        "HMAC with the public key": jwt.encode(good, public, "HS256"),
        "no algorithm": jwt.encode(good, None, "none"),
        "changed claims": jwt.encode(good, private, "EdDSA").replace(".", ".e", 1),
        "no signature": jwt.encode(good, private, "EdDSA").rpartition(".")[0] + ".",
        "expired": jwt.encode(good | {"exp": 1}, private, "EdDSA"),
        "for another service": jwt.encode(good | {"aud": "forum"}, private, "EdDSA"),
        "of another issuer": jwt.encode(good | {"iss": "https://attacker.example"}, private, "EdDSA"),
    }
    for name, token in tokens.items():
        response = app.test_client().get("/me", headers={"Authorization": f"Bearer {token}"})
        print(f"{name:26}{response.status_code}")
    print(f"{'no header':26}{app.test_client().get('/me').status_code}")
