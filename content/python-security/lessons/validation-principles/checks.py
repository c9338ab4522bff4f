"""Six checks of one quantity. A check returns what the shop goes on with, or refuses."""

from collections.abc import Callable

from shop import order_with


class Refused(ValueError):
    pass


def seeks_the_bad(qty):
    if qty < 1 or qty > 99:
        raise Refused
    return qty


def seeks_the_good(qty):
    if not 1 <= qty <= 99:
        raise Refused
    return qty


def clamps(qty):
    return min(max(qty, 1), 99)


def converts(qty):
    return seeks_the_good(int(qty))


def asks_isinstance(qty):
    if not isinstance(qty, int):
        raise Refused
    return seeks_the_good(qty)


def asks_type(qty):
    if type(qty) is not int:
        raise Refused
    return seeks_the_good(qty)


CHECKS: tuple[Callable[[object], object], ...] = (
    seeks_the_bad,
    seeks_the_good,
    clamps,
    converts,
    asks_isinstance,
    asks_type,
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
