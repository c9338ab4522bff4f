"""Six checks of one quantity. Each returns the quantity that the shop continues with, or refuses it."""

from collections.abc import Callable

from shop import order_with


class Refused(ValueError):
    pass


def refuses_bad(qty):
    if qty < 1 or qty > 99:
        raise Refused
    return qty


def accepts_good(qty):
    if not 1 <= qty <= 99:
        raise Refused
    return qty


def clamps(qty):
    return min(max(qty, 1), 99)


def converts(qty):
    return accepts_good(int(qty))


def uses_isinstance(qty):
    if not isinstance(qty, int):
        raise Refused
    return accepts_good(qty)


def uses_type(qty):
    if type(qty) is not int:
        raise Refused
    return accepts_good(qty)


CHECKS: tuple[Callable[[object], object], ...] = (
    refuses_bad,
    accepts_good,
    clamps,
    converts,
    uses_isinstance,
    uses_type,
)


def outcome(check: Callable[[object], object], qty: object) -> str:
    try:
        return repr(check(qty))
    except Refused:
        return "refused"
    except (TypeError, ValueError, OverflowError) as error:
        return type(error).__name__


if __name__ == "__main__":
    values = ("-1", "true", "2.5", "NaN", '"1_0"')
    print(f"{'':15}", *(f"{value:>10}" for value in values))
    for check in CHECKS:
        row = (outcome(check, order_with(value)["lines"][1]["qty"]) for value in values)
        print(f"{check.__name__:15}", *(f"{each:>10}" for each in row))
