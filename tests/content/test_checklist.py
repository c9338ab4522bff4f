"""What the course says about linters is so: each rule exists, and reports something in the file that is named."""

import json
import subprocess
import sys
from pathlib import Path

from quintain.packs.model.lab import Status
from tests.courses import COURSE, whole_course

CHECKS = whole_course().checklist
FILES = sorted({str(COURSE / path) for check in CHECKS for path in check.seen_in})
BIN = Path(sys.executable).parent


def run(*command: str) -> list[dict[str, object]]:
    """Run a linter and return its findings; a rule that it does not know ends it with another status."""
    done = subprocess.run([BIN / command[0], *command[1:], *FILES], check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    return list(found["results"] if isinstance(found, dict) else found)


def test_each_lab_has_a_row() -> None:
    """In the order of their codes, so that a new lab is easy to place; and each row says something of rules."""
    live = {lab.slug for lab in whole_course().labs.values() if lab.status is Status.LIVE}
    assert {check.lab for check in CHECKS} == live
    codes = [whole_course().labs[check.lab].code for check in CHECKS]
    assert codes == sorted(codes)
    assert all(check.ask.endswith("?") and check.note.endswith(".") for check in CHECKS)


def test_ruff_reports_each_rule_in_its_file() -> None:
    """Without preview, as learners run it."""
    rules = ",".join(sorted({rule for check in CHECKS for rule in check.ruff}))
    found = run("ruff", "check", "--isolated", "--no-cache", "--output-format", "json", "--select", rules)
    fired = {(each["filename"], each["code"]) for each in found}
    silent = [
        (check.lab, rule)
        for check in CHECKS
        for rule in check.ruff
        if not any((str(COURSE / path), rule) in fired for path in check.seen_in)
    ]
    assert silent == []


def test_bandit_reports_each_test_in_its_file() -> None:
    """As ruff."""
    rules = ",".join(sorted({rule for check in CHECKS for rule in check.bandit}))
    fired = {(each["filename"], each["test_id"]) for each in run("bandit", "-q", "-f", "json", "-t", rules)}
    silent = [
        (check.lab, rule)
        for check in CHECKS
        for rule in check.bandit
        if not any((str(COURSE / path), rule) in fired for path in check.seen_in)
    ]
    assert silent == []


def test_a_lab_without_rules_says_so() -> None:
    """Half of the labs have none: an empty list alone would look forgotten."""
    for check in CHECKS:
        if not (check.ruff or check.bandit or check.semgrep):
            assert "rule" in check.note or "Ruff" in check.note, check.lab
