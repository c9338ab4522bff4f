"""The printing room: prints letters from the spool, and puts replies there.

press.py print PERSON/LETTER    print a letter
press.py reply PERSON/LETTER    put standard input in the place of a letter
"""

import os
import secrets
import stat
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


def walk(person):
    """Open the person's folder, part by part, and follow no link on the way."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    spool = os.open("spool", flags)
    try:
        return os.open(person, flags, dir_fd=spool)
    except OSError:
        stop(f"{person} has no folder in the spool")


def show(name):
    """Print a letter."""
    person, letter = split(name)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        handle = os.open(letter, flags, dir_fd=walk(person))
    except OSError:
        stop(f"there is no letter {name}")
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        stop(f"{name} is no letter")
    with open(handle, "rb") as file:
        sys.stdout.buffer.write(file.read())


def reply(name, text):
    """Put a text in the place of a letter, all at once."""
    person, letter = split(name)
    folder = walk(person)
    draft = f".{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(draft, flags, 0o600, dir_fd=folder), "wb") as file:
        file.write(text)
    try:
        os.replace(draft, letter, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        stop(f"{name} is no letter")
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
