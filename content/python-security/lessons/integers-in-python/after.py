"""A payment: the amount comes as text, and the program calculates in cents."""

from decimal import Decimal, InvalidOperation

built: list[int] = []  # only to show what this program does


def whole(value: Decimal) -> int:
    built.append(int(value))
    return built[-1]


def cents(amount: str) -> int:
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise ValueError("the amount must be a number") from None
    if not (value.is_finite() and Decimal("0.01") <= value <= 10_000):
        raise ValueError("the amount must be between 0.01 and 10000")
    if value != round(value, 2):
        raise ValueError("the amount must be in whole cents")
    return whole(value * 100)


if __name__ == "__main__":
    for amount in ("19.99", "20000", "1e30000", "19.999", "abc"):
        built.clear()
        try:
            answer = f"{cents(amount)} cents"
        except ValueError as error:
            answer = str(error)
        except ArithmeticError as error:
            answer = f"{type(error).__name__}, which is not a ValueError"
        size = f"an integer of {built[0].bit_length():,} bits" if built else "no integer"
        print(f"{amount:8} builds {size}: {answer}")
