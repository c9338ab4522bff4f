"""Shared objects of the profile ``native``: which source one was built from, and what may be wrong with its table."""

import base64
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.folders import digest_of
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import Native

FOLDER: Final = "prebuilt"
ENDING: Final = ".b64"
ELF: Final = b"\x7fELF"
MACHINE: Final = re.compile(r"[a-z0-9_]{1,32}")


def mark_of(native: Native, starter: Mapping[str, str]) -> str:
    """Give the text that every shared object of these sources carries, and no other does."""
    return f"quintain-source:{digest_of((name, starter[name]) for name in native.sources)}"


def unpack(text: str, mark: str) -> bytes | None:
    """Read a prebuilt shared object; None if it is none, or was built from another source."""
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return None
    return content if content.startswith(ELF) and mark.encode() in content else None


def _table(draft: LabDraft) -> None:
    run = draft.sheet.run
    if not draft.collector.clean(("run", "profile")):
        return
    if run.profile.has_library and run.native is None:
        draft.collector.add("lab.E050", "The profile native needs a table [run.native].", at=("run", "profile"))
    elif not run.profile.has_library and run.native is not None:
        message = f"[run.native] is of the profile native, and this is {run.profile}."
        draft.collector.add("lab.E050", message, at=("run", "native"))


def _sources(draft: LabDraft) -> None:
    run = draft.sheet.run
    if run.native is None or not draft.starter:
        return
    for number, name in enumerate(run.native.sources):
        if name not in draft.starter:
            message = f"starter/ has no file {name}.{suggestion(name, draft.starter)}"
            draft.collector.add("lab.E051", message, at=("run", "native", "sources", number))
        elif name in run.editable:
            message = f"Learners may edit {name}, and their text must never reach a compiler."
            draft.collector.add("lab.E051", message, at=("run", "native", "sources", number))
    if run.native.library in {*draft.starter, *draft.sheet.files}:
        message = f"{run.native.library} is already a file of the box."
        draft.collector.add("lab.E051", message, at=("run", "native", "library"))
    elif f"{run.native.library.partition('.')[0]}.py" in draft.starter:
        message = f"{run.native.library} would be imported in place of the module of that name."
        draft.collector.add("lab.E051", message, at=("run", "native", "library"), remedy="Call it lib<name>.so.")


def _prebuilt(draft: LabDraft) -> None:
    native, objects = draft.sheet.run.native, draft.below(FOLDER)
    if native is None or not draft.collector.untouched("run", "native"):
        return
    mark = mark_of(native, draft.starter)
    for name, text in objects.items():
        path = draft.shown / FOLDER / name
        machine, _, file = name.partition("/")
        if file != f"{PurePosixPath(native.library).name}{ENDING}" or not MACHINE.fullmatch(machine):
            draft.collector.add("lab.W002", f"Nothing uses {name}.", path=path)
        elif unpack(text, mark) is None:
            message = "This is no shared object of the sources that run.native names."
            draft.collector.add("lab.E052", message, path=path)


def prebuilt(draft: LabDraft) -> dict[str, str]:
    """Return the prebuilt shared objects by the machine that they are for, still packed."""
    if draft.sheet.run.native is None:
        return {}
    return {name.partition("/")[0]: text for name, text in draft.below(FOLDER).items()}


RULES: Final = (_table, _sources, _prebuilt)
