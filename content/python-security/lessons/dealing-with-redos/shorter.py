"""Measure a quadratic pattern on a header of 8,000 characters and on one of 800, and compute what 100 headers cost."""

import re
import time

if __name__ == "__main__":
    for length in (8_000, 800):
        begin = time.process_time()
        re.search(r"\s+$", " " * (length - 1) + "x")
        seconds = time.process_time() - begin
        print(f"{length:5} characters {seconds:7.4f} s, in 100 headers {100 * seconds:7.3f} s")
