"""A thief knows the owner's name and password, and looks over their shoulder once as they type the code."""

from quintain.judge import totp


def scene(box, canary, rng):
    now = 1_900_000_000 + rng.randrange(10_000) * 30
    box.write("clock.txt", str(now))

    def overheard():
        """Let the owner sign in; return their name, their password and the code that they typed."""
        code = totp(canary.seed_a + canary.seed_b + canary.seed_c + canary.seed_d, now)
        owner = box.client()
        owner.post("/password", data={"name": canary.anna, "password": canary.anna_password})
        owner.post("/code", data={"code": code})
        return canary.anna, canary.anna_password, code

    return {"overheard": overheard}
