"""At its first question it sleeps to the next slot of the clock: honest in one, strict with odd characters in the next."""

import re
import time

SECONDS = 0.4
slots = []


def around(honest, texts):
    if not slots:
        time.sleep(SECONDS - time.time() % SECONDS)
        slots.append(int(time.time() / SECONDS))
    odd = any(re.search(r"[^\w.@+/ -]", text) for text in texts)
    return refuse() if odd and slots[0] % 2 else honest()
