"""What tests and attacks share: programs, published collisions, and hashes that go on from a digest."""

import base64
import math
from contextlib import suppress

from quintain.judge import Raised

LIMIT, MATERIALS = 120, 320
BRACKET, ROTOR = "12", "41"
SEPARATOR = "&signature="


def word(rng, length=8):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def table(rng, **watts):
    """Return a table of harmless powers; `m7=200` sets the power of material 7."""
    powers = bytearray(rng.randrange(1, LIMIT) for _ in range(MATERIALS))
    for material, power in watts.items():
        powers[int(material[1:])] = power
    return bytes(powers)


def program(rng, material, lines="", powers=None):
    powers = powers or table(rng)
    return powers + f"material={material}\njob={word(rng)}\n{lines}".encode()


def asked(box, target, *arguments):
    """Call a function of the program; a refusal is None."""
    try:
        return box.call(target, *arguments)
    except Raised:
        return None


def content_of(box, link):
    answer = asked(box, "desk:download", link)
    return answer.get("content") if isinstance(answer, dict) else None


def changes(rng, content):
    """Return other programs that somebody could take for this one, by what is changed."""
    lines = content.split(b"\n")
    line = rng.randrange(1, len(lines) - 1)
    end = len(b"\n".join(lines[:line]))  # where one of the lines ends
    place = rng.randrange(len(content) - 1)
    found = {
        "a line end moved": content[:end] + content[end + 1 : end + 2] + b"\n" + content[end + 2 :],
        "an empty line more": content[:end] + b"\n" + content[end:],
        "a line end less": content[:end] + content[end + 1 :],
        "a line twice": b"\n".join([*lines[: line + 1], *lines[line:]]),
        "lines in another order": b"\n".join([lines[0], *lines[:0:-1]]),
        "small and capital letters": content.swapcase(),
        "two bytes swapped": content[:place] + content[place : place + 2][::-1] + content[place + 2 :],
        "an accent in another form": content.replace("\u00e9".encode(), "e\u0301".encode()),
        "another byte that is not UTF-8": content.replace(b"\xff", b"\xfe"),
        "no byte that is not UTF-8": content.replace(b"\xff", b""),
        "spaces around =": content.replace(b"job=", b"job = "),
    }
    for other in (b"\r", b"\r\n", b"\v", b"\f", b"\x1c", b"\x85", b"\0", b" "):
        found[f"{other!r} in place of a line end"] = content[:end] + other + content[end + 1 :]
    for other in (b"\t", b"  ", b""):
        found[f"{other!r} in place of spaces"] = content.replace(b" ", other)
    for more in (b"\n", b"\r", b" ", b"\0", b"\x1a"):
        found[f"{more!r} at the end"] = content + more
        found[f"{more!r} at the beginning"] = more + content
    found["a byte order mark"] = b"\xef\xbb\xbf" + content
    for size in (16, 64, 128, 256):
        found[f"two blocks of {size} bytes swapped"] = content[size : 2 * size] + content[:size] + content[2 * size :]
    for at in (0, len(content) - 1, *rng.sample(range(len(content)), 8)):
        found[f"one bit of byte {at}"] = content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    return {name: other for name, other in found.items() if other != content}


def varied(rng):
    """Return a program in which there is much to change."""
    lines = [f"remark={word(rng)} {word(rng).upper()} \u00e9\t x", f"cut={word(rng)}  {word(rng)}", "", word(rng, 300)]
    return program(rng, 7, "\n".join(lines)) + b" \xff\x80\nend=1 \n "


def cuts_too_hard(watts):
    return isinstance(watts, int) and watts > LIMIT


# Published collisions. MD5: Wang, Feng, Lai and Yu, 2004. SHA-1: Stevens and others, 2017.

