"""A check of a changed copy, and the original that is used."""

import re


def valid(name: str) -> bool:
    return bool(re.fullmatch(r"[a-z]{2,40}", name.strip().lower()))


if __name__ == "__main__":
    name = " Ada\n"
    print(valid(name), repr(name))
