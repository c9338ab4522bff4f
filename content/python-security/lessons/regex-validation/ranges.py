"""Four character classes that contain more than they seem to."""

import re

ASKED = {
    "[A-z]": ("[A-z]", 0),
    "[a-z] with re.I": ("[a-z]", re.IGNORECASE),
    r"\w": (r"\w", 0),
    "[+-/]": ("[+-/]", 0),
}


def members(pattern, flags):
    """Return all characters that a class contains."""
    compiled = re.compile(pattern, flags)
    return [chr(code) for code in range(0x110000) if compiled.fullmatch(chr(code))]


if __name__ == "__main__":
    letters = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-/")
    for name, (pattern, flags) in ASKED.items():
        found = members(pattern, flags)
        others = [each for each in found if each not in letters]
        print(f"{name:16}{len(found):>7,} characters, among them {' '.join(ascii(each) for each in others[:6])}")