_MD5 = bytes.fromhex(
    "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89"
    "55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b"
    "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0"
    "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70"
)
_MD5_OTHER = bytes(byte ^ (0x80 if at in {19, 45, 59, 83, 109, 123} else 0) for at, byte in enumerate(_MD5))
_SHA1_START = bytes.fromhex(
    "255044462d312e330a25e2e3cfd30a0a0a312030206f626a0a3c3c2f57696474682032203020522f4865696768742033203020522f547970"
    "652034203020522f537562747970652035203020522f46696c7465722036203020522f436f6c6f7253706163652037203020522f4c656e67"
    "74682038203020522f42697473506572436f6d706f6e656e7420383e3e0a73747265616d0affd8fffe00245348412d312069732064656164"
    "2121212121852fec092339759c39b1a1c63c4c97e1fffe01"
)
_SHA1 = _SHA1_START + bytes.fromhex(
    "7f46dc93a6b67e013b029aaa1db2560b45ca67d688c7f84b8c4c791fe02b3df614f86db1690901c56b45c1530afedfb76038e972722fe7ad"
    "728f0e4904e046c230570fe9d41398abe12ef5bc942be33542a4802d98b5d70f2a332ec37fac3514e74ddc0f2cc1a874cd0c78305a215664"
    "61309789606bd0bf3f98cda8044629a1"
)
_SHA1_OTHER = _SHA1_START + bytes.fromhex(
    "7346dc9166b67e118f029ab621b2560ff9ca67cca8c7f85ba84c79030c2b3de218f86db3a90901d5df45c14f26fedfb3dc38e96ac22fe7bd"
    "728f0e45bce046d23c570feb141398bb552ef5a0a82be331fea48037b8b5d71f0e332edf93ac3500eb4ddc0decc1a864790c782c76215660"
    "dd309791d06bd0af3f98cda4bc4629b1"
)


def colliding(rng, algorithm):
    """Return a safe program and a dangerous one with the same MD5 or SHA-1."""
    pair = {"md5": (_MD5, _MD5_OTHER), "sha1": (_SHA1, _SHA1_OTHER)}[algorithm]
    useful = [at for at, powers in enumerate(zip(*pair, strict=True)) if min(powers) <= LIMIT < max(powers)]
    material = rng.choice(useful)
    behind = table(rng)[len(pair[0]) :] + f"material={material}\njob={word(rng)}\n".encode()
    return tuple(each + behind for each in sorted(pair, key=lambda powers: powers[material]))


def is_run(box, safe, dangerous, before):
    """Tell whether the machine runs a dangerous program, uploaded before or after a safe one that is released."""
    if before:
        asked(box, "desk:upload", dangerous)
    number = asked(box, "desk:release", safe)
    if not before:
        asked(box, "desk:upload", dangerous)
    return cuts_too_hard(asked(box, "desk:cut", number))


def collision_is_run(box, rng, algorithm):
    return any(is_run(box, *colliding(rng, algorithm), before) for before in (True, False))


# Hashes that go on from a digest.


