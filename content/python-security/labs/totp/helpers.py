"""What tests and attacks need: a session, a code that is sent, the time, and the owner's secret."""


def enter(box, canary):
    """Return a new session in which the owner's name and password were sent."""
    visitor = box.client()
    visitor.post("/password", data={"name": canary.anna, "password": canary.anna_password})
    return visitor


def send(visitor, code):
    return visitor.post("/code", data={"code": code})


def set_clock(box, rng):
    """Go on to some later day, early in a step; never back, since checks may share a database that remembers steps."""
    now = int(box.read("clock.txt")) // 30 * 30 + rng.randrange(2_880, 288_000) * 30 + rng.randrange(5)
    box.write("clock.txt", str(now))
    return now


def secret_of(canary):
    return canary.seed_a + canary.seed_b + canary.seed_c + canary.seed_d
