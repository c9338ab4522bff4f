"""What must be true of a lab's folder beyond the shape of lab.toml: every name leads somewhere, every file is named."""

import re
from collections.abc import Sequence
from typing import Final

from quintain.packs import (
    audience_rules,
    duty_rules,
    file_rules,
    find_rules,
    fix_rules,
    mutations,
    native,
    promise_rules,
    proofs,
    pull_requests,
)
from quintain.packs.building import suggestion
from quintain.packs.constraints import SLUG
from quintain.packs.lab_draft import TEST, LabDraft
from quintain.packs.model.lab import AUTHORITY, HELPERS, MODEL, Expectation
from quintain.packs.model.source import Section
from quintain.packs.python import syntax_fault

JUDGES: Final = ("tests/", "wanted/", "exploits/")
SHARING: Final = re.compile(r"^\s*(?:from helpers import|import helpers\b)", re.MULTILINE)
PROSE: Final = ("brief.md", "hints.md", "debrief.md")
FOLDERS: Final = ("starter", "tests", "wanted", "exploits", "fixes", file_rules.FOLDER, pull_requests.FOLDER)
CANARY_USE: Final = re.compile(r"\bcanary\.([A-Za-z_]\w*)")
MODULE: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
OBJECT: Final = re.compile(rf"({MODULE.pattern}):[A-Za-z_]\w*")


def hold(draft: LabDraft) -> None:
    """Check a lab against every rule; each broken rule becomes a problem in the draft's collector."""
    for rule in RULES:
        rule(draft)


def hold_steps(draft: LabDraft, brief: Sequence[Section], hints: Sequence[Section]) -> None:
    """Hold hints.md to the steps of brief.md."""
    wanted, steps = [step.title for step in brief], [hint.title for hint in hints]
    if not wanted or not steps or wanted == steps:
        return
    place = next(
        (n for n, (a, b) in enumerate(zip(wanted, steps, strict=False)) if a != b), min(len(wanted), len(steps))
    )
    message = (
        f'H2 number {place + 1} should be "{wanted[place]}" as in brief.md'
        if place < len(wanted)
        else f'The H2 "{steps[place]}" does not stand in brief.md'
    )
    message += f', but is "{steps[place]}".' if place < min(len(wanted), len(steps)) else "."
    text = draft.tree["hints.md"]
    line = _line_of(text, f"## {steps[place]}") if place < len(steps) else text.count("\n") + 1
    draft.collector.add("lab.E018", message, path=draft.shown / "hints.md", line=line)


def _folder_name(draft: LabDraft) -> None:
    if not re.fullmatch(SLUG, draft.folder.name):
        draft.collector.add("lab.E040", f'The folder\'s name "{draft.folder.name}" is no slug.', path=draft.shown)


def _prose(draft: LabDraft) -> None:
    for name in PROSE:
        if name not in draft.tree:
            if not any(problem.path == draft.shown / name for problem in draft.collector.problems):
                draft.collector.add("E001", f"The file {name} is missing.", path=draft.shown / name)
        elif name == "debrief.md" and not draft.tree[name].strip():
            draft.collector.add(
                "E009", "debrief.md is empty.", path=draft.shown / name, line=1, remedy="Write the debrief."
            )


def _parts(draft: LabDraft) -> None:
    """Ask for tests, exploits and their control together; a lab has them all or is for finding only."""
    if not draft.is_fixed:
        return
    lacking = [
        what
        for what, there in (
            ("test in tests/", any(TEST.search(text) for text in draft.below("tests").values())),
            ("row [[exploits]]", bool(draft.sheet.exploits) or not draft.collector.untouched("exploits")),
            ("file exploits/control.py", "exploits/control.py" in draft.tree),
        )
        if not there
    ]
    for what in lacking:
        draft.collector.add("lab.E033", f"The lab has no {what}.", line=1)


def _editable(draft: LabDraft) -> None:
    if not draft.starter:
        draft.collector.add("E001", "The folder starter/ is missing or empty.", path=draft.shown / "starter")
        return
    for number, name in enumerate(draft.sheet.run.editable):
        if name not in draft.starter:
            message = f"starter/ has no file {name}.{suggestion(name, draft.starter)}"
            draft.collector.add("lab.E025", message, at=("run", "editable", number))


