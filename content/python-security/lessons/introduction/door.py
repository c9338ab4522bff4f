"""A door that was tested, and what it does besides."""


def opens(code, typed):
    """Tell whether the panel opens the door; it asks after every key."""
    return code.startswith(typed)


if __name__ == "__main__":
    print("what the tester typed")
    for typed in ("4071936", "4071935", "1234567"):
        print(f"    {typed!r:12} {'open' if opens('4071936', typed) else 'shut'}")
    print("what a stranger typed")
    for typed in ("9", "4", ""):
        print(f"    {typed!r:12} {'open' if opens('4071936', typed) else 'shut'}")
