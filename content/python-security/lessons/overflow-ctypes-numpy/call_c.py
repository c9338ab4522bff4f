"""Call a C function with a long argument and a long result: with and without saying so."""

import ctypes


def show(name: str, call) -> None:
    try:
        print(f"{name:32} {call()}")
    except ctypes.ArgumentError:
        print(f"{name:32} raises ArgumentError")


if __name__ == "__main__":
    labs = ctypes.CDLL(None).labs
    show("not declared: labs(-5)", lambda: labs(-5))
    show("not declared: labs(-2**40)", lambda: labs(-(2**40)))
    show("not declared: labs(2**80)", lambda: labs(2**80))
    labs.argtypes, labs.restype = [ctypes.c_long], ctypes.c_long
    show("declared:     labs(-2**40)", lambda: labs(-(2**40)))
    show("declared:     labs(2**80)", lambda: labs(2**80))
