"""The address book: what the sign-up form sends is checked and cleaned here."""

from string import ascii_letters, digits

WORD = frozenset(ascii_letters + digits)


def are_words(text, joints):
    """Tell whether text is words of letters and digits, with exactly one joint between two of them."""
    for joint in joints:
        text = text.replace(joint, joints[0])
    return all(word and WORD.issuperset(word) for word in text.split(joints[0]))


def is_email(text):
    """Tell whether text is an address: words, joined by . _ + or -, then @ and a host. At most 254 characters."""
    name, _, host = text.partition("@")
    rest, _, end = host.rpartition(".")
    return (
        are_words(name, "._+-")
        and are_words(rest, ".-")
        and len(end) >= 2
        and frozenset(ascii_letters).issuperset(end)
    )


def number(text, place, least, most):
    """Return the place after least to most digits that stand at place, or -1."""
    end = place
    while end < len(text) and end - place < most and text[end] in digits:
        end += 1
    return end if end - place >= least else -1


def gap(text, place):
    """Return the place after blanks, perhaps one separator, and blanks."""
    rest = text[place:].lstrip()
    if rest[:1] in ("-", ".", "/"):
        rest = rest[1:].lstrip()
    return len(text) - len(rest)


def is_day(text):
    """Tell whether text is a day, year first: 2025-12-01, 2025/12/1, 20251201, 2025 - 12 - 01, 2025 12 1."""
    year = number(text, 0, 4, 4)
    if year < 0:
        return False
    month = number(text, gap(text, year), 1, 2)
    return month > 0 and number(text, gap(text, month), 1, 2) == len(text)


def is_blank(character):
    """Tell whether a character is cut off the ends of a note."""
    return character.isspace() or character == "\u200c"


def tidy(note):
    """Cut blanks, line ends and zero-width joints (U+200C) off both ends. A note may be as long as a book."""
    first, last = 0, len(note)
    while first < last and is_blank(note[first]):
        first += 1
    while first < last and is_blank(note[last - 1]):
        last -= 1
    return note[first:last]


def title(note):
    """Make the first line of a note short enough for a list: at most 40 characters."""
    line = tidy(note).partition("\n")[0]
    return line if len(line) <= 40 else line[:39] + "…"
