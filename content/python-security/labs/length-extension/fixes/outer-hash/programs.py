"""The store of cutting programs. Many customers send the same program, so each is stored only once."""

NUMBERS = {}
STORED = []


def store(content):
    """Store a program, if it is not there yet, and return its number."""
    if content not in NUMBERS:
        NUMBERS[content] = str(len(STORED))
        STORED.append(content)
    return NUMBERS[content]


def load(number):
    """Return the program with this number, or None."""
    if number.isdecimal() and int(number) < len(STORED):
        return STORED[int(number)]
    return None
