"""Writes a verdict as JSON, for programs of one's own."""

import json
from dataclasses import asdict

from quintain.exports.judged import Judged
from quintain.judge.verdict import Result


def to_json(judged: Judged) -> str:
    """Return a verdict as JSON: lab, result, sentence, and each check with the evidence that a learner may see."""
    lab, verdict = judged.lab, judged.verdict
    facts = {
        "lab": {"slug": lab.slug, "uuid": str(lab.uuid), "code": lab.code, "title": lab.title, "cwe": list(lab.cwe)},
        "holds": verdict.result is Result.PROVEN,
        **asdict(verdict),
    }
    return json.dumps(facts, indent=2) + "\n"
