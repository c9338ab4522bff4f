"""What tests and attacks share."""

from quintain.judge import Raised

CUSTOMER = "weber"
LIMIT = 20_000
GROWTH = 12 * 1024 * 1024  # bytes


def word(rng, count=9):
    return "".join(rng.choices("bdfghjkmqrtvwz", k=count))


def put(box, name, content, **more):
    """The customer puts a file into the folder."""
    box.call("share:put", CUSTOMER, name, content, **more)


def attempt(box, function, *arguments):
    """Call a function of the program: the text, or None if it refuses.

    Customers replace files through an audit hook, and that sees one process alone.
    """
    try:
        answer = box.call(f"texts:{function}", *arguments)
    except Raised as refusal:
        answer = "the memory is full" if "MemoryError" in refusal.names else None
    box.stay_in_sight()
    return answer


def secrets(canary):
    return canary.bank_code, canary.contract, canary.poem


def judged(box, canary, function, *arguments):
    """Try to get a text that is not the customer's: what came of it, and whether that is a success."""
    before = box.call("share:most_memory")
    text = attempt(box, function, *arguments)
    grown = box.call("share:most_memory") - before > GROWTH
    if text is not None and any(secret in text for secret in secrets(canary)):
        return "The program returned a text that belongs to somebody else.", True
    if text is not None:
        return f"The program took this for a text of the customer: {text[:60]!r}.", True
    return ("The program refused, after it had filled its memory." if grown else "The program refused."), grown
