"""A verifier of codes."""

from window import PHONE, measure, use_twice

WINDOW = 10


def accepts(code, now):
    return PHONE.verify(code, for_time=now, valid_window=WINDOW)


if __name__ == "__main__":
    measure(accepts)
    use_twice(accepts)
