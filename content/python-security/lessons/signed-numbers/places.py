"""A byte read as signed: the first bit counts -128 in place of 128."""

PLACES = (-128, 64, 32, 16, 8, 4, 2, 1)


def signed(bits: str) -> int:
    return sum(place for place, bit in zip(PLACES, bits, strict=True) if bit == "1")


if __name__ == "__main__":
    for bits in ("00000101", "10000000", "11111011", "11111111"):
        same = signed(bits) == int.from_bytes([int(bits, 2)], signed=True)
        print(f"{bits}  unsigned {int(bits, 2):3}  signed {signed(bits):4}  int.from_bytes agrees: {same}")
    for number in (5, -5):
        print(f"{number:2}", *(number.to_bytes(size, signed=True).hex(" ") for size in (1, 2, 4)), sep="  ")
