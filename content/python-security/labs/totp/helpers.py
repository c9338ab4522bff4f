"""What tests and attacks need: a session, a code that is sent, the time, and the owner's secret."""

from quintain.judge import other_than, totp


def enter(box, canary):
    """Return a new session in which the owner's name and password were sent."""
    visitor = box.client()
    visitor.post("/password", data={"name": canary.anna, "password": canary.anna_password})
    return visitor


def send(visitor, code):
    return visitor.post("/code", data={"code": code})


def set_clock(box, canary, rng):
    """Go on to some later day, early in a step; never back, since checks may share a database that remembers steps.

    All codes of some minutes before and after are different, of both people. Elsewhere, one code in a million is right
    twice: then a used code would be a new one, and a wrong code a right one.
    """
    before = int(box.read("clock.txt"))
    codes = [""] * 2
    while len(set(codes)) < len(codes):
        now = before // 30 * 30 + rng.randrange(2_880, 288_000) * 30 + rng.randrange(5)
        codes = [code for secret in (secret_of(canary), secret_of_berta(canary)) for code in codes_around(secret, now)]
    box.write("clock.txt", str(now))
    return now


def codes_around(secret, now):
    """Return the codes of the six minutes before and after a moment, the present one in the middle."""
    return [totp(secret, now + 30 * step) for step in range(-12, 13)]


def wrong(secret, now, rng):
    """Draw a code that is not right, and was not lately."""
    return other_than(codes_around(secret, now), lambda: f"{rng.randrange(1_000_000):06}")


def secret_of(canary):
    return canary.seed_a + canary.seed_b + canary.seed_c + canary.seed_d


def secret_of_berta(canary):
    return canary.seed_d + canary.seed_a + canary.seed_b + canary.seed_c
