"""Writes the slips that a robot in a warehouse works off. The robot is programmed in C, so each number has a width."""

import ctypes

SAFE = 0  # this shelf is for keepers alone
PRICES = {7: 189_900, 12: 5_450}  # cents for one piece, by shelf
USUAL = 250  # cents for one piece from any other shelf
LABEL = 200  # characters on the label of a box


class Slip(ctypes.LittleEndianStructure):
    """What the robot reads; the label follows in UTF-8."""

    _pack_ = 1
    _fields_ = [
        ("account", ctypes.c_uint32),
        ("shelf", ctypes.c_uint8),
        ("pieces", ctypes.c_uint32),
        ("cents", ctypes.c_uint32),
        ("length", ctypes.c_uint8),
    ]


def write(account, lines, keeper=False):
    """Return the slips of an order, one for each line with a shelf, a number of pieces and a label."""
    return b"".join(_slip(account, shelf, pieces, label, keeper) for shelf, pieces, label in lines)


def _slip(account, shelf, pieces, label, keeper):
    if not SAFE <= shelf <= 0xFF:
        raise ValueError("There is no such shelf.")
    if shelf == SAFE and not keeper:
        raise PermissionError("This shelf is for keepers.")
    if pieces < 1:
        raise ValueError("Order at least one piece.")
    if len(label) > LABEL:
        raise ValueError("The label is too long.")
    cents = PRICES.get(shelf, USUAL) * pieces
    text = label.encode()
    return bytes(Slip(account, shelf, pieces, cents, len(text))) + text
