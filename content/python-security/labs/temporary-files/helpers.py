"""What tests and attacks share."""

from contextlib import suppress

from quintain.judge import Raised


def word(rng, count=9):
    return "".join(rng.choices("bdfghjkmqrtvwz", k=count))


def month_of(rng):
    """Return a month that no other test uses."""
    return f"{rng.randrange(2030, 9999)}-{rng.randrange(1, 13):02}"


def payments(rng, count=3):
    """Return what the personnel office enters, what the bank must get, and the sum."""
    rows = [
        (f"{word(rng).title()} O'Neill-Müller", f"DE{rng.randrange(10**19, 10**20)}", rng.randrange(100, 900_000))
        for _ in range(count)
    ]
    entered = "".join(f"{person};{account};{cents}\n" for person, account, cents in rows)
    wanted = "".join(f"{account};{cents // 100}.{cents % 100:02};{person}\n" for person, account, cents in rows)
    return entered, wanted, sum(cents for *_, cents in rows)


def enter(box, rng, month, count=3):
    """Enter the payments of a month; return what the bank must get, and the sum."""
    entered, wanted, total = payments(rng, count)
    box.write(f"staff/{month}.csv", entered)
    return wanted, total


def attempt(box, function, month):
    """Call a function of the program; None if it stops with an error.

    The other users of the machine act through audit hooks, and those see one process alone.
    """
    answer = None
    with suppress(Raised):
        answer = box.call(f"payroll:{function}", month)
    box.stay_in_sight()
    return answer


def export_again(box, what, target=""):
    """Export once, and again after a restart; then others have put something at each name that they can guess."""
    box.call("machine:watch")
    attempt(box, "export", "2026-10")
    box.call("machine:restart")
    box.call("machine:put", what, target)
    box.call("machine:watch")
    attempt(box, "export", "2026-10")
