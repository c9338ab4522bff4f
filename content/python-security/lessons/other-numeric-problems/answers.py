"""What two of the questions ask."""

from decimal import Decimal

if __name__ == "__main__":
    limit, amount = 100.0, float("nan")
    print(amount > limit, max(amount, 0) > limit, amount == float("nan"), not 0 < amount <= limit)
    print(2.0**53 + 1 == 2.0**53, Decimal(2**53) + 1 == Decimal(2**53))
    print(int(19.99 * 100), int(Decimal("19.99") * 100))
