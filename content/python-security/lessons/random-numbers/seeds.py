"""Other values that look random. How many tries does an attacker need who knows the time, give or take an hour?"""

import random
import secrets
import uuid

NOW = 1_800_000_000  # the second in which a code was drawn
CODE_BITS = 128


def from_time(second):
    return random.Random(second).getrandbits(CODE_BITS)


def tries_for(code):
    return next(count for count, second in enumerate(range(NOW - 3600, NOW + 3600), 1) if from_time(second) == code)


first, second = uuid.uuid1(), uuid.uuid1()

print(f"random, seeded with the time: found after {tries_for(from_time(NOW)):,} tries")
print(f"uuid1, two in a row:          the same machine number in both: {first.node == second.node}")
print(f"hash(7):                      always {hash(7)}")
print(f"secrets.randbelow(10**6):     one of {10**6:,} values, so count the wrong tries")
print(f"secrets.token_bytes(16):      one of 2**{8 * len(secrets.token_bytes(16))} values")
