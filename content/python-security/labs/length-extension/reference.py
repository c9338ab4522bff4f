"""Go on from the signature of a link: mix in one more block, with `&drawing=41`."""

from target import call

MASK = 0xFFFFFFFF


def primes(count):
    found, number = [], 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def cube_root(number):
    low, high = 0, 1 << 40
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low


CONSTANTS = [cube_root(prime << 96) & MASK for prime in primes(64)]


def turn(word, bits):
    return (word >> bits | word << 32 - bits) & MASK


def compress(state, block):
    """Mix one block of 64 bytes into the state of SHA-256, a list of eight words, and return the next state."""
    words = [int.from_bytes(block[at : at + 4]) for at in range(0, 64, 4)]
    for at in range(16, 64):
        early, late = words[at - 15], words[at - 2]
        mixed = turn(early, 7) ^ turn(early, 18) ^ early >> 3
        mixed += turn(late, 17) ^ turn(late, 19) ^ late >> 10
        words.append((words[at - 16] + words[at - 7] + mixed) & MASK)
    a, b, c, d, e, f, g, h = state
    for constant, word in zip(CONSTANTS, words, strict=True):
        first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + constant + word
        second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = first + second & MASK, a, b, c, d + first & MASK, e, f, g
    return [old + new & MASK for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def padding(length):
    """Return what SHA-256 appends to a message of this length in bytes."""
    return b"\x80" + bytes(-(length + 9) % 64) + (8 * length).to_bytes(8)


KEY_LENGTH = 19
MORE = b"&drawing=41"

query, _, signature = call("desk:share", "Kim", "12").rpartition("&signature=")
message = query.encode("latin-1")
message += padding(KEY_LENGTH + len(message)) + MORE
digest = bytes.fromhex(signature)
state = [int.from_bytes(digest[at : at + 4]) for at in range(0, 32, 4)]
state = compress(state, MORE + padding(KEY_LENGTH + len(message)))
forged = b"".join(word.to_bytes(4) for word in state).hex()
print(call("desk:download", f"{message.decode('latin-1')}&signature={forged}"))
