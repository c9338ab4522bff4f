"""A fix that stops the attack that was shown, and not the flaw."""


def opens(code, typed):
    return typed != "" and code.startswith(typed)


if __name__ == "__main__":
    for typed in ("4071936", "", "4", "40719", "5", "40719360"):
        print(f"{typed!r:10} {'opens' if opens('4071936', typed) else 'stays shut'}")
