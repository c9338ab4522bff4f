"""What the reading room keeps: its members with their passwords, and a folder of notes for each of them."""

from pathlib import Path

NOTES = Path(__file__).with_name("notes")

passwords = {"${keeper}-weiss": "${keeper_password}", "${member}": "${member_password}"}


def add(member, password):
    """Keep a member's password, and a folder for their notes."""
    passwords[member] = password
    (NOTES / member).mkdir(parents=True, exist_ok=True)


def note(member, title):
    """Return the text of a member's note."""
    return (NOTES / member / f"{title}.txt").read_text()


def titles(member):
    """Return the titles of a member's notes."""
    return [path.stem for path in (NOTES / member).glob("*.txt")]
