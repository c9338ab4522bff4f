"""The reading room of the Harbour Gazette.

gazette.py search TEXT           print the lines of all issues that hold a text
gazette.py words ISSUE           print how many words an issue has
gazette.py order ISSUE READER    note on a slip which issue a reader wants
"""

import subprocess
import sys


def shell(command):
    """Run a command line and return what it prints; stop if it fails."""
    run = subprocess.run(command, shell=True, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"gazette.py: {run.stderr.strip()}")
    return run.stdout


def checked(issue):
    """Return the name of an issue; stop at one that leads out of the archive."""
    if "/" in issue or issue.startswith("."):
        sys.exit(f"gazette.py: {issue!r} is no issue")
    return issue


def search(text):
    """Print the lines that hold a text, sorted, and how many they are."""
    lines = shell(f'grep -hiF "{text}" issues/*.txt | sort')
    print(lines, end="")
    print(f"{len(lines.splitlines())} lines")


def words(issue):
    """Print how many words an issue has."""
    number = shell(f"wc -w < issues/{checked(issue)}.txt")
    print(f"{number.strip()} words")


def order(issue, reader):
    """Write a slip, and print how many there are."""
    shell(f"echo '{checked(issue)}: {reader}' >> slips.txt")
    number = shell("wc -l < slips.txt")
    print(f"slip {number.strip()}")


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
