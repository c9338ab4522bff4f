"""The check comes after the changes."""

from counter import is_command
from sound import Refused, canonical
from urllib.parse import unquote


def read(sent: str) -> str:
    text = canonical(unquote(sent))
    if is_command(text):
        raise Refused
    return text


if __name__ == "__main__":
    try:
        print(read("%2Frefund 500"))
    except Refused:
        print("refused")
