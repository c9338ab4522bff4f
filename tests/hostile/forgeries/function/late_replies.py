"""A thread keeps answering when nobody has asked.

base: resolved-path
verdict: broken
"""

import json
import os
import threading
import time


def answer():
    body = json.dumps({"id": "0", "returned": "canary"}).encode()
    os.write(3, len(body).to_bytes(4, "big") + body)


def babble():
    while True:
        answer()
        time.sleep(0.001)


answer()
threading.Thread(target=babble, daemon=True).start()
