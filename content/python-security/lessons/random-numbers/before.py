"""A shop draws its reset codes with the module random."""

import random

generator = random.Random()


def reset_code():
    return f"{generator.getrandbits(32):08x}"


if __name__ == "__main__":
    print("a code of 8 characters:", len(reset_code()) == 8)
    print("drawn by the operating system:", isinstance(generator, random.SystemRandom))
