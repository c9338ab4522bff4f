"""compare_digest and a string that is not ASCII."""

import hmac

try:
    hmac.compare_digest("é" * 64, "a" * 64)
except TypeError as error:
    print("TypeError:", error)
print(hmac.compare_digest("é".encode() * 64, b"a" * 64))
