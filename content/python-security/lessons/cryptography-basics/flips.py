"""A test that finds the weakness: flip each bit of a cookie once, and count how many are accepted."""

import after
import before
from cryptography.exceptions import InvalidTag


def accepted(shop):
    cookie = shop.seal(shop.VOUCHER)
    count = 0
    for bit in range(8 * len(cookie)):
        changed = bytearray(cookie)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            shop.unseal(bytes(changed))
            count += 1
        except InvalidTag:
            pass
    return f"{count} of {8 * len(cookie)} changed cookies are accepted"


print("before.py:", accepted(before))
print("after.py: ", accepted(after))
