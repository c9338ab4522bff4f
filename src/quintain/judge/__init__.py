"""Tries a submission to a lab and says what holds and what does not, with evidence. It knows no web and no database.

The suspect runs in a box of the sandbox and is asked over one channel; tests, attacks, canaries and expected values
never enter that box. What the tests and attacks of a lab import is named here:

    from quintain.judge import leaks

    def attack(box, canary, rng):
        answer = box.http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
        return leaks(canary.vault_secret, answer, "the vault's secret")

The rooms above import the judge itself from `quintain.judge.judge`, and what it says from `quintain.judge.verdict`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quintain.judge.codes import guessed_session_key, totp
    from quintain.judge.errors import Died, Garbled, Raised, SuspectFault, TimedOut
    from quintain.judge.harness.inside.values import Array, Opaque, Thrown
    from quintain.judge.pages.page import Element, Page, read_page
    from quintain.judge.profiles.races import PathSwap, RaceRun, raced
    from quintain.judge.suspect.chance import altered, other_than
    from quintain.judge.suspect.oracles import (
        Landed,
        Repelled,
        accepted_from_twin,
        happened,
        leaks,
        seen_inside,
        started,
    )
    from quintain.judge.worker.growth import grows
    from quintain.judge.worker.model import Play, answered, names, numbers, refuses, rule, texts

__all__ = [
    "Array",
    "Died",
    "Element",
    "Garbled",
    "Landed",
    "Opaque",
    "Page",
    "PathSwap",
    "Play",
    "RaceRun",
    "Raised",
    "Repelled",
    "SuspectFault",
    "Thrown",
    "TimedOut",
    "accepted_from_twin",
    "altered",
    "answered",
    "grows",
    "guessed_session_key",
    "happened",
    "leaks",
    "names",
    "numbers",
    "other_than",
    "raced",
    "read_page",
    "refuses",
    "rule",
    "seen_inside",
    "started",
    "texts",
    "totp",
]

# The web rooms import ``quintain.judge.verdict`` at every start; an HTTP client and pytest, which only a check needs,
# would make that start a third longer.
_HOMES = {
    name: f"quintain.judge.{module}"
    for module, names in {
        "codes": ("guessed_session_key", "totp"),
        "errors": ("Died", "Garbled", "Raised", "SuspectFault", "TimedOut"),
        "harness.inside.values": ("Array", "Opaque", "Thrown"),
        "pages.page": ("Element", "Page", "read_page"),
        "profiles.races": ("PathSwap", "RaceRun", "raced"),
        "suspect.chance": ("altered", "other_than"),
        "suspect.oracles": ("Landed", "Repelled", "accepted_from_twin", "happened", "leaks", "seen_inside", "started"),
        "worker.growth": ("grows",),
        "worker.model": ("Play", "answered", "names", "numbers", "refuses", "rule", "texts"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> object:
    """Import what is asked for by name, at its first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
