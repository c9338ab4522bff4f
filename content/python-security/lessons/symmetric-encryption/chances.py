"""How likely is it that random nonces of one key collide? Computed, with nobody encrypting."""

import math


def chance(messages, bits):
    """Return the chance that at least two of so many random nonces are equal (the birthday problem)."""
    return -math.expm1(-messages * (messages - 1) / 2 ** (bits + 1))


for bits, messages in ((32, 10_000), (32, 100_000), (64, 10**9), (96, 10**9), (96, 2**32)):
    print(f"{bits} random bits, {messages:>13,} messages: {chance(messages, bits):.1e}")
