"""``quintain test --audit``: known vulnerabilities of what Quintain is made of, and Django's checks of a deployment.

Databases of advisories are asked over the network. One that does not answer, or does not know a package, is told in
one line, and nothing is called clean for it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from quintain_tools.frontend import REPOSITORY, bring_tools

TOOLS: Final = REPOSITORY / "tools" / "audit"
SITE: Final = REPOSITORY / ".quintain" / "audit"
SECONDS: Final = 600
LOCKS: Final = (REPOSITORY / "requirements.txt", TOOLS / "requirements.txt")


class Outcome(StrEnum):
    """What came of a check."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a check, and why, in lines."""

    outcome: Outcome
    lines: tuple[str, ...] = ()


class Unanswered(Exception):  # noqa: N818  what happened
    """Nobody could tell."""


def audit(say: Callable[[str], None]) -> int:
    """Run all checks and say what came of each. Return 0 if all hold, 1 if one fails, 2 if one could not be told."""
    checks: dict[str, Callable[[], Finding]] = {
        "Django's checks of a deployment": check_deployment,
        "advisories about Python packages (pip-audit)": audit_python,
        "advisories about npm packages (npm audit)": audit_npm,
    }
    outcomes = set()
    for name, check in checks.items():
        try:
            finding = check()
        except (Unanswered, OSError, subprocess.TimeoutExpired) as why:
            finding = Finding(Outcome.UNKNOWN, (str(why),))
        if finding.outcome is Outcome.UNKNOWN:
            say(f"{name}: {finding.outcome}, {finding.lines[0]}")
        else:
            say("\n  ".join((f"{name}: {finding.outcome}", *finding.lines)))
        outcomes.add(finding.outcome)
    return 1 if Outcome.FAILS in outcomes else 2 if Outcome.UNKNOWN in outcomes else 0


def check_deployment() -> Finding:
    """Run ``check --deploy`` with the settings of a classroom whose certificate browsers know."""
    with tempfile.TemporaryDirectory() as data:
        facts = {"DATA": data, "CLASSROOM": "1", "URL": "https://classroom.example.org", "HSTS": "1"}
        environment = os.environ | {f"QUINTAIN_{name}": value for name, value in facts.items()}
        environment |= {"DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
        command = (sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
        done = _run(command, env=environment)
    return Finding(Outcome.FAILS, tuple(done.stderr.splitlines())) if done.returncode else Finding(Outcome.HOLDS)


def audit_python() -> Finding:
    """Ask for advisories about every package of the locks.

    Raises:
        Unanswered: The tool could not be brought, or packages are unknown to whom it asks.

    """
    _bring_pip_audit()
    environment = os.environ | {"PYTHONPATH": str(SITE)}
    lines: list[str] = []
    for lock in LOCKS:
        options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
        done = _run((sys.executable, "-m", "pip_audit", "-r", str(lock), *options), env=environment)
        lines += read_pip_audit(_json(done.stdout, done.stderr))
    return Finding(Outcome.FAILS, tuple(lines)) if lines else Finding(Outcome.HOLDS)


def read_pip_audit(report: Any) -> list[str]:
    """Return a line for each advisory in a report of pip-audit.

    Raises:
        Unanswered: There is no answer about a package.

    """
    packages = report.get("dependencies") or []
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped or not packages:
        some = f" ({', '.join(skipped[:3])} …)" if skipped else ""
        raise Unanswered(f"as there was no answer about {len(skipped)} of {len(packages)} packages{some}")
    return [
        f"{package['name']} {package['version']}: {advisory['id']}, "
        f"fixed in {', '.join(advisory['fix_versions']) or 'no version'}"
        for package in packages
        for advisory in package["vulns"]
    ]


def audit_npm() -> Finding:
    """Ask for advisories about every package of the front end's lock.

    Raises:
        Unanswered: There is no npm, or no answer.

    """
    node = bring_tools()
    if node is None:
        raise Unanswered("as there is no npm")
    done = node.run(node.npm, "audit", "--json", "--package-lock-only", "--audit-level=none")
    lines = read_npm_audit(_json(done.stdout, done.stderr))
    return Finding(Outcome.FAILS, tuple(lines)) if lines else Finding(Outcome.HOLDS)


def read_npm_audit(report: Any) -> list[str]:
    """Return a line for each package with an advisory in a report of npm.

    Raises:
        Unanswered: It is no report.

    """
    if "vulnerabilities" not in report or "metadata" not in report:
        answer = report.get("message") or (report.get("error") or {}).get("summary") or "there was no report"
        raise Unanswered(f"as the advisories could not be asked for: {str(answer).splitlines()[0]}")
    return [
        f"{name} {package.get('range', '')}: {package.get('severity', '')}"
        for name, package in sorted(report["vulnerabilities"].items())
    ]


def _bring_pip_audit() -> None:
    """Install pip-audit by its lock into a folder of its own: the classroom needs none of it."""
    lock, kept = TOOLS / "requirements.txt", SITE / "requirements.txt"
    if kept.is_file() and kept.read_bytes() == lock.read_bytes():
        return
    uv = str(Path(sys.executable).with_name("uv"))
    where = ("--target", str(SITE), "--python", sys.executable)
    done = _run((uv, "pip", "install", "--quiet", "--require-hashes", *where, "-r", str(lock)), env=dict(os.environ))
    if done.returncode:
        raise Unanswered("as pip-audit could not be installed")
    kept.write_bytes(lock.read_bytes())


def _run(command: tuple[str, ...], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=REPOSITORY, env=env, check=False, capture_output=True, text=True, timeout=SECONDS
    )


def _json(text: str, errors: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        last = [line for line in errors.splitlines() if line.strip()][-1:]
        raise Unanswered(f"as there was no report: {last[0].strip() if last else 'no word'}") from None
