"""Tries a submission to a lab and says what holds and what does not, with evidence. It knows no web and no database.

The suspect runs in a box of the sandbox and is asked over one channel; tests, attacks, canaries and expected values
never enter that box. For callers: `Judge`, `check_lab`, `read_submission` and the types of ``quintain.judge.verdict``.
For lab authors: what tests and attacks import, named in the second half below.

    def attack(box, canary, rng):
        answer = box.http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
        return leaks(canary.vault_secret, answer, "the vault's secret")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quintain.judge.as_json import event_from_json, event_to_json, verdict_from_json, verdict_to_json
    from quintain.judge.codes import guessed_session_key, totp
    from quintain.judge.errors import (
        AuthorMistake,
        Died,
        Garbled,
        JudgeFault,
        LabBroken,
        Raised,
        Silenced,
        SubmissionRefused,
        SuspectFault,
        TimedOut,
        Unwatchable,
    )
    from quintain.judge.grading.submission import read_submission
    from quintain.judge.harness.boxed.values import Array, Opaque, Thrown
    from quintain.judge.judge import Judge
    from quintain.judge.pages.page import Element, Page, read_page
    from quintain.judge.profiles.races import PathSwap, RaceRun, raced
    from quintain.judge.proving.matrix import CaseDone, CaseKind, CasesListed, Cell, Matrix, check_lab, matrix_to_json
    from quintain.judge.suspect.chance import altered, other_than
    from quintain.judge.suspect.oracles import Landed, Repelled, happened, leaks, seen_inside, started
    from quintain.judge.worker.growth import grows

__all__ = [
    "Array",
    "AuthorMistake",
    "CaseDone",
    "CaseKind",
    "CasesListed",
    "Cell",
    "Died",
    "Element",
    "Garbled",
    "Judge",
    "JudgeFault",
    "LabBroken",
    "Landed",
    "Matrix",
    "Opaque",
    "Page",
    "PathSwap",
    "RaceRun",
    "Raised",
    "Repelled",
    "Silenced",
    "SubmissionRefused",
    "SuspectFault",
    "Thrown",
    "TimedOut",
    "Unwatchable",
    "altered",
    "check_lab",
    "event_from_json",
    "event_to_json",
    "grows",
    "guessed_session_key",
    "happened",
    "leaks",
    "matrix_to_json",
    "other_than",
    "raced",
    "read_page",
    "read_submission",
    "seen_inside",
    "started",
    "totp",
    "verdict_from_json",
    "verdict_to_json",
]

# The web rooms import ``quintain.judge.verdict`` at every start; an HTTP client and pytest, which only a check needs,
# would make that start a third longer.
_HOMES = {
    "Array": "quintain.judge.harness.boxed.values",
    "AuthorMistake": "quintain.judge.errors",
    "CaseDone": "quintain.judge.proving.matrix",
    "CaseKind": "quintain.judge.proving.matrix",
    "CasesListed": "quintain.judge.proving.matrix",
    "Cell": "quintain.judge.proving.matrix",
    "Died": "quintain.judge.errors",
    "Element": "quintain.judge.pages.page",
    "Garbled": "quintain.judge.errors",
    "Judge": "quintain.judge.judge",
    "JudgeFault": "quintain.judge.errors",
    "LabBroken": "quintain.judge.errors",
    "Landed": "quintain.judge.suspect.oracles",
    "Matrix": "quintain.judge.proving.matrix",
    "Opaque": "quintain.judge.harness.boxed.values",
    "Page": "quintain.judge.pages.page",
    "PathSwap": "quintain.judge.profiles.races",
    "RaceRun": "quintain.judge.profiles.races",
    "Raised": "quintain.judge.errors",
    "Repelled": "quintain.judge.suspect.oracles",
    "Silenced": "quintain.judge.errors",
    "SubmissionRefused": "quintain.judge.errors",
    "SuspectFault": "quintain.judge.errors",
    "Thrown": "quintain.judge.harness.boxed.values",
    "TimedOut": "quintain.judge.errors",
    "Unwatchable": "quintain.judge.errors",
    "altered": "quintain.judge.suspect.chance",
    "check_lab": "quintain.judge.proving.matrix",
    "event_from_json": "quintain.judge.as_json",
    "event_to_json": "quintain.judge.as_json",
    "grows": "quintain.judge.worker.growth",
    "guessed_session_key": "quintain.judge.codes",
    "happened": "quintain.judge.suspect.oracles",
    "leaks": "quintain.judge.suspect.oracles",
    "matrix_to_json": "quintain.judge.proving.matrix",
    "other_than": "quintain.judge.suspect.chance",
    "raced": "quintain.judge.profiles.races",
    "read_page": "quintain.judge.pages.page",
    "read_submission": "quintain.judge.grading.submission",
    "seen_inside": "quintain.judge.suspect.oracles",
    "started": "quintain.judge.suspect.oracles",
    "totp": "quintain.judge.codes",
    "verdict_from_json": "quintain.judge.as_json",
    "verdict_to_json": "quintain.judge.as_json",
}


def __getattr__(name: str) -> object:
    """Import what is asked for by name, at its first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
