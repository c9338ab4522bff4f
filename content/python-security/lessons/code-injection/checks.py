"""Three checks before one eval, as Pillow had them from 2022 on; and the attacks that got past them."""

import math
from collections.abc import Callable
from types import CodeType

type Names = dict[str, object]
type Check = Callable[[CodeType, Names], None]


def outer_names(code: CodeType, names: Names) -> None:
    """January 2022: every name in the compiled formula must be one that the caller passed."""
    for name in code.co_names:
        if name not in names and name != "abs":
            raise ValueError(name)


def inner_names(code: CodeType, names: Names) -> None:
    """February 2022: the same for names in functions within the formula."""
    outer_names(code, names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner_names(constant, names)


def plain_names(code: CodeType, names: Names) -> None:
    """January 2024: and no name that the caller passes may hold two underscores."""
    if any("__" in name for name in names):
        raise ValueError(*names)
    inner_names(code, names)


def evaluate(text: str, names: Names, check: Check) -> object:
    code = compile(text, "sum", "eval")
    check(code, names)
    return eval(code, {"__builtins__": {"abs": abs}}, names)


TRIES = {
    "honest": ("abs(a - b)", {"a": 3, "b": 5}),
    "name": ("a.__class__.__base__", {"a": 3}),
    "lambda": ("(lambda x: x.__class__.__base__)(a)", {"a": 3}),
    "keys": ("a.__class__.__base__", {"a": 3, "__class__": 0, "__base__": 0}),
    "power": ("9 ** 9 ** a", {"a": 6}),
}


def outcome(text: str, names: Names, check: Check) -> str:
    try:
        answer = evaluate(text, names, check)
    except ValueError:
        return "refused"
    return f"{int(math.log10(answer)) + 1:,} digits" if isinstance(answer, int) and answer > 10**9 else str(answer)


if __name__ == "__main__":
    for kind, (text, names) in TRIES.items():
        cells = [outcome(text, names, check) for check in (outer_names, inner_names, plain_names)]
        print(f"{kind:8}" + "".join(f"{cell:17}" for cell in cells).rstrip())
