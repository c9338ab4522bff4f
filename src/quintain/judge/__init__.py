"""Tries a submission to a lab and says what holds and what does not, with evidence. It knows no web and no database.

The suspect runs in a box of the sandbox and is asked over one channel; tests, attacks, canaries and expected values
never enter that box. For callers: `Judge`, `check_lab`, `read_submission` and the types of ``quintain.judge.verdict``.
For lab authors: what tests and attacks import, named in the second half below.

    def attack(box, canary, rng):
        answer = box.http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
        return leaks(canary.vault_secret, answer, "the vault's secret")
"""

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
from quintain.judge.oracles import Landed, Repelled, happened, leaks
from quintain.judge.submission import read_submission

__all__ = [
    "Array",
    "AuthorMistake",
    "Died",
    "Garbled",
    "Judge",
    "JudgeFault",
    "LabBroken",
    "Landed",
    "Opaque",
    "Raised",
    "Repelled",
    "SubmissionRefused",
    "SuspectFault",
    "Thrown",
    "TimedOut",
    "grows",
    "happened",
    "leaks",
    "read_submission",
]
