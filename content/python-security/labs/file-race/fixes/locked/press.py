"""The printing room: prints letters from the spool, and puts replies there.

press.py print PERSON/LETTER    print a letter
press.py reply PERSON/LETTER    put standard input in the place of a letter
"""

import fcntl
import os
import sys


def stop(message):
    """End with status 1 and say why."""
    sys.exit(f"press.py: {message}")


def split(name):
    """Return person and letter; stop at a name that leads elsewhere."""
    person, _, letter = name.partition("/")
    for part in (person, letter):
        if "/" in part or part in {"", ".", ".."}:
            stop(f"{name!r} is no PERSON/LETTER")
    return person, letter


def locked():
    """Wait until nobody else works in the spool, and keep everybody out."""
    lock = os.open("spool", os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def show(name):
    """Print a letter."""
    person, letter = split(name)
    path = f"spool/{person}/{letter}"
    lock = locked()
    if os.path.islink(path):
        stop(f"{name} is a link")
    if not os.path.isfile(path):
        stop(f"there is no letter {name}")
    with open(path, "rb") as file:
        sys.stdout.buffer.write(file.read())
    os.close(lock)


def reply(name, text):
    """Put a text in the place of a letter, all at once."""
    person, letter = split(name)
    path = f"spool/{person}/{letter}"
    if not os.path.isdir(f"spool/{person}"):
        stop(f"{person} has no folder in the spool")
    lock = locked()
    if os.path.islink(path):
        stop(f"{name} is a link")
    with open(f"{path}.new", "wb") as file:
        file.write(text)
    os.replace(f"{path}.new", path)
    os.close(lock)
    print(f"replied to {name}")


def main(arguments):
    """Obey the command line and return the exit status."""
    match arguments:
        case ["print", name]:
            show(name)
        case ["reply", name]:
            reply(name, sys.stdin.buffer.read())
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
