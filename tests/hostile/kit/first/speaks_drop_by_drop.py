"""The head of a frame, byte by byte, and never the rest."""

import threading
import time


def drip():
    for number in range(1000):
        for each in channels():
            each.sendall(b"\0" if number < 2 else b"\1")
        time.sleep(0.05)


threading.Thread(target=drip, daemon=True).start()