def _target(draft: LabDraft) -> None:
    target, profile = draft.sheet.run.target, draft.sheet.run.profile
    if not draft.collector.clean(("run", "profile")) or not draft.starter:
        return
    if profile.is_program:
        if target not in draft.starter:
            message = f"starter/ has no file {target}.{suggestion(target, draft.starter)}"
            draft.collector.add("lab.E034", message, at=("run", "target"))
        return
    wanted, form = (OBJECT, "module:attribute, such as shop:app") if profile.is_web else (MODULE, "a module")
    module = target.partition(":")[0].replace(".", "/")
    if not wanted.fullmatch(target):
        draft.collector.add("lab.E034", f'"{target}" is not {form}.', at=("run", "target"))
    elif f"{module}.py" not in draft.starter and f"{module}/__init__.py" not in draft.starter:
        draft.collector.add("lab.E034", f"starter/ has no file {module}.py.", at=("run", "target"))


def _authority(draft: LabDraft) -> None:
    """Keep the name of the judge's own certificate free in the lab of a client."""
    if draft.sheet.run.profile.has_authority and AUTHORITY in draft.sheet.canaries:
        message = f"In the profile client, ${{{AUTHORITY}}} is the certificate of the judge's authority."
        draft.collector.add("lab.E045", message, at=("canaries", AUTHORITY))


def _canaries_used(draft: LabDraft) -> None:
    if not draft.collector.untouched("canaries"):
        return
    for name, text in draft.tree.items():
        if not name.startswith((*JUDGES, HELPERS, MODEL)):
            continue
        for match in CANARY_USE.finditer(text):
            if match[1] not in draft.sheet.canaries:
                line = text.count("\n", 0, match.start()) + 1
                message = f"canary.{match[1]} is no canary.{suggestion(match[1], draft.sheet.canaries)}"
                draft.collector.add("lab.E029", message, path=draft.shown / name, line=line)


def _helpers(draft: LabDraft) -> None:
    """Ask for the module that tests and attacks share, and for somebody who shares it."""
    scene = draft.sheet.break_.scene if draft.sheet.break_ else ""
    users = {
        name: match
        for name, text in draft.tree.items()
        if (name.startswith(JUDGES) or name in {scene, MODEL}) and (match := SHARING.search(text))
    }
    if HELPERS in draft.tree and not users:
        draft.collector.add("lab.W002", f"Nothing imports {HELPERS}.", path=draft.shown / HELPERS)
    for name, match in users.items() if HELPERS not in draft.tree else ():
        line = draft.tree[name].count("\n", 0, match.end()) + 1
        draft.collector.add("lab.E065", f"The lab has no {HELPERS}.", path=draft.shown / name, line=line)


def _python(draft: LabDraft) -> None:
    broken = {fix.name for fix in draft.sheet.fixes if fix.expect is Expectation.BROKEN}
    for name, text in draft.tree.items():
        parts = name.split("/")
        if not name.endswith(".py") or parts[0] == file_rules.FOLDER or (parts[0] == "fixes" and parts[1] in broken):
            continue
        if fault := syntax_fault(text):
            line, message = fault
            draft.collector.add("lab.E032", message, path=draft.shown / name, line=line)


def _strays(draft: LabDraft) -> None:
    part = draft.sheet.break_
    used = {
        "lab.toml",
        "README.md",
        HELPERS,
        MODEL,
        pull_requests.TEXT,
        proofs.SHEET,
        mutations.SHEET,
        *PROSE,
        *((part.reference, part.starter, part.scene) if part else ()),
    }
    used |= {native.FOLDER} if draft.sheet.run.native else set()
    for name in sorted({name if "/" not in name else name.split("/")[0] for name in draft.tree} - used - set(FOLDERS)):
        if not any(other.startswith(f"{name}/") for other in used):
            message = f"Nothing uses {name}.{suggestion(name, (*used, *FOLDERS))}"
            draft.collector.add("lab.W002", message, path=draft.shown / name)
    for name in draft.tree:
        folder, _, rest = name.partition("/")
        is_test = folder in {"tests", "wanted"} and not re.fullmatch(r"test_\w+\.py", rest)
        is_exploit = folder == "exploits" and not re.fullmatch(r"[^/]+\.py", rest)
        if is_test or is_exploit or (folder == "fixes" and "/" not in rest and rest):
            draft.collector.add("lab.W002", f"Nothing uses {rest}.", path=draft.shown / name)


def _line_of(text: str, start: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start)), 1)


RULES: Final = (
    _folder_name,
    _prose,
    _editable,
    _target,
    _parts,
    *native.RULES,
    *fix_rules.RULES,
    *promise_rules.RULES,
    *duty_rules.RULES,
    _authority,
    *file_rules.RULES,
    _canaries_used,
    *audience_rules.RULES,
    _helpers,
    *find_rules.RULES,
    *pull_requests.RULES,
    _python,
    _strays,
)
