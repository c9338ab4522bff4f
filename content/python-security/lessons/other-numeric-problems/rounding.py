"""What a float cannot hold."""

from decimal import ROUND_HALF_UP, Decimal

if __name__ == "__main__":
    print("0.1 + 0.2 == 0.3         ", 0.1 + 0.2 == 0.3)
    print("int(19.99 * 100)         ", int(19.99 * 100))
    print("float(2**53 + 1)         ", f"{float(2**53 + 1):.0f}")
    print("round(2.675, 2)          ", round(2.675, 2))
    print("round(0.5), round(1.5)   ", round(0.5), round(1.5))
    print("Decimal(0.1)             ", Decimal(0.1))
    print('Decimal("0.1")           ', Decimal("0.1"))
    print('Decimal("19.99") * 100   ', Decimal("19.99") * 100)
    print("quantize, half up        ", Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP))
