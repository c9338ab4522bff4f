"""The check comes before the changes."""

from counter import is_command
from sound import Refused, canonical
from urllib.parse import unquote


def read(sent: str) -> str:
    if is_command(sent):
        raise Refused
    return canonical(unquote(sent))


if __name__ == "__main__":
    print(read("%2Frefund 500"))
