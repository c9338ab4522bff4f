"""The printing room: prints letters from the spool, and puts replies there.

press.py print PERSON/LETTER    print a letter
press.py reply PERSON/LETTER    put standard input in the place of a letter
"""

import os
import secrets
import stat
import sys

HOME = os.getcwd()


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


def opened(path, flags):
    """Open a path, ask the system what was opened, and stop if that is something else."""
    try:
        handle = os.open(path, flags)
    except OSError:
        stop(f"there is no {path}")
    if os.readlink(f"/proc/self/fd/{handle}") != f"{HOME}/{path}":
        stop(f"{path} leads elsewhere")
    return handle


def show(name):
    """Print a letter."""
    person, letter = split(name)
    handle = opened(f"spool/{person}/{letter}", os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        stop(f"{name} is no letter")
    with open(handle, "rb") as file:
        sys.stdout.buffer.write(file.read())


def reply(name, text):
    """Put a text in the place of a letter, all at once."""
    person, letter = split(name)
    folder = opened(f"spool/{person}", os.O_RDONLY | os.O_DIRECTORY)
    draft = f".{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(draft, flags, 0o600, dir_fd=folder), "wb") as file:
        file.write(text)
    try:
        os.replace(draft, letter, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(draft, dir_fd=folder)
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
