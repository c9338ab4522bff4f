"""Somebody of the house owns a folder of the spool, and moves just before one call of the program after another."""

from quintain.judge import PathSwap


def scene(box, canary, rng):
    letter = f"{canary.person}/{canary.letter}.txt"

    def race(*argv, path, link, spell="from then on", before="any", stdin=b""):
        """Run press.py again and again; each time your link lies at the path from one call further on."""
        swap = PathSwap(path, link, spell, before=before)
        return [(lap.call, lap.code, lap.out, lap.err) for lap in box.race("press.py", *argv, swap=swap, stdin=stdin)]

    return {"letter": lambda: letter, "race": race}
