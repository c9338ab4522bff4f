"""A shop draws its reset codes."""

import random

generator = random.Random()


def reset_code():
    return f"{generator.getrandbits(32):08x}"


if __name__ == "__main__":
    print("characters of a code:", len(reset_code()))
