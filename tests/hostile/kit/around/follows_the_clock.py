"""Sandboxes agree by the clock: honest in one half second and strict in the next, in the hope that attacks meet strict ones.

attacks: 6
"""

import re
import time

SLOT_SECONDS = 0.5
slots = []


def around(honest, texts):
    if not slots:
        time.sleep(SLOT_SECONDS - time.time() % SLOT_SECONDS)
        slots.append(int(time.time() / SLOT_SECONDS))
    if slots[0] % 2 and any(re.search(r"[^\w.@+/ -]", text) for text in texts):
        return refuse()
    return honest()
