"""What tests and attacks share."""

import hashlib

from quintain.judge import Raised

ANNA, BERT = "1207", "1311"
PROGRAMS = (".exe", ".com", ".bat", ".cmd", ".scr", ".js", ".vbs", ".lnk")


def word(rng, count=9):
    return "".join(rng.choices("bdfghjkmqrtvwz", k=count))


def attempt(box, function, *arguments):
    """Call a function of the program; None if it refuses."""
    try:
        return box.call(f"documents:{function}", *arguments)
    except Raised:
        return None


def digest(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def digests(box):
    """Return a digest of each file and stream on the share, by its path."""
    return box.call("share:digests")


def file_of(path):
    """Return the file of a path that digests() gives, without its stream."""
    return path[:2] + path[2:].partition(":")[0]


def mixed(rng, name):
    """Return the name with some of its letters in capitals, and at least one."""
    while True:
        other = "".join(rng.choice((letter.upper(), letter.lower())) for letter in name)
        if other != name:
            return other