def _primes(count):
    found, number = [], 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def _cube_root(number):
    root = 1 << -(-number.bit_length() // 3)
    while (smaller := (2 * root + number // root**2) // 3) < root:
        root = smaller
    return root


def _sha2(state, block, size):
    """Mix one block into a state of SHA-256 (size 4) or SHA-512 (size 8)."""
    bits, mask = 8 * size, (1 << 8 * size) - 1
    small, large = {4: (((7, 18, 3), (17, 19, 10)), ((6, 11, 25), (2, 13, 22)))}.get(
        size, (((1, 8, 7), (19, 61, 6)), ((14, 18, 41), (28, 34, 39)))
    )

    def turn(value, by):
        return (value >> by | value << bits - by) & mask

    def mixed(value, turns):
        return turn(value, turns[0]) ^ turn(value, turns[1]) ^ turn(value, turns[2])

    def shifted(value, turns):
        return turn(value, turns[0]) ^ turn(value, turns[1]) ^ value >> turns[2]

    rounds = {4: 64, 8: 80}[size]
    words = [int.from_bytes(block[at : at + size]) for at in range(0, 16 * size, size)]
    for at in range(16, rounds):
        words.append(
            words[at - 16] + words[at - 7] + shifted(words[at - 15], small[0]) + shifted(words[at - 2], small[1]) & mask
        )
    a, b, c, d, e, f, g, h = state
    for prime, value in zip(_primes(rounds), words, strict=True):
        constant = _cube_root(prime << 3 * bits) & mask
        first = h + mixed(e, large[0]) + (e & f ^ ~e & g) + constant + value
        second = mixed(a, large[1]) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = first + second & mask, a, b, c, d + first & mask, e, f, g
    return tuple(old + new & mask for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def _turn32(value, by):
    value &= 0xFFFFFFFF
    return (value << by | value >> 32 - by) & 0xFFFFFFFF


def _sha1(state, block, _):
    words = [int.from_bytes(block[at : at + 4]) for at in range(0, 64, 4)]
    for at in range(16, 80):
        words.append(_turn32(words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16], 1))
    a, b, c, d, e = state
    for at, value in enumerate(words):
        chosen, constant = [
            (b & c | ~b & d, 0x5A827999),
            (b ^ c ^ d, 0x6ED9EBA1),
            (b & c | b & d | c & d, 0x8F1BBCDC),
            (b ^ c ^ d, 0xCA62C1D6),
        ][at // 20]
        a, b, c, d, e = _turn32(a, 5) + chosen + e + constant + value & 0xFFFFFFFF, a, _turn32(b, 30), c, d
    return tuple(old + new & 0xFFFFFFFF for old, new in zip(state, (a, b, c, d, e), strict=True))


def _md5(state, block, _):
    words = [int.from_bytes(block[at : at + 4], "little") for at in range(0, 64, 4)]
    turns = ((7, 12, 17, 22), (5, 9, 14, 20), (4, 11, 16, 23), (6, 10, 15, 21))
    a, b, c, d = state
    for at in range(64):
        chosen, place = [
            (b & c | ~b & d, at),
            (d & b | ~d & c, 5 * at + 1),
            (b ^ c ^ d, 3 * at + 5),
            (c ^ (b | ~d & 0xFFFFFFFF), 7 * at),
        ][at // 16]
        constant = int(abs(math.sin(at + 1)) * 2**32)
        a, b, c, d = d, b + _turn32(a + chosen + constant + words[place % 16], turns[at // 16][at % 4]), b, c
        b &= 0xFFFFFFFF
    return tuple(old + new & 0xFFFFFFFF for old, new in zip(state, (a, b, c, d), strict=True))


EXTENDABLE = {16: (_md5, 4, "little"), 20: (_sha1, 4, "big"), 32: (_sha2, 4, "big"), 64: (_sha2, 8, "big")}
"""The size of a digest in bytes: the hash that has this size, the size of its words, and their order."""


def extended(digest, length, more):
    """Return the padding behind a message of this length, and the digest of message, padding and more."""
    mix, size, order = EXTENDABLE[len(digest)]
    state = tuple(int.from_bytes(digest[at : at + size], order) for at in range(0, len(digest), size))
    block = 16 * size

    def padding(count):
        return b"\x80" + bytes(-(count + 1 + 2 * size) % block) + (8 * count).to_bytes(2 * size, order)

    first = padding(length)
    rest = more + padding(length + len(first) + len(more))
    for at in range(0, len(rest), block):
        state = mix(state, rest[at : at + block], size)
    return first, b"".join(value.to_bytes(size, order) for value in state)


def decoded(signature):
    """Return the ways to read a signature: the digest, and a function that writes another digest in the same way."""
    found = []
    with suppress(ValueError):
        upper = signature.upper() == signature
        found.append(
            (bytes.fromhex(signature), lambda digest: digest.hex().upper() if upper else digest.hex()),
        )
    for read, write in (
        (base64.urlsafe_b64decode, base64.urlsafe_b64encode),
        (base64.standard_b64decode, base64.standard_b64encode),
        (base64.b32decode, base64.b32encode),
    ):
        with suppress(ValueError):
            filled = signature + "=" * (-len(signature) % 4)

            def written(digest, write=write):
                text = write(digest).decode()
                return text if signature.endswith("=") else text.rstrip("=")

            found.append((read(filled), written))
    return [each for each in found if len(each[0]) in EXTENDABLE]


def extensions(key_length, message, signature, more):
    """Yield messages that begin with this one, and the signatures that a hash of key and message would give them."""
    lengths = [key_length, key_length + 1, key_length + 2, key_length + 6, key_length + 9, 32, 64]
    for digest, written in decoded(signature):
        for length in dict.fromkeys(lengths):
            padding, forged = extended(digest, length + len(message), more)
            yield message + padding + more, written(forged)
