"""fullmatch with a dollar sign, anchors with re.M, and the digits of a PIN."""

import re

if __name__ == "__main__":
    print(re.fullmatch(r"[a-z]+$", "anna\n"))
    for value in ("anna", "anna\n", "!\nanna"):
        print(f"{value!r:9} {bool(re.search(r'\A[a-z]+\Z', value, re.M))}")
    pin = "\u0661\u0662\u0663\u0664"
    print(bool(re.fullmatch(r"\d{4}", pin)), pin == "1234")
