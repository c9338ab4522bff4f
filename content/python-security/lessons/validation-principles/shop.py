"""A tea shop takes an order as JSON and charges a voucher. Nothing checks the quantities."""

import json

CENTS = {"teapot": 3800, "tin": 640}


def total_of(order: dict) -> float:
    return sum(CENTS[line["item"]] * line["qty"] for line in order["lines"])


def pay(voucher: float, total: float) -> float:
    if voucher < total:
        raise ValueError("the voucher is too small")
    return voucher - total


def order_with(qty: str) -> dict:
    return json.loads(f'{{"lines": [{{"item": "teapot", "qty": 1}}, {{"item": "tin", "qty": {qty}}}]}}')


if __name__ == "__main__":
    for qty in ("1", "99", "-7", "true", "2.5", '"1"', "NaN", "-1e400"):
        try:
            total = total_of(order_with(qty))
            print(f"{qty:>6}  total {total:>7}  left of 6000: {pay(6000, total)}")
        except (TypeError, ValueError) as error:
            print(f"{qty:>6}  {type(error).__name__}: {error}")
