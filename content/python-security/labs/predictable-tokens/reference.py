"""156 tokens of 128 bits are 624 outputs. They show the state of the generator, and so the director's token."""

import random

from target import call


def untemper(output):
    """Return the word of the generator's state from which an output of 32 bits was made."""
    output ^= output >> 18
    output ^= output << 15 & 0xEFC60000
    word = output
    for _ in range(5):
        word = output ^ word << 7 & 0x9D2C5680
    output = word & 0xFFFFFFFF
    word = output
    for _ in range(3):
        word = output ^ word >> 11
    return word


for _ in range(156):
    call("theatre:forgot", "mika")
call("theatre:forgot", "director")

outputs = []
for email in call("theatre:mailbox", "mika", "owls-and-foxes"):
    number = int(email.rpartition("=")[2], 16)
    outputs += [number >> at & 0xFFFFFFFF for at in (0, 32, 64, 96)]  # getrandbits fills the lowest bits first

copy = random.Random()
copy.setstate((3, (*map(untemper, outputs), 624), None))
call("theatre:set_password", f"{copy.getrandbits(128):032x}", "mine")
print(call("theatre:sign_in", "director", "mine"))
