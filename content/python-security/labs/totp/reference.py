"""The owner's code again, in a session of the thief's."""

from quintain.judge import leaks, totp


def attack(box, canary, rng):
    now = 1_900_000_000 + rng.randrange(10_000) * 30
    box.write("clock.txt", str(now))
    code = totp(canary.seed_a + canary.seed_b + canary.seed_c + canary.seed_d, now)
    seen = []
    for _ in range(3):
        visitor = box.client()
        visitor.post("/password", data={"name": canary.anna, "password": canary.anna_password})
        visitor.post("/code", data={"code": code})
        seen.append(visitor.get("/note"))
    return leaks(canary.anna_note, seen[1:], "the owner's note")
