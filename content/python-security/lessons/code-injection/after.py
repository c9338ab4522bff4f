"""Run the report that a user has chosen in a form."""

SECRET = "k3y"


def sales(year: int) -> str:
    return f"sales of {year}"


def returns(year: int) -> str:
    return f"returns of {year}"


REPORTS = {"sales": sales, "returns": returns}


def report(name: str, year: int) -> str:
    return REPORTS[name](year)


if __name__ == "__main__":
    for name in ("sales", "SECRET + str"):
        try:
            print(report(name, 2026))
        except KeyError:
            print("unknown report")
