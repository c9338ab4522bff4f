"""Read a pickle without running it."""

import pickle
import pickletools


class Attack:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("it ran",)


QUIET = {"PROTO", "FRAME", "MARK", "MEMOIZE", "STOP"}


def program(pickled: bytes) -> list[str]:
    """Return the steps of a pickle, without those that only keep order."""
    steps = pickletools.genops(pickled)
    return [f"{code.name} {word or ''}".strip() for code, word, _ in steps if code.name not in QUIET]


if __name__ == "__main__":
    for title, thing in (("values", {"beds": 2}), ("attack", Attack())):
        print(title, *program(pickle.dumps(thing)), sep="\n    ")
