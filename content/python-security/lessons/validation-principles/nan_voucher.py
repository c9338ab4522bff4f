"""What a voucher that holds nan pays for."""

from shop import CENTS, pay

voucher = float("nan")
for teapots in (1, 99, 1_000_000):
    voucher = pay(voucher, CENTS["teapot"] * teapots)
    print(f"{teapots} teapots: paid; left on the voucher: {voucher}")
