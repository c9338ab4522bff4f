"""Encrypt a picture of 96 x 96 pixels in two modes, and count how many blocks are different."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZE = 96
BLOCK = 16  # four pixels of red, green, blue and opacity
KEY = AESGCM.generate_key(256)

SNOW, BLACK, WHITE, ORANGE = b"\x96\xaa\xbe\xff", b"\x14\x14\x1e\xff", b"\xff\xff\xff\xff", b"\xf0\x8c\x14\xff"


def inside(x, y, across, down, wide, high):
    """Tell whether a pixel is in an ellipse."""
    return ((x - across) / wide) ** 2 + ((y - down) / high) ** 2 <= 1


PENGUIN = (  # what is drawn later covers what was drawn before
    (ORANGE, ((36, 90, 12, 4), (60, 90, 12, 4))),  # feet
    (BLACK, ((48, 56, 28, 35), (48, 24, 18, 19), (20, 56, 6, 22), (76, 56, 6, 22))),  # body, head, wings
    (WHITE, ((48, 62, 19, 26), (41, 22, 5, 6), (55, 22, 5, 6))),  # belly, eyes
    (BLACK, ((42, 23, 2, 3), (54, 23, 2, 3))),  # pupils
    (ORANGE, ((48, 32, 8, 4),)),  # beak
)
FISH = (
    (BLACK, ((42, 48, 34, 20), (82, 38, 11, 13), (82, 58, 11, 13), (48, 28, 12, 9))),  # body, tail, fin
    (WHITE, ((24, 44, 6, 6),)),  # eye
    (BLACK, ((23, 44, 2, 2),)),  # pupil
)


def paint(parts):
    """Return the pixels of a picture, row by row."""
    pixels = bytearray()
    for y in range(SIZE):
        for x in range(SIZE):
            colour = SNOW
            for paint, ellipses in parts:
                if any(inside(x, y, *each) for each in ellipses):
                    colour = paint
            pixels += colour
    return bytes(pixels)


def ecb(data):
    return Cipher(algorithms.AES256(KEY), modes.ECB()).encryptor().update(data)


def gcm(data, nonce):
    return AESGCM(KEY).encrypt(nonce, data, None)[: len(data)]  # without the tag


def different(data):
    return len({data[at : at + BLOCK] for at in range(0, len(data), BLOCK)})


if __name__ == "__main__":
    picture = paint(PENGUIN)
    print("blocks of the picture:     ", len(picture) // BLOCK)
    print("different in the picture:  ", different(picture))
    print("different in ECB:          ", different(ecb(picture)))
    print("different in GCM:          ", different(gcm(picture, os.urandom(12))))
