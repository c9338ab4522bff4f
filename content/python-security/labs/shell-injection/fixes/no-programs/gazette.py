"""The reading room of the Harbour Gazette.

gazette.py search TEXT           print the lines of all issues that hold a text
gazette.py words ISSUE           print how many words an issue has
gazette.py order ISSUE READER    note on a slip which issue a reader wants
"""

import sys
from pathlib import Path


def opened(issue):
    """Return the text of an issue; stop if there is none."""
    try:
        return Path(f"issues/{issue}.txt").read_text()
    except OSError as error:
        sys.exit(f"gazette.py: {error}")


def checked(issue):
    """Return the name of an issue; stop at one that leads out of the archive."""
    if "/" in issue or issue.startswith("."):
        sys.exit(f"gazette.py: {issue!r} is no issue")
    return issue


def search(text):
    """Print the lines that hold a text, sorted, and how many they are."""
    issues = [path.read_text() for path in Path("issues").glob("*.txt")]
    lines = sorted(line for issue in issues for line in issue.splitlines() if text.casefold() in line.casefold())
    for line in lines:
        print(line)
    print(f"{len(lines)} lines")


def words(issue):
    """Print how many words an issue has."""
    print(f"{len(opened(checked(issue)).split())} words")


def order(issue, reader):
    """Write a slip, and print how many there are."""
    with open("slips.txt", "a") as slips:
        slips.write(f"{checked(issue)}: {reader}\n")
    print(f"slip {len(Path('slips.txt').read_text().splitlines())}")


def main(arguments):
    """Obey the command line and return the exit status."""
    match arguments:
        case ["search", text] if text:
            search(text)
        case ["words", issue] if issue:
            words(issue)
        case ["order", issue, reader] if issue and reader:
            order(issue, reader)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
