"""Tries a submission to a lab and says what holds and what does not, with evidence. It knows no web and no database.

The suspect runs in a box of the sandbox and is asked over one channel; tests, attacks, canaries and expected values
never enter that box. For callers: `Judge`, `check_lab`, `read_submission` and the types of ``quintain.judge.verdict``.
For lab authors: what tests and attacks import, named in the second half below.

    def attack(box, canary, rng):
        answer = box.http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
        return leaks(canary.vault_secret, answer, "the vault's secret")
"""

from quintain.judge.as_json import event_from_json, event_to_json, verdict_from_json, verdict_to_json
from quintain.judge.errors import (
    AuthorMistake,
    Died,
    Garbled,
    JudgeFault,
    LabBroken,
    Raised,
    SubmissionRefused,
    SuspectFault,
    TimedOut,
)
from quintain.judge.growth import grows
from quintain.judge.harness.boxed.values import Array, Opaque, Thrown
from quintain.judge.judge import Judge
from quintain.judge.matrix import Cell, Matrix, Row, Rows, Tried, check_lab, matrix_to_json
from quintain.judge.oracles import Landed, Repelled, happened, leaks
from quintain.judge.submission import read_submission

__all__ = [
    "Array",
    "AuthorMistake",
    "Cell",
    "Died",
    "Garbled",
    "Judge",
    "JudgeFault",
    "LabBroken",
    "Landed",
    "Matrix",
    "Opaque",
    "Raised",
    "Repelled",
    "Row",
    "Rows",
    "SubmissionRefused",
    "SuspectFault",
    "Thrown",
    "TimedOut",
    "Tried",
    "check_lab",
    "event_from_json",
    "event_to_json",
    "grows",
    "happened",
    "leaks",
    "matrix_to_json",
    "read_submission",
    "verdict_from_json",
    "verdict_to_json",
]
