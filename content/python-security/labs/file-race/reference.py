"""The letter becomes a link to the ledger, just before one call after another."""

from quintain.judge import Swap, leaks, raced


def attack(box, canary, rng):
    letter = f"{canary.person}/{canary.letter}.txt"
    swap = Swap(f"spool/{letter}", f"../../private/{canary.letter}.txt")
    laps = box.race("press.py", "print", letter, swap=swap)
    return raced(laps, lambda lap: leaks(canary.ledger, lap, "the ledger"))
