"""What services say about known vulnerabilities is read strictly: no answer is never taken for a good one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from quintain_tools import audit
from quintain_tools.audit import Finding, Outcome, Unanswered, read_npm_audit, read_pip_audit

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "django", "version": "6.1.3", "vulns": []}
HIT = CLEAN | {"vulns": [{"id": "PYSEC-2027-1", "fix_versions": ["6.1.4"], "aliases": []}]}
SKIPPED = {"name": "rules", "skip_reason": "Dependency not found"}


def test_an_advisory_is_named_with_its_fix() -> None:
    """For Python and for npm; a report without one is clean."""
    assert read_pip_audit({"dependencies": [CLEAN, HIT]}) == ["django 6.1.3: PYSEC-2027-1, fixed in 6.1.4"]
    assert read_pip_audit({"dependencies": [CLEAN]}) == []
    found = {"vulnerabilities": {"esbuild": {"range": "<=0.24", "severity": "moderate"}}, "metadata": {}}
    assert read_npm_audit(found) == ["esbuild <=0.24: moderate"]
    assert read_npm_audit({"vulnerabilities": {}, "metadata": {}}) == []


@pytest.mark.parametrize(
    ("read", "report"),
    [
        (read_pip_audit, {"dependencies": [CLEAN, SKIPPED]}),
        (read_pip_audit, {"dependencies": [HIT, SKIPPED]}),
        (read_pip_audit, {"dependencies": []}),
        (read_pip_audit, {}),
        (read_npm_audit, {"message": "405 Method Not Allowed\nmore", "method": "POST"}),
        (read_npm_audit, {"error": {"code": "ENOAUDIT", "summary": "no answer"}}),
        (read_npm_audit, {"error": {"code": "ENOAUDIT"}}),
        (read_npm_audit, {}),
    ],
)
def test_no_answer_is_not_clean(read: Any, report: Any) -> None:
    """Not about one package of all, and not where the service cannot be reached; said in one line."""
    with pytest.raises(Unanswered) as why:
        read(report)
    assert "\n" not in str(why.value)


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [("HOLDS HOLDS", 0), ("HOLDS UNKNOWN", 2), ("UNKNOWN FAILS", 1), ("FAILS HOLDS", 1)],
)
def test_the_status_tells_what_is_not_clean(monkeypatch: pytest.MonkeyPatch, outcomes: str, status: int) -> None:
    """0 if all hold, 1 if one fails, 2 if nobody could tell."""

    def outcome(name: str) -> Finding:
        if name == "UNKNOWN":
            raise Unanswered("as nobody answered")
        return Finding(Outcome[name], ("because",) if name == "FAILS" else ())

    first, second = outcomes.split()
    monkeypatch.setattr(audit, "check_deployment", lambda: Finding(Outcome.HOLDS))
    monkeypatch.setattr(audit, "audit_python", lambda: outcome(first))
    monkeypatch.setattr(audit, "audit_npm", lambda: outcome(second))
    said: list[str] = []
    assert audit.audit(said.append) == status
    assert len(said) == 3


def test_a_bill_of_materials_that_lacks_a_part_is_found_out(tmp_path: Path) -> None:
    """An empty one lacks everything, by name; a part without a hash is named as well."""
    empty, bare = tmp_path / "empty.json", tmp_path / "bare.json"
    empty.write_text(json.dumps({"components": []}))
    bare.write_text(json.dumps({"components": [{"name": "django", "version": "0"}]}))
    for python, lines in (
        (empty, ["python: django is missing"]),
        (bare, ["django is 0, and", "django has no SHA-256"]),
    ):
        command = (sys.executable, "tools/audit/bill.py", str(python), str(empty))
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 1
        for line in (*lines, "python: argon2-cffi-bindings is missing", "pages: esbuild", "pages: @xterm/xterm"):
            assert line in done.stdout, done.stderr
