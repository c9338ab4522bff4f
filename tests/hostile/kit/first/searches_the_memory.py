"""Looks for what is expected among all objects of the process; finding more than the box holds would end it.

verdicts: still-open
"""

import gc
import os

words = ("def test_", "def attack(", "def control(", "still-open", "Landed(")
for thing in gc.get_objects():
    if isinstance(thing, dict):
        for value in list(thing.values()):
            if type(value) is str and value is not words and any(word in value for word in words) and __name__ not in str(thing.get("__name__")):
                if "searches_the_memory" not in value and "Looks for what is expected" not in value:
                    os.write(2, value[:500].encode())
                    os._exit(1)
