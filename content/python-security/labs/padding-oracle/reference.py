"""Decrypts the block with the entry code, from its last byte to its first, by the answers of the machine."""

import base64

from target import call

DAMAGED = "refused: The label is damaged: Invalid padding bytes."


def padded_well(fronts, block):
    labels = [base64.urlsafe_b64encode(front + block).decode() for front in fronts]
    return [at for at, (answer, steps) in enumerate(call("depot:scan", labels)) if answer != DAMAGED]


def decrypt(before, block):
    inner = bytearray(16)
    for at in reversed(range(16)):
        wanted = 16 - at
        fronts = []
        for guess in range(256):
            front = bytearray(byte ^ wanted for byte in inner)
            front[at] = guess
            fronts.append(bytes(front))
        hits = padded_well(fronts, block)
        if len(hits) > 1:  # a longer padding, by chance: it is wrong if the byte in front of it changes
            changed = [fronts[hit][: at - 1] + bytes([fronts[hit][at - 1] ^ 1]) + fronts[hit][at:] for hit in hits]
            hits = [hits[number] for number in padded_well(changed, block)]
        inner[at] = hits[0] ^ wanted
    return bytes(one ^ other for one, other in zip(inner, before))


data = base64.urlsafe_b64decode(call("depot:hall")[1001])
print(decrypt(data[16:32], data[32:48]))
