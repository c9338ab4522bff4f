"""Who comes first may have the seat: a file with its name says whose it is."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from turns import Walker


def claim(seat: Path, who: str) -> int:
    if seat.exists():  # check
        return 0  # refuse
    seat.write_text(who)  # use
    return 1


def claim_at_once(seat: Path, who: str) -> int:
    try:
        file = seat.open("x")  # use
    except FileExistsError:
        return 0
    with file:
        file.write(who)
    return 1


def meet(function: Callable[..., int], order: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        seat = Path(folder, "7")
        walkers = {name: Walker(function, seat, name) for name in "AB"}
        for walker in walkers.values():
            walker.start()
            walker.here.acquire()
        for name in order:
            if walkers[name].next:
                walkers[name].step()
        told = [name for name, walker in walkers.items() if walker.result]
        return f"told yes: {' and '.join(told):7}  on the file: {seat.read_text()}"


if __name__ == "__main__":
    print("claim          A A B B ", meet(claim, "AABB"))
    print("claim          A B A B ", meet(claim, "ABAB"))
    print("claim_at_once  A B     ", meet(claim_at_once, "AB"))
    print("claim_at_once  B A     ", meet(claim_at_once, "BA"))
