"""Loads a lab's folder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from quintain.packs import file_rules, lab_rules, mutations, native, proofs, pull_requests
from quintain.packs.folder_contents import read_part
from quintain.packs.folders import Unreadable, bytes_of, digest_of, read_text
from quintain.packs.lab_draft import LabDraft
from quintain.packs.lock_files import foreign_line
from quintain.packs.model.lab import MODEL, Lab, PlantedFile
from quintain.packs.model.source import Section
from quintain.packs.own_weaknesses import read_weaknesses
from quintain.packs.problems import PackInvalid, Problem, ProblemCollector, has_errors
from quintain.packs.prose import sections_of
from quintain.packs.sheets import LabSheet
from quintain.packs.toml import parse_sheet

SHEET: Final = "lab.toml"
WRITTEN: Final = frozenset({proofs.SHEET, mutations.SHEET})  # by commands, about the lab


def load_lab(folder: Path) -> Lab:
    """Load one lab without the rest of its pack.

    Args:
        folder: the lab's folder, ``labs/<slug>`` of a pack.

    Raises:
        PackInvalid: the lab must not be shown; ``problems`` says all that is wrong with it.

    """
    lab, problems = read_lab(folder)
    if lab is None:
        raise PackInvalid(folder.parent.parent, problems)
    return lab


def read_lab(folder: Path) -> tuple[Lab | None, Sequence[Problem]]:
    """Read one lab and say everything that is wrong with it; the lab is None if that is more than warnings."""
    part = read_part(folder, "lab", binary=file_rules.FOLDER)
    if not part.has(SHEET):
        return None, part.collector.problems
    sheet, collector = parse_sheet(LabSheet, part.tree[SHEET], "lab", part.shown / SHEET)
    collector.problems[:0] = part.collector.problems
    if sheet is None:
        return None, collector.problems
    weaknesses, _, _ = read_weaknesses(part.pack)  # what is wrong there, the pack answers for
    return _assemble(LabDraft(part.folder, part.shown, sheet, part.tree, collector, weaknesses))


def _assemble(draft: LabDraft) -> tuple[Lab | None, Sequence[Problem]]:
    brief, hints = _sections(draft, "brief.md"), _sections(draft, "hints.md")
    lab_rules.hold(draft)
    lab_rules.hold_steps(draft, brief, hints)
    lock = _lock(draft)
    problems = draft.collector.problems
    if has_errors(problems):
        return None, problems
    sheet = draft.sheet
    lab = Lab(
        folder=draft.folder,
        slug=draft.folder.name,
        uuid=sheet.uuid,
        code=sheet.code,
        title=sheet.title,
        status=sheet.status,
        minutes=sheet.minutes,
        level=sheet.level,
        cwe=sheet.cwe,
        teaches=sheet.teaches,
        needs=sheet.needs,
        run=sheet.run,
        canaries=sheet.canaries,
        files={name: _with_content(row, draft) for name, row in sheet.files.items()},
        find=sheet.find,
        break_=sheet.break_,
        exploits=sheet.exploits,
        fixes=tuple(replace(fix, files=draft.below(f"fixes/{fix.name}")) for fix in sheet.fixes),
        brief=brief,
        hints=hints,
        debrief=draft.tree["debrief.md"],
        starter=draft.below("starter"),
        digest=digest_of(
            [
                *(part for part in draft.tree.items() if part[0] not in WRITTEN),
                *lock.items(),
                *((f"weakness {cwe}", f"{each.name}\n{each.url}") for cwe, each in draft.weaknesses.items()),
            ]
        ),
        prebuilt=native.prebuilt(draft),
        front=sheet.front,
        judged=proofs.judged_digest(draft, lock),
        proof=proofs.read_proof(draft.tree.get(proofs.SHEET, "")),
        duties=sheet.duties,
        mutants=sheet.mutants,
        mutated=mutations.mutated_digest(draft, lock),
        mutation=mutations.read_run(draft.tree.get(mutations.SHEET, "")),
        weaknesses=draft.weaknesses,
        sources=sheet.sources,
        pull_request=pull_requests.pull_request_of(draft),
        promises=sheet.promises,
        has_model=MODEL in draft.tree,
    )
    mutations.hold(draft, lab)
    return lab, problems


def _sections(draft: LabDraft, name: str) -> tuple[Section, ...]:
    if name not in draft.tree:
        return ()
    collector = ProblemCollector("lab", draft.shown / name)
    sections = sections_of(draft.tree[name], collector)
    draft.collector.problems.extend(collector.problems)
    return sections


def _with_content(row: PlantedFile, draft: LabDraft) -> PlantedFile:
    return replace(row, content=bytes_of(draft.tree[f"{file_rules.FOLDER}/{row.file}"])) if row.file else row


def _lock(draft: LabDraft) -> Mapping[str, str]:
    """Return the lock file as part of what the lab is: other packages, other lab."""
    name = draft.sheet.run.runtime
    if not name or not draft.collector.clean(("run", "runtime")):
        return {}
    path = draft.folder.parent.parent / "runtimes" / f"{name}.txt"
    try:
        text = read_text(path)
    except Unreadable as error:
        draft.collector.add("lab.E031", f"The lock file runtimes/{name}.txt: {error.message}", at=("run", "runtime"))
        return {}
    if number := foreign_line(text):
        message = f"Line {number} of the lock file runtimes/{name}.txt is no package with its version, and no hash."
        draft.collector.add("lab.E069", message, at=("run", "runtime"))
    return {f"runtimes/{name}.txt": text}
