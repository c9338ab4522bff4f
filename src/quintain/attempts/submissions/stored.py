"""What the judge says, as the database keeps it: JSON by field name, and plain text."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict

from quintain.judge.tally import only_attacks, tally
from quintain.judge.verdict import Check, ExploitRun, Fault, Recognised

type Json = dict[str, object]

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_json(fact: Check | Fault | Recognised) -> Json:
    """Return one of the judge's dataclasses as JSON, by field name."""
    return dict(json.loads(json.dumps(asdict(fact))))


def exploit_run_json(exploit_run: ExploitRun) -> Json:
    """Return what an exploit printed and met; no control characters, which no database and no page takes well."""
    whole = json.loads(json.dumps(asdict(exploit_run)))
    kept = {name: whole[name] for name in ("console_marks", "cut_short", "has_raised", "steps")}
    return {"console": CONTROL.sub("·", exploit_run.console), **kept}


def plain(text: str) -> str:
    """Return a sentence that every database and every page takes, whatever a program put into it."""
    return CONTROL.sub("·", text).encode(errors="replace").decode()


def count_attacks(checks: Iterable[Check]) -> tuple[int, int]:
    """Return how many attacks there are, and how many of them were stopped."""
    attacks = tally(check.outcome for check in only_attacks(checks))
    return attacks.all, attacks.good
