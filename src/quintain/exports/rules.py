"""Writes what a learner should look for in their own code, as text and as configurations of linters."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quintain.packs.model.checklist import LabCheck

ABOUT: Final = "Rules for the weaknesses of your checklist."


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A lab on a learner's checklist. ``ask`` is empty while the lab is open: the question could give the fix away."""

    code: str
    title: str
    weakness: str
    reason: str
    look_for: str
    ask: str
    check: LabCheck


def to_markdown(title: str, rows: Sequence[ChecklistRow]) -> str:
    """Return a checklist in Markdown, with a box to tick for each row, and the rules of linters."""
    lines = [f"# {title}", ""]
    for row in rows:
        lines += [f"- [ ] **{row.weakness}** ({row.code} {row.title}; {row.reason})", f"  {row.ask or row.look_for}"]
        rules = _rules_of(row.check)
        lines += [f"  {rules} {row.check.note}".rstrip() if rules else f"  {row.check.note}", ""]
    return "\n".join(lines)


def _rules_of(check: LabCheck) -> str:
    names = (("Ruff", check.ruff), ("Bandit", check.bandit), ("Semgrep", check.semgrep))
    parts = [f"{name} {', '.join(f'`{rule}`' for rule in rules)}" for name, rules in names if rules]
    return f"{'; '.join(parts)}." if parts else ""


def to_ruff(rows: Iterable[ChecklistRow]) -> str:
    """Return a file ``ruff.toml`` that adds the rules to those that are on."""
    return f'# {ABOUT} Use it as ruff.toml, or name your own configuration first: extend = "../ruff.toml".\n' + _table(
        "lint", "extend-select", _named(rows, lambda check: check.ruff)
    )


def to_pyproject(rows: Sequence[ChecklistRow]) -> str:
    """Return a part of ``pyproject.toml`` for Ruff and Bandit."""
    ruff = _table("tool.ruff.lint", "extend-select", _named(rows, lambda check: check.ruff))
    bandit = _table("tool.bandit", "tests", _named(rows, lambda check: check.bandit))
    how = "Copy them into pyproject.toml; Bandit reads it with: bandit -c pyproject.toml -r src"
    return f"# {ABOUT} {how}\n{ruff}\n{bandit}"


def to_bandit(rows: Iterable[ChecklistRow]) -> str:
    """Return a configuration of Bandit that runs these tests alone; JSON is YAML, too."""
    tests = json.dumps(_named(rows, lambda check: check.bandit))
    return (
        f"# {ABOUT} Use it with: bandit -c bandit.yaml -r src\n# An empty list would run all tests.\ntests: {tests}\n"
    )


def to_semgrep(rows: Iterable[ChecklistRow]) -> str:
    """Return the rules of Semgrep's registry, one a line, and the command that runs them."""
    rules = _named(rows, lambda check: check.semgrep)
    command = "# grep -v '^#' semgrep.txt | sed 's#^#--config r/#' | xargs semgrep scan"
    return (
        "\n".join((f"# {ABOUT} They are in Semgrep's registry and have a licence of their own.", command, *rules))
        + "\n"
    )


def _named(rows: Iterable[ChecklistRow], rules_of: Callable[[LabCheck], Iterable[str]]) -> list[str]:
    return sorted({rule for row in rows for rule in rules_of(row.check)})


def _table(name: str, key: str, values: Sequence[str]) -> str:
    listed = "".join(f"  {json.dumps(value)},\n" for value in values)
    return f"[{name}]\n{key} = [\n{listed}]\n"


LINTER_FILES: Final[Mapping[str, Callable[[Sequence[ChecklistRow]], str]]] = {
    "ruff.toml": to_ruff,
    "pyproject.toml": to_pyproject,
    "bandit.yaml": to_bandit,
    "semgrep.txt": to_semgrep,
}
"""The configurations by the names of their files."""
