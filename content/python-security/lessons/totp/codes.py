"""Compute time-based codes as RFC 6238 says, and compare them with the RFC's own examples and with pyotp."""

import base64
import hmac

import pyotp

STEP_SECONDS = 30


def code_at(secret, seconds, digits=6):
    step = seconds // STEP_SECONDS
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


SECRET = b"12345678901234567890"  # the secret of the RFC's examples, in appendix B
EXAMPLES = {59: "94287082", 1111111109: "07081804", 2000000000: "69279037", 20000000000: "65353130"}

if __name__ == "__main__":
    print("as in the RFC:", all(code_at(SECRET, at, digits=8) == code for at, code in EXAMPLES.items()))
    phone = pyotp.TOTP(base64.b32encode(SECRET).decode())
    for at in (1_800_000_000, 1_800_000_029, 1_800_000_030):
        print(f"second {at}: step {at // STEP_SECONDS}, code {code_at(SECRET, at)}, pyotp {phone.at(at)}")
