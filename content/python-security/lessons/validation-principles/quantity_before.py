"""The first check that most of us write: it names what is bad."""


def quantity(value):
    if value < 1 or value > 99:
        raise ValueError("refused")
    return value


if __name__ == "__main__":
    for value in (3, -1, True, 2.5, float("nan"), "1_0"):
        try:
            print(f"{value!r:>6}  {quantity(value)!r}")
        except (TypeError, ValueError) as error:
            print(f"{value!r:>6}  {type(error).__name__}")
