"""How one verdict is to be reached."""

from dataclasses import dataclass

from quintain.packs.model.lab import Fix


@dataclass(frozen=True, slots=True)
class GradingOptions:
    """How one verdict is to be reached.

    Attributes:
        seed: draws the same values, canaries and samples as a verdict before; None draws a new seed.
        run_all: run everything; else stop once the submission cannot be proven any more.
        reveal_hidden: give hidden attacks their evidence and errors their words; for authors.
        user: whose submission it is; a user who has kept the judge busy lately waits behind others.
        together: let tests of one file, and variants of one attack, share a box; the verdict is the same.
        only: the id of the one check to run, and the name of the variant; for authors who look for what decides.
        retry_when_busy: give more time to what a busy machine kept from answering; else it has failed, as some traps
            want.
        known_fix: the known wrong fix that the submission is. Then only what its ``by`` names is run, and nothing is
            recognised.
        attacks: let attacks try it, and not the tests alone.

    """

    seed: int | None = None
    run_all: bool = True
    reveal_hidden: bool = False
    user: str = ""
    together: bool = True
    only: tuple[str, str] | None = None
    retry_when_busy: bool = True
    known_fix: Fix | None = None
    attacks: bool = True
