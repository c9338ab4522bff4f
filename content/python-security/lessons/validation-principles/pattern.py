"""Which lines of an order match a structural pattern."""

for line in (
    {"item": "tin", "qty": True},
    {"item": "tin", "qty": 1, "price": 0},
    {"item": "tin", "qty": 2.5},
    {"item": "tin", "qty": -7},
):
    match line:
        case {"item": str(item), "qty": int(qty)}:
            print(f"{line}  matches")
        case _:
            print(f"{line}  does not match")
