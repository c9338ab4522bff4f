"""Clone the generator of the module random: 624 of its outputs are enough to compute all the others."""

import random

import before

STATE_WORDS = 624


def undo_right(value, shift):
    """Undo value ^= value >> shift."""
    result = value
    for _ in range(32 // shift):
        result = value ^ result >> shift
    return result


def undo_left(value, shift, mask):
    """Undo value ^= value << shift & mask."""
    result = value
    for _ in range(32 // shift):
        result = value ^ result << shift & mask
    return result & 0xFFFFFFFF


def untemper(output):
    """Return the word of the state from which an output was made."""
    word = undo_right(output, 18)
    word = undo_left(word, 15, 0xEFC60000)
    word = undo_left(word, 7, 0x9D2C5680)
    return undo_right(word, 11)


def clone(outputs):
    """Return a generator that goes on as the one that gave these outputs."""
    if len(outputs) < STATE_WORDS:
        return None
    copy = random.Random()
    copy.setstate((3, (*map(untemper, outputs[-STATE_WORDS:]), STATE_WORDS), None))
    return copy


def main():
    outputs = [int(before.reset_code(), 16) for _ in range(STATE_WORDS)]  # the attacker asks for 624 codes of their own
    copy = clone(outputs)
    next_codes = [f"{copy.getrandbits(32):08x}" for _ in range(5)]
    print("codes that the attacker has seen:", len(outputs))
    print("the next five codes are predicted:", next_codes == [before.reset_code() for _ in range(5)])
    print("with one code less:", clone(outputs[1:]))


if __name__ == "__main__":
    main()
