"""Out of the inbox with -C, then the ledger by its name."""

from quintain.judge import leaks


def attack(box, canary, rng):
    box.run("pack.py", "pack", "parcel.tar", "-C..", "ledger.txt")
    return leaks(canary.ledger, box.read("parcel.tar"), "the ledger")
