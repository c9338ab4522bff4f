"""Two sound orders for the counter."""

from counter import ATTACKS, HONEST, is_command, nfkc
from urllib.parse import unquote

LONGEST = 200


class Refused(Exception):
    """This text is not taken from a guest."""


def change_then_check(sent: str) -> str:
    if len(sent) > LONGEST:
        raise Refused
    text = nfkc(unquote(sent)).casefold().strip()
    if is_command(text) or len(text) > LONGEST:
        raise Refused
    return text


def refuse_what_would_change(sent: str) -> str:
    text = unquote(sent)
    if text != nfkc(text).casefold().strip() or is_command(text):
        raise Refused
    return text


def answer(read, sent: str) -> str:
    try:
        return read(sent)
    except Refused:
        return "refused"


if __name__ == "__main__":
    for read in (change_then_check, refuse_what_would_change):
        print(read.__name__)
        print("  attacks:", {answer(read, sent) for sent in ATTACKS})
        for sent in (*HONEST, "%252Frefund 500"):
            print(f"  {sent!r} → {answer(read, sent)!r}")
