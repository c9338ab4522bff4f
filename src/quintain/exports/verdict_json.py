"""Writes a verdict as JSON, for programs of one's own."""

import json
from dataclasses import asdict

from quintain.exports.judged import Judged
from quintain.judge.verdict import Result


def to_json(judged: Judged) -> str:
    """Return a verdict as JSON: lab, result, sentence, and each check with the evidence that a learner may see.

    Promises are in the order of their numbers; a check that speaks against the files names its own by the id.
    """
    lab, verdict = judged.lab, judged.verdict
    failing = {check.id for check in judged.failing}
    numbers = {check.id: lab.promise_of(check.id) if check.id in failing else None for check in verdict.checks}
    facts = {
        "lab": {"slug": lab.slug, "uuid": str(lab.uuid), "code": lab.code, "title": lab.title, "cwe": list(lab.cwe)},
        "holds": verdict.result is Result.PROVEN,
        "promises": [{"id": promise.id, "text": promise.text} for promise in lab.promises],
        **asdict(verdict),
        "checks": [
            asdict(check) | {"promise": lab.promises[number - 1].id if (number := numbers[check.id]) else None}
            for check in verdict.checks
        ],
    }
    return json.dumps(facts, indent=2) + "\n"
