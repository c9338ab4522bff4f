"""What the JSON parser accepts by default, and how to make it strict."""

import json
import math


def refuse(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError(f"{text} is too large")
    return value


def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a key appears twice")
    return found


def read(body: bytes) -> object:
    if len(body) > 2000:
        raise ValueError(f"{len(body)} bytes are too many")
    return json.loads(
        body.decode(),
        parse_constant=refuse,
        parse_float=finite,
        object_pairs_hook=unique,
    )


BODIES = {
    "constant": b'{"qty": NaN}',
    "exponent": b'{"qty": 1e400}',
    "twice": b'{"qty": 1, "qty": -7}',
    "utf-16": '{"qty": 1}'.encode("utf-16"),
    "deep": b"[" * 100_000,
}

if __name__ == "__main__":
    for name, body in BODIES.items():
        for parse in (json.loads, read):
            try:
                said = str(parse(body))
            except (ValueError, RecursionError) as error:
                said = f"refused: {error}" if type(error) is ValueError else type(error).__name__
            print(f"{name:9}{parse.__name__:6}{said}")
