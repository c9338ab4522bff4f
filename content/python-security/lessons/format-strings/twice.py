"""A text that is formatted twice."""


def confirm(name: str, number: int) -> str:
    letter = f"Dear {name}, your order {{number}} is on its way."
    return letter.format(number=number)


if __name__ == "__main__":
    for name in ("Zoe", "{number.__class__}", "{"):
        try:
            print(confirm(name, 7))
        except ValueError as error:
            print(f"ValueError: {error}")
