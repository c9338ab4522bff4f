"""Two identifiers that are one number as soon as they are floats."""

import json

OWNERS = {9007199254740992: "zoe", 9007199254740993: "max"}


def owner(text: str) -> str:
    request = json.loads(text)
    return OWNERS[int(float(request["id"]))]


if __name__ == "__main__":
    print(owner('{"id": 9007199254740993}'))
    print(OWNERS[json.loads('{"id": 9007199254740993}')["id"]])
