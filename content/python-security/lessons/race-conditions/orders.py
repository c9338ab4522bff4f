"""A and B withdraw 80 each from an account of 100, in the order A B A B A B."""

if __name__ == "__main__":
    balance = 100
    seen_by_a = balance  # A looks
    seen_by_b = balance  # B looks
    paid = 80 * (seen_by_a >= 80) + 80 * (seen_by_b >= 80)  # A checks, B checks
    balance = seen_by_a - 80  # A writes
    balance = seen_by_b - 80  # B writes
    print(paid, "paid,", balance, "left")
