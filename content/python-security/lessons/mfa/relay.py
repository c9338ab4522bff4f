"""A phishing page passes on what the user sends: first a code from an app, then the answer of a passkey."""

import json
from hashlib import sha256

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData, PublicKeyCredentialRpEntity

NOW = 1_800_000_000
BANK, PHISHING = "https://bank.example", "https://bank-login.example"
PHONE = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
SERVER = Fido2Server(PublicKeyCredentialRpEntity(id="bank.example", name="The bank"))
KEY_ID = b"key 1"
CHALLENGE = sha256(b"a new random value for each sign-in").digest()


class SecurityKey:
    """What the user has: one private key for each site, which never leaves it."""

    def __init__(self):
        self.keys = {"bank.example": ec.generate_private_key(ec.SECP256R1())}

    def public(self, site):
        key = ES256.from_cryptography_key(self.keys[site].public_key())
        return AttestedCredentialData.create(Aaguid.NONE, KEY_ID, key)

    def sign(self, site, client_data):
        if site not in self.keys:
            raise PermissionError(f"the security key has no key for {site}")
        data = AuthenticatorData.create(sha256(site.encode()).digest(), AuthenticatorData.FLAG.UP, 1)
        signature = self.keys[site].sign(data + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return data, signature


def browser(key, page, site, challenge, *, checks=True):
    """Answer a challenge. The browser writes the page's address into what is signed."""
    if checks and not verify_rp_id(site, page):
        raise PermissionError(f"the browser refuses: {page[8:]} may not ask for {site}")
    text = websafe_encode(challenge)
    signed = {"type": "webauthn.get", "challenge": text, "origin": page}
    client_data = json.dumps(signed).encode()
    return client_data, *key.sign(site, client_data)


def bank(key, state, client_data, data, signature):
    """Check the answer: the challenge, the address of the page, the site, and the signature."""
    parts = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
    response = {name: websafe_encode(part) for name, part in parts.items()}
    answer = {"id": websafe_encode(KEY_ID), "rawId": websafe_encode(KEY_ID), "response": response}
    try:
        SERVER.authenticate_complete(state, [key.public("bank.example")], answer)
    except ValueError as error:
        raise PermissionError(f"the bank refuses: {error}") from None


def with_code(say):
    """Pass on a code. The bank cannot see who typed it."""
    say("user", "phishing", "name and password")
    say("phishing", "bank", "name and password")
    say("bank", "phishing", "Your code?")
    say("phishing", "user", "Your code?")
    code = PHONE.at(NOW)
    say("user", "phishing", code)
    say("phishing", "bank", code)
    if not PHONE.verify(code, for_time=NOW):
        raise PermissionError("the bank refuses the code")
    say("bank", "phishing", "a session")


def with_passkey(say, *, site="bank.example", checks=True, rewrite=False):
    """Pass on a challenge. The answer holds the address of the page on which it was given."""
    key = SecurityKey()
    _, state = SERVER.authenticate_begin([key.public("bank.example")], challenge=CHALLENGE)
    say("user", "phishing", "I want to sign in")
    say("phishing", "bank", "I want to sign in")
    say("bank", "phishing", f"challenge {CHALLENGE.hex()[:4]}…, bank.example")
    say("phishing", "user", f"challenge {CHALLENGE.hex()[:4]}…, {site}")
    client_data, data, signature = browser(key, PHISHING, site, CHALLENGE, checks=checks)
    say("user", "phishing", f"signed for {json.loads(client_data)['origin'][8:]}")
    if rewrite:
        client_data = client_data.replace(PHISHING.encode(), BANK.encode())
    say("phishing", "bank", f"signed for {json.loads(client_data)['origin'][8:]}")
    bank(key, state, client_data, data, signature)
    say("bank", "phishing", "a session")


def on_the_real_page():
    key = SecurityKey()
    _, state = SERVER.authenticate_begin([key.public("bank.example")], challenge=CHALLENGE)
    bank(key, state, *browser(key, BANK, "bank.example", CHALLENGE))


ATTEMPTS = [
    ("code", with_code, {}),
    ("passkey", with_passkey, {}),
    ("passkey, other site", with_passkey, {"site": "bank-login.example"}),
    ("passkey, no browser check", with_passkey, {"checks": False}),
    ("passkey, changed address", with_passkey, {"checks": False, "rewrite": True}),
]


def outcome(attempt, options, say):
    try:
        attempt(say, **options)
    except PermissionError as refusal:
        return str(refusal)
    return "the attacker is signed in"


if __name__ == "__main__":
    on_the_real_page()
    print("on the real page, passkey: the user is signed in")
    print("on the phishing page:")
    for name, attempt, options in ATTEMPTS:
        print(f"  {name:26} {outcome(attempt, options, lambda *message: None)}")
