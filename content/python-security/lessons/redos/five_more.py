"""Count how many times as many steps five letters more cost."""

from steps import count

if __name__ == "__main__":
    few, many = (count("a" * letters + "!")[1] for letters in (10, 15))
    print(f"10 letters {few:6,} steps")
    print(f"15 letters {many:6,} steps, {many / few:.0f} times as many")
