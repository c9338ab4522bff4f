"""The lock of a locker: what it was tested for, and what else it does."""


def opens(code, typed):
    """Return whether the locker opens; the keypad asks after every key."""
    return code.startswith(typed)


if __name__ == "__main__":
    print("typed by the tester")
    for typed in ("4071936", "4071935", "1234567"):
        print(f"    {typed!r:10} {'opens' if opens('4071936', typed) else 'stays shut'}")
    print("typed by the attacker")
    for typed in ("9", "4", ""):
        print(f"    {typed!r:10} {'opens' if opens('4071936', typed) else 'stays shut'}")
