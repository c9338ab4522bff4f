"""Up and into the vault."""

from quintain.judge import leaks


def attack(box, canary, rng):
    return leaks(canary.key, box.call("notes:read", "../vault/key.txt"), "the key")
