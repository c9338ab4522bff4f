"""Two unpicklers that check which names a pickle may look up, and two attacks."""

import builtins
import io
import os
import pickle
from datetime import date

DENIED = {("builtins", "eval"), ("builtins", "exec"), ("posix", "system")}
ALLOWED = {("datetime", "date")}


class Denylist(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        if (module, name) in DENIED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


class Allowlist(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


class Call:
    """Pickled, it is a call of the function with the arguments."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple[object, ...]:
        return self.call

    def __call__(self) -> None:
        """Pickle stores a call only of what is callable; this is never called."""


# The second attack names nothing of os: it imports os, and gets the attribute by a string.
VALUES = {
    "honest": {"day": date(2026, 11, 27), "count": 2},
    "direct": Call(os.system, "echo injected >&2"),
    "getattr": Call(Call(getattr, Call(builtins.__import__, "os"), "getpid")),
}


def outcome(unpickler: type[pickle.Unpickler], thing: object) -> str:
    try:
        value = unpickler(io.BytesIO(pickle.dumps(thing, protocol=4))).load()
    except pickle.UnpicklingError:
        return "refused"
    return "code ran" if value == os.getpid() else "values"


if __name__ == "__main__":
    print(f"{'':10}denylist  allowlist")
    for kind, thing in VALUES.items():
        print(f"{kind:10}{outcome(Denylist, thing):10}{outcome(Allowlist, thing)}")
