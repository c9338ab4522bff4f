"""How many characters an attacker sends, and how large the integer is that the program builds from them."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

WAYS: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("int(text)", int),
    ("int(text, 16)", lambda text: int(text, 16)),
    ("int(Decimal(text))", lambda text: int(Decimal(text))),
    ("int(Fraction(text))", lambda text: int(Fraction(text))),
    ("2 ** int(text)", lambda text: 2 ** int(text)),
)

if __name__ == "__main__":
    for (name, way), text in zip(WAYS, ("9" * 5000, "f" * 5000, "1e30000", "1e30000", "99999"), strict=True):
        try:
            result = f"an integer of {way(text).bit_length():6,} bits"
        except ValueError as error:
            result = f"ValueError: {str(error).partition(';')[0]}"
        print(f"{name:20} {len(text):5,} characters  {result}")
