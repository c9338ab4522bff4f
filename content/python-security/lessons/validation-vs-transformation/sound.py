"""Two sound orders for the counter."""

from counter import ATTACKS, HONEST, is_command, nfkc
from urllib.parse import unquote

LONGEST = 200


class Refused(Exception):
    """A guest may not send this message."""


def canonical(text: str) -> str:
    """Return the form for comparing; the second NFKC is needed, because casefold can undo the first."""
    return nfkc(nfkc(text).casefold()).strip()


def change_then_check(sent: str) -> str:
    if len(sent) > LONGEST:
        raise Refused
    text = canonical(unquote(sent))
    if is_command(text) or len(text) > LONGEST:
        raise Refused
    return text


def refuse_what_would_change(sent: str) -> str:
    if len(sent) > LONGEST:
        raise Refused
    text = unquote(sent)
    if text != canonical(text) or is_command(text):
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
