"""A thread keeps answering when nobody has asked."""

import threading
import time


def babble():
    while True:
        try:
            say(b'{"id": "0", "returned": true}')
        except OSError:
            return
        time.sleep(0.001)


threading.Thread(target=babble, daemon=True).start()
