"""The website of a school. Pupils write its pages.

website.py show PAGE            print a page
website.py put PAGE             write a page, with the text of standard input
website.py publish PAGE NAME    copy a page to the public website, under a name
"""

import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = os.path.join(HERE, "pages")
PUBLIC = os.path.join(HERE, "public")


def stop(message):
    """End with status 1 and say why."""
    sys.exit(f"website.py: {message}")


def open_inside(folder, name, flags):
    """Open a file in a folder, one part of its name after the other, without following a link."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        stop(f"{name!r} is not in the folder")
    here = os.open(folder, os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = below
        return os.open(parts[-1], flags | os.O_NOFOLLOW, 0o644, dir_fd=here)
    finally:
        os.close(here)


def page(name):
    """Open a page that exists."""
    return open(open_inside(PAGES, name, os.O_RDONLY), "rb")


def target(folder, name):
    """Open a file that is new, or that gets a new text."""
    return open(open_inside(folder, name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb")


def show(name):
    """Print a page."""
    with page(name) as source:
        shutil.copyfileobj(source, sys.stdout.buffer)


def put(name, text):
    """Write a page."""
    with target(PAGES, name) as file:
        file.write(text)
    print(f"wrote {name}")


def publish(name, public_name):
    """Copy a page to the public website."""
    with page(name) as source, target(PUBLIC, public_name) as file:
        shutil.copyfileobj(source, file)
    print(f"published {name} as {public_name}")


def main(arguments):
    """Obey the command line and return the exit status."""
    try:
        match arguments:
            case ["show", name]:
                show(name)
            case ["put", name]:
                put(name, sys.stdin.buffer.read())
            case ["publish", name, public_name]:
                publish(name, public_name)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
