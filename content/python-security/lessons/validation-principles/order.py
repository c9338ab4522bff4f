"""Read an order once: check shape, types and ranges, and return a type of our own."""

from dataclasses import dataclass

from parser import read
from shop import CENTS


@dataclass(frozen=True, slots=True)
class Line:
    item: str
    qty: int


def line_of(value: object) -> Line:
    if type(value) is not dict or value.keys() != {"item", "qty"}:
        raise ValueError("a line has an item and a qty, and nothing else")
    item, qty = value["item"], value["qty"]
    if type(item) is not str or item not in CENTS:
        raise ValueError("we do not sell this item")
    if type(qty) is not int or not 1 <= qty <= 99:
        raise ValueError("qty is a whole number from 1 to 99")
    return Line(item, qty)


def order_of(body: bytes) -> tuple[Line, ...]:
    value = read(body)
    if type(value) is not dict or value.keys() != {"lines"}:
        raise ValueError("an order has lines, and nothing else")
    lines = value["lines"]
    if type(lines) is not list or not 1 <= len(lines) <= 20:
        raise ValueError("an order has 1 to 20 lines")
    return tuple(line_of(line) for line in lines)


if __name__ == "__main__":
    for body in (
        '{"lines": [{"item": "tin", "qty": 3}]}',
        '{"lines": [{"item": "tin", "qty": true}]}',
        '{"lines": [{"item": ["tin"], "qty": 1}]}',
        '{"lines": [{"item": "tin", "qty": 1, "price": 0}]}',
        '{"lines": {"item": "tin", "qty": 1}}',
        '{"lines": []}',
        '[]',
        '{"lines": [{"item": "tin", "qty": 1, "qty": -7}]}',
    ):
        try:
            print(f"{body}\n   {order_of(body.encode())}")
        except ValueError as error:
            print(f"{body}\n   refused: {error}")
