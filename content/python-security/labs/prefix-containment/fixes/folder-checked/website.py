"""The website of a school. Pupils write its pages.

website.py show PAGE            print a page
website.py put PAGE             write a page, with the text of standard input
website.py publish PAGE NAME    copy a page to the public website, under a name
"""

import os
import shutil
import sys
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = os.path.join(HERE, "pages")
PUBLIC = os.path.join(HERE, "public")


def stop(message):
    """End with status 1 and say why."""
    sys.exit(f"website.py: {message}")


def inside(folder, name):
    """Return the path of a file in a folder; stop at a name that leads out of it."""
    folder = Path(folder).resolve()
    try:
        path = (folder / name).resolve(strict=True)
    except FileNotFoundError:
        path = (folder / name).parent.resolve(strict=True) / Path(name).name
    if not path.is_relative_to(folder):
        stop(f"{name!r} is not in the folder")
    return path


def page_path(name):
    """Return the path of a page that exists."""
    path = inside(PAGES, name)
    if not os.path.isfile(path):
        stop(f"there is no page {name!r}")
    return path


def new_page_path(name):
    """Return the path for a page that is new, or that gets a new text."""
    return inside(PAGES, name)


def public_path(name):
    """Return the path for a file of the public website."""
    return inside(PUBLIC, name)


def show(name):
    """Print a page."""
    with open(page_path(name), "rb") as page:
        shutil.copyfileobj(page, sys.stdout.buffer)


def put(name, text):
    """Write a page."""
    with open(new_page_path(name), "wb") as page:
        page.write(text)
    print(f"wrote {name}")


def publish(name, public_name):
    """Copy a page to the public website."""
    shutil.copyfile(page_path(name), public_path(public_name))
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
