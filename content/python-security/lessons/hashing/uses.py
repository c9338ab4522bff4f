"""Three uses of a hash that go wrong, and what to take in its place."""

import hashlib
import secrets

# Two known messages with the same MD5. They differ in six bits.
ONE = bytes.fromhex(
    "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89"
    "55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b"
    "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0"
    "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70"
)
OTHER = bytes(byte ^ (0x80 if at in {19, 45, 59, 83, 109, 123} else 0) for at, byte in enumerate(ONE))


def fingerprint(number):
    return hashlib.sha256(number.encode()).hexdigest()


phone = f"0170 {secrets.randbelow(10**5):05}"
stored = fingerprint(phone)
found = next(each for each in (f"0170 {number:05}" for number in range(10**5)) if fingerprint(each) == stored)

print("different messages:      ", ONE != OTHER)
print("equal MD5:               ", hashlib.md5(ONE).digest() == hashlib.md5(OTHER).digest())
print("equal SHA-256:           ", hashlib.sha256(ONE).digest() == hashlib.sha256(OTHER).digest())
print("phone number from a hash:", found == phone)
print("equal for two fields:    ", hashlib.sha256(b"ada" + b"17").digest() == hashlib.sha256(b"ada1" + b"7").digest())
