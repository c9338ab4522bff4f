"""Exploits and fixes: every row has its file, every file its row, and every fix its expected judge."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import Expectation, Status

LEAST_SOUND: Final = 2
LEAST_WRONG: Final = 5
TWICE: Final = 'The name "{}" stands twice.'


def _exploits(draft: LabDraft) -> None:
    files = {name.removesuffix(".py"): text for name, text in draft.below("exploits").items() if name.endswith(".py")}
    names = [exploit.name for exploit in draft.sheet.exploits]
    draft.collector.hold_unique("lab.E021", TWICE, names, "exploits", "name")
    for number, name in enumerate(names):
        if name == "control":
            draft.collector.add(
                "lab.E021", "control is the honest user and no exploit.", at=("exploits", number, "name")
            )
        elif name not in files:
            near = suggestion(name, set(files) - set(names) - {"control"})
            message = f"The file exploits/{name}.py is missing.{near}"
            draft.collector.add("lab.E019", message, at=("exploits", number, "name"))
    for name, text in files.items():
        path = draft.shown / f"exploits/{name}.py"
        if name not in {*names, "control"} and draft.collector.untouched("exploits"):
            draft.collector.add("lab.E020", f"No row [[exploits]] names {name}.", path=path)
        _attack(draft, name, text, path)


def _attack(draft: LabDraft, name: str, text: str, path: PurePosixPath) -> None:
    function = "control" if name == "control" else "attack"
    if not re.search(rf"^def {function}\s*\(", text, re.MULTILINE):
        draft.collector.add("lab.E037", f"The file defines no function {function}.", path=path, line=1)
    if name != "control" and not re.match(r"""(\s|#[^\n]*\n)*[rR]?["']""", text):
        draft.collector.add("lab.E041", "The exploit has no docstring.", path=path, line=1)


def _fixes(draft: LabDraft) -> None:
    folders = {name.split("/")[0] for name in draft.below("fixes") if "/" in name}
    names = [fix.name for fix in draft.sheet.fixes]
    draft.collector.hold_unique("lab.E021", TWICE, names, "fixes", "name")
    for number, fix in enumerate(draft.sheet.fixes):
        if fix.name in folders:
            _fix_files(draft, number, draft.below(f"fixes/{fix.name}"))
        else:
            near = suggestion(fix.name, folders - set(names))
            message = f"The folder fixes/{fix.name}/ is missing or empty.{near}"
            draft.collector.add("lab.E022", message, at=("fixes", number, "name"))
        _fix_by(draft, number)
    if draft.collector.clean(("fixes",)) and all(
        draft.collector.clean(("fixes", n, "name")) for n in range(len(names))
    ):
        for folder in sorted(folders - set(names)):
            path = draft.shown / f"fixes/{folder}"
            draft.collector.add("lab.E023", f"No row [[fixes]] names {folder}.", path=path)


def _fix_files(draft: LabDraft, number: int, files: Mapping[str, str]) -> None:
    fix, editable = draft.sheet.fixes[number], draft.sheet.run.editable
    if not draft.collector.untouched("run", "editable"):
        return
    for name in files:
        if name not in editable:
            draft.collector.add(
                "lab.E024",
                f"The fix changes {name}, which learners may not edit.{suggestion(name, editable)}",
                path=draft.shown / f"fixes/{fix.name}/{name}",
            )
    if all(draft.starter.get(name) == text for name, text in files.items()):
        draft.collector.add("lab.E024", f"The fix {fix.name} changes nothing.", at=("fixes", number, "name"))


def _fix_by(draft: LabDraft, number: int) -> None:
    fix = draft.sheet.fixes[number]
    if not draft.collector.clean(("fixes", number, "expect")):
        return
    if (fix.expect is Expectation.PROVEN) == bool(fix.by):
        fault = "is sound, yet by names what rejects it" if fix.by else "is wrong, yet by names nothing that rejects it"
        draft.collector.add("lab.E028", f"The fix {fix.name} {fault}.", at=("fixes", number, "by"))
    names = draft.test_names | {exploit.name for exploit in draft.sheet.exploits}
    for place, name in enumerate(fix.by):
        if name not in names and draft.collector.untouched("exploits"):
            message = f"by names {name}, which is no exploit or test.{suggestion(name, names)}"
            draft.collector.add("lab.E027", message, at=("fixes", number, "by", place))


def _enough(draft: LabDraft) -> None:
    sheet = draft.sheet
    if sheet.status is not Status.LIVE or not draft.is_fixed or not draft.collector.untouched("fixes"):
        return
    sound = sum(fix.expect is Expectation.PROVEN for fix in sheet.fixes)
    wrong = len(sheet.fixes) - sound
    if sound < LEAST_SOUND or wrong < LEAST_WRONG:
        draft.collector.add(
            "lab.E038",
            f"A live lab needs {LEAST_SOUND} sound and {LEAST_WRONG} wrong fixes; this has {sound} and {wrong}.",
            at=("status",),
        )


RULES: Final = (_exploits, _fixes, _enough)
