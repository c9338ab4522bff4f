"""What a clamp makes of quantities that nobody should send."""

for value in (-7, 2.5, float("nan"), 10**9):
    print(f"{value!r:>10}  becomes {max(1, min(99, value))!r}")
