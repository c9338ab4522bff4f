"""Three guards before one eval, as Pillow had them from 2022 on; and the attacks that came."""

import math
from collections.abc import Callable
from types import CodeType

type Names = dict[str, object]
type Guard = Callable[[CodeType, Names], None]


def outer_names(code: CodeType, names: Names) -> None:
    """Guard of January 2022: every name in the compiled sum must be known."""
    for name in code.co_names:
        if name not in names and name != "abs":
            raise ValueError(name)


def inner_names(code: CodeType, names: Names) -> None:
    """Guard of February 2022: so must those of functions within it."""
    outer_names(code, names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner_names(constant, names)


def plain_names(code: CodeType, names: Names) -> None:
    """Guard of January 2024: and no known name may look like one of Python's own."""
    if any("__" in name for name in names):
        raise ValueError(*names)
    inner_names(code, names)


def work_out(text: str, names: Names, guard: Guard) -> object:
    code = compile(text, "sum", "eval")
    guard(code, names)
    return eval(code, {"__builtins__": {"abs": abs}}, names)


TRIES = {
    "honest": ("abs(a - b)", {"a": 3, "b": 5}),
    "name": ("a.__class__.__base__", {"a": 3}),
    "lambda": ("(lambda x: x.__class__.__base__)(a)", {"a": 3}),
    "keys": ("a.__class__.__base__", {"a": 3, "__class__": 0, "__base__": 0}),
    "power": ("9 ** 9 ** a", {"a": 6}),
}


def told(text: str, names: Names, guard: Guard) -> str:
    try:
        answer = work_out(text, names, guard)
    except ValueError:
        return "refused"
    return f"{int(math.log10(answer)) + 1:,} digits" if isinstance(answer, int) and answer > 10**9 else str(answer)


if __name__ == "__main__":
    for kind, (text, names) in TRIES.items():
        cells = [told(text, names, guard) for guard in (outer_names, inner_names, plain_names)]
        print(f"{kind:8}" + "".join(f"{cell:17}" for cell in cells).rstrip())
