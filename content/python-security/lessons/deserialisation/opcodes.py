"""Read two pickles without running them."""

import pickle
import pickletools


class Attack:
    """What pickle stores for it: call print with these arguments."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("it ran",)


def listing(thing: object) -> None:
    pickletools.dis(pickletools.optimize(pickle.dumps(thing, protocol=4)))


if __name__ == "__main__":
    listing({"count": 2})
    print()
    listing(Attack())
    print()
    print("loads returned", pickle.loads(pickle.dumps(Attack(), protocol=4)))
