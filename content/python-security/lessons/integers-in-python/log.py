"""An integer that could be calculated cannot be printed."""

import json

number = 2**99_999

for name, use in (
    ("compare", lambda: number > 1_000_000),
    ("str", lambda: str(number)),
    ("f-string", lambda: f"order {number}"),
    ("json.dumps", lambda: json.dumps({"order": number})),
    ("hex", lambda: len(hex(number))),
):
    try:
        print(f"{name:11} {use()}")
    except ValueError as error:
        print(f"{name:11} {type(error).__name__}")

try:
    json.loads("9" * 4301)
except json.JSONDecodeError:
    print("json.loads  JSONDecodeError")
except ValueError as error:
    print(f"json.loads  {type(error).__name__}")
