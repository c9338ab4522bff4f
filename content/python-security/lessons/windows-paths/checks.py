"""Three checks of a name, beside what Windows opens."""

import ntpath
from collections.abc import Callable

import after
import before
from cases import CASES
from names import opened


def accepts(path_of: Callable[[str], str], name: str) -> bool:
    try:
        path_of(name)
    except PermissionError:
        return False
    return True


def contained(name: str) -> bool:
    return accepts(before.path_of, name)


def unreserved(name: str) -> bool:
    return contained(name) and not ntpath.isreserved(name)


def allowlist(name: str) -> bool:
    return accepts(after.path_of, name)


CHECKS = (contained, unreserved, allowlist)

if __name__ == "__main__":
    print(f"{'':22}" + "".join(f"{check.__name__:12}" for check in CHECKS) + "Windows opens")
    for name, *_ in CASES:
        answers = ["accepts" if check(name) else "refuses" for check in CHECKS]
        print(f"{name:22}" + "".join(f"{answer:12}" for answer in answers) + " ".join(opened(name)))
