"""What is a digit, for five functions?"""

import re

VALUES = ("2026", "\u0662\u0660\u0662\u0666", "\uff12\uff10\uff12\uff16", "2\u00b2", "1_000", " 42\n")


def number(text):
    """Return what int makes of a value."""
    try:
        return int(text)
    except ValueError:
        return "-"


def row(text):
    """Ask five functions about one value."""
    return (
        re.fullmatch(r"\d+", text) is not None,
        re.fullmatch(r"\d+", text, re.ASCII) is not None,
        re.fullmatch(r"[0-9]+", text) is not None,
        text.isdigit(),
        number(text),
    )


if __name__ == "__main__":
    print(f"{'':26}{'\\d':>7}{'\\d ASCII':>10}{'[0-9]':>7}{'isdigit':>9}{'int':>7}")
    for text in VALUES:
        digit, ascii_digit, listed, isdigit, value = ("yes" if each is True else each or "-" for each in row(text))
        print(f"{ascii(text):26}{digit:>7}{ascii_digit:>10}{listed:>7}{isdigit:>9}{value:>7}")
