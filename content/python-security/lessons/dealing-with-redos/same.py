"""Compare four patterns with one that is to be replaced, on all strings of up to six letters and hyphens."""

import re
from itertools import product

OLD = r"(?:[a-z]+-?)+"
NEW = (r"[a-z]+(?:-[a-z]+)*-?", r"[a-z]+(?:-[a-z]+)*", r"[a-z][a-z-]*", r"[a-z-]+")
STRINGS = ["".join(letters) for length in range(7) for letters in product("a-", repeat=length)]

if __name__ == "__main__":
    for new in NEW:
        differ = [text for text in STRINGS if bool(re.fullmatch(OLD, text)) != bool(re.fullmatch(new, text))]
        print(f"{new:22} {f'differs at {differ[0]!r}' if differ else 'gives the same answers'}")
