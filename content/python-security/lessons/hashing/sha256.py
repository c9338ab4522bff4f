"""SHA-256 in steps: a state of eight words, and a function that mixes one block of 64 bytes into it."""

import hashlib


def primes(count):
    found = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def root_bits(number, degree):
    """Return the first 32 bits behind the point of a root, as the standard asks for its constants."""
    wanted = number << 32 * degree
    low, high = 0, 1 << 40
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= wanted else (low, middle - 1)
    return low & 0xFFFFFFFF


START = tuple(root_bits(prime, 2) for prime in primes(8))
ROUNDS = [root_bits(prime, 3) for prime in primes(64)]


def turn(word, bits):
    return (word >> bits | word << 32 - bits) & 0xFFFFFFFF


def compress(state, block):
    """Return the next state. There is no key: anyone who has a state and a block can do this."""
    words = [int.from_bytes(block[at : at + 4]) for at in range(0, 64, 4)]
    for at in range(16, 64):
        early, late = words[at - 15], words[at - 2]
        mixed = turn(early, 7) ^ turn(early, 18) ^ early >> 3
        mixed += turn(late, 17) ^ turn(late, 19) ^ late >> 10
        words.append((words[at - 16] + words[at - 7] + mixed) & 0xFFFFFFFF)
    a, b, c, d, e, f, g, h = state
    for constant, word in zip(ROUNDS, words, strict=True):
        first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + constant + word
        second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = first + second & 0xFFFFFFFF, a, b, c, d + first & 0xFFFFFFFF, e, f, g
    return tuple(old + new & 0xFFFFFFFF for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def padding(length):
    """Return what SHA-256 appends to a message: one bit, zeros, and the length in bits."""
    return b"\x80" + bytes(-(length + 9) % 64) + (8 * length).to_bytes(8)


def state_of(digest):
    """Return the state after the last block: it is the digest itself."""
    return tuple(int.from_bytes(digest[at : at + 4]) for at in range(0, 32, 4))


def sha256(message):
    state = START
    filled = message + padding(len(message))
    for start in range(0, len(filled), 64):
        state = compress(state, filled[start : start + 64])
    return b"".join(word.to_bytes(4) for word in state)


if __name__ == "__main__":
    messages = [b"a" * length for length in range(200)]
    print("as hashlib:", all(sha256(each) == hashlib.sha256(each).digest() for each in messages))
