"""The tail of the pattern that stopped Cloudflare, searched in text without an equals sign."""

import re
import time

TAIL = re.compile(r".*(?:.*=.*)")

if __name__ == "__main__":
    for length in (250, 500, 1000):
        begin = time.process_time_ns()
        TAIL.search("x" * length)
        print(f"{length:5} letters {(time.process_time_ns() - begin) / 1e6:7.1f} ms")
