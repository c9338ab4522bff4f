"""A tea shop's counter reads a chat: everybody may write, and only the staff may give commands."""

import unicodedata
from urllib.parse import unquote

COMMANDS = {"/refund", "/close"}


def is_command(text: str) -> bool:
    return text.split(" ")[0] in COMMANDS


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def plain(text: str) -> str:
    return nfkc(unquote(text)).casefold().strip()


def handle(text: str) -> str:
    """Handle a message of a guest."""
    if is_command(text):
        return "refused"
    text = plain(text)
    return "RUNS" if is_command(text) else "shown"


CHANGES = {"unquote": unquote, "NFKC": nfkc, "casefold": str.casefold, "strip": str.strip}
ATTACKS = (
    "/refund 500",
    "%2Frefund 500",
    "／refund 500",
    "%EF%BC%8Frefund 500",
    "/refund\xa0500",
    "/cloſe",
    "/REFUND 500",
    " /refund 500",
    "%20／REFUND%20500",
)
HONEST = ("50%2F50, please", "Rosé, 10² g")


def stages(text: str) -> list[str]:
    """Return the message as it was sent, and as it is after each change."""
    texts = [text]
    for change in CHANGES.values():
        texts.append(change(texts[-1]))
    return texts


def outcome(text: str, after: int) -> str:
    """Return what happens to a guest's message if the check comes after so many changes."""
    texts = stages(text)
    if is_command(texts[after]):
        return "refused"
    return "RUNS" if is_command(texts[-1]) else "shown"


if __name__ == "__main__":
    print(f"{'the check comes after':24}" + "".join(f"{name:>10}" for name in ("nothing", *CHANGES)))
    for text in ATTACKS + HONEST:
        row = [outcome(text, after) for after in range(len(CHANGES) + 1)]
        assert row[0] == handle(text)
        print(f"{text!r:24}" + "".join(f"{each:>10}" for each in row))
