"""A check that names what is good: the type, then the range."""


def quantity(value):
    if type(value) is not int or not 1 <= value <= 99:
        raise ValueError("refused")
    return value


if __name__ == "__main__":
    for value in (3, -1, True, 2.5, float("nan"), "1_0"):
        try:
            print(f"{value!r:>6}  {quantity(value)!r}")
        except (TypeError, ValueError) as error:
            print(f"{value!r:>6}  {type(error).__name__}")
