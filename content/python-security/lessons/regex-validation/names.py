"""Six checks: does a name consist of lower-case letters?"""

import re

CHECKS = {
    "match     [a-z]+": lambda text: re.match(r"[a-z]+", text),
    "search    ^[a-z]+$": lambda text: re.search(r"^[a-z]+$", text),
    "match     ^[a-z]+$": lambda text: re.match(r"^[a-z]+$", text),
    "search    ^[a-z]+$  with re.M": lambda text: re.search(r"^[a-z]+$", text, re.M),
    r"match     [a-z]+\Z": lambda text: re.match(r"[a-z]+\Z", text),
    "fullmatch [a-z]+": lambda text: re.fullmatch(r"[a-z]+", text),
}
NAMES = ("anna", "Anna", "anna!", "anna\n", "!\nanna", "anna\n\n")


def passes(check, text):
    """Tell whether a check accepts a value."""
    return CHECKS[check](text) is not None


if __name__ == "__main__":
    print(f"{'':32}" + "".join(f"{name!r:>13}" for name in NAMES))
    for check in CHECKS:
        print(f"{check:32}" + "".join(f"{'accepts' if passes(check, name) else '-':>13}" for name in NAMES))
