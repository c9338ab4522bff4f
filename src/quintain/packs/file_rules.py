"""The table [files]: every path stays inside the work folder, every link has a target there, every canary is known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Final

from quintain.packs.building import cut, suggestion
from quintain.packs.lab_draft import LabDraft
from quintain.packs.lines import Keys
from quintain.packs.model.lab import AUTHORITY, INDEXES, PLACEHOLDER, PlantedFile

FOLDER: Final = "files"
WORK_FOLDER: Final = "/lab/"
WHEEL: Final = re.compile(r"[A-Za-z0-9_.]+-[A-Za-z0-9_.+!]+(-\d[A-Za-z0-9_.]*)?(-[A-Za-z0-9_.]+){3}\.whl")
CONTROL: Final = re.compile(r"[\x00-\x1f\\]")


def as_written(files: Mapping[str, PlantedFile]) -> dict[str, object]:
    """Write [files] for a digest: what its author has written, and a text that stands alone as such."""
    return {name: row.text if row.is_plain else _written(row) for name, row in files.items()}


def _written(row: PlantedFile) -> dict[str, object]:
    return {key: value for key, value in asdict(row).items() if value not in {None, "", b"", False} or key == "text"}


def _paths(draft: LabDraft) -> None:
    for name, row in draft.sheet.files.items():
        at: Keys = ("files", name)
        plain = PLACEHOLDER.sub("x", name)
        parts = PurePosixPath(plain).parts
        if plain.startswith("/") or ".." in parts or CONTROL.search(name) or not parts:
            draft.collector.add("lab.E035", f"{cut(name)} does not lie inside the work folder.", at=at)
        elif str(PurePosixPath(plain)) != plain:
            remedy = f"Write {PurePosixPath(name)}."
            draft.collector.add("lab.E035", f"{cut(name)} is written in a roundabout way.", at=at, remedy=remedy)
        elif name in draft.starter and (row.mode == "" or _kinds(row)):
            draft.collector.add("lab.E035", f"{name} is already a file of starter/.", at=at)


def _nesting(draft: LabDraft) -> None:
    """Let nothing lie below what is no folder: the way there would lead through a link, or nowhere."""
    native = draft.sheet.run.native
    no_folders = {name for name, row in draft.sheet.files.items() if not row.folder}
    every: Iterable[str] = {*draft.sheet.files, *draft.starter, *([native.library] if native else ())}
    for name in sorted(every):
        for parent in PurePosixPath(name).parents:
            if str(parent) in no_folders | set(draft.starter):
                culprit = name if name in draft.sheet.files else str(parent)
                message = f"{cut(name)} would lie below {parent}, which is no folder."
                draft.collector.add("lab.E035", message, at=("files", culprit))


def _kinds(row: PlantedFile) -> list[str]:
    """Name what a row says it plants."""
    kinds = {
        "text": row.text is not None,
        "file": row.file,
        "link": row.link,
        "hard_link": row.hard_link,
        "folder": row.folder,
    }
    return [name for name, is_named in kinds.items() if is_named]


def _rows(draft: LabDraft) -> None:
    """Ask of each row for one thing that it plants, and for nothing that does not go with it."""
    for name, row in draft.sheet.files.items():
        at: Keys = ("files", name)
        kinds = _kinds(row)
        if not draft.collector.untouched(*at):
            continue
        if len(kinds) > 1:
            draft.collector.add("lab.E061", f"{cut(name)} is said to be {' and '.join(kinds)} at once.", at=at)
        elif not kinds and not (row.mode and name in draft.starter):
            near = suggestion(name, draft.starter) if row.mode else ""
            draft.collector.add("lab.E061", f"The row of {cut(name)} plants nothing.{near}", at=at)
        elif row.mode and set(kinds) & {"link", "hard_link"}:
            draft.collector.add("lab.E061", f"{cut(name)} is a link, which has no mode of its own.", at=(*at, "mode"))
        elif row.index and (fault := _fault_of_offer(draft, name, row)):
            draft.collector.add("lab.E067", fault, at=(*at, "index"))
        elif row.outside and not row.link:
            draft.collector.add("lab.E061", f"{cut(name)} is no symbolic link, and leads nowhere.", at=(*at, "outside"))


def _fault_of_offer(draft: LabDraft, name: str, row: PlantedFile) -> str:
    """Say what keeps a row from being a wheel of an index; nothing if it is one."""
    if not draft.sheet.run.profile.has_indexes:
        return f"Only a lab of the profile package has indexes; {cut(name)} names one."
    if row.index not in INDEXES:
        return f"There is no index {cut(row.index)}.{suggestion(row.index, INDEXES)}"
    if not row.file or row.mode or not WHEEL.fullmatch(name):
        return f"{cut(name)} is no wheel: an index offers a file, under a name such as pyjwt-2.12.0-py3-none-any.whl."
    return ""


def _attached(draft: LabDraft) -> None:
    """Ask for every file of files/ that a row names, and for a row for every file there."""
    there = draft.below(FOLDER)
    for name, row in draft.sheet.files.items():
        if row.file and row.file not in there and not _has_problem(draft, row.file):
            message = f"files/ has no file {row.file}.{suggestion(row.file, there)}"
            draft.collector.add("lab.E062", message, at=("files", name, "file"))
    for name in sorted(there.keys() - {row.file for row in draft.sheet.files.values()}):
        draft.collector.add("lab.W002", f"Nothing uses {FOLDER}/{name}.", path=draft.shown / FOLDER / name)


def _has_problem(draft: LabDraft, name: str) -> bool:
    """Whether it is known that the file is there and cannot be taken: a link, or too large."""
    return any(problem.path == draft.shown / FOLDER / name for problem in draft.collector.problems)


def _links(draft: LabDraft) -> None:
    for name, row in draft.sheet.files.items():
        if not draft.collector.untouched("files", name):
            continue
        if row.link and not row.outside and not stays_inside(name, PLACEHOLDER.sub("x", row.link)):
            message = f"{cut(name)} leads to {cut(row.link)}, out of the work folder."
            draft.collector.add("lab.E063", message, at=("files", name, "link"))
        if row.hard_link and not _is_file(draft, row.hard_link):
            files = [other for other in (*draft.starter, *draft.sheet.files) if _is_file(draft, other)]
            message = f"{cut(row.hard_link)} is no file that the lab plants.{suggestion(row.hard_link, files)}"
            draft.collector.add("lab.E064", message, at=("files", name, "hard_link"))


def _is_file(draft: LabDraft, name: str) -> bool:
    row = draft.sheet.files.get(name)
    return name in draft.starter if row is None else row.text is not None or bool(row.file)


def stays_inside(path: str, target: str) -> bool:
    """Tell whether a symbolic link leads to a place below the work folder, read as text.

    Steps upwards count at the beginning of the target alone: behind a name they would begin where that name leads,
    which may be another link.
    """
    if target.startswith("/"):
        up, names = 0, target.removeprefix(WORK_FOLDER).split("/")
        if not f"{target}/".startswith(WORK_FOLDER):
            return False
    else:
        names = [name for name in target.split("/") if name not in {"", "."}]
        up = next((number for number, name in enumerate(names) if name != ".."), len(names))
    return ".." not in names[up:] and up < len(PurePosixPath(path).parts) and not CONTROL.search(target)


def _canaries(draft: LabDraft) -> None:
    for name, row in draft.sheet.files.items():
        canaries_in(draft, row.text or "", at=("files", name))
        for text in (name, row.link, row.hard_link):
            canaries_in(draft, text, at=("files", name), has_authority=False)
    for name, text in draft.starter.items():
        if name not in draft.sheet.run.editable and draft.collector.untouched("run", "editable"):
            canaries_in(draft, text, path=draft.shown / f"starter/{name}")


def canaries_in(
    draft: LabDraft, text: str, *, at: Keys = (), path: PurePosixPath | None = None, has_authority: bool = True
) -> None:
    """Ask for every canary that a text names; a certificate's place is in the content of a file alone."""
    if not draft.collector.untouched("canaries"):
        return
    own = [AUTHORITY] if has_authority and draft.sheet.run.profile.has_authority else []
    names = {*draft.sheet.canaries, *own}
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in names:
            line = text.count("\n", 0, match.start()) + 1
            message = f"${{{match[1]}}} is no canary.{suggestion(match[1], draft.sheet.canaries)}"
            draft.collector.add("lab.E029", message, at=at, path=path, line=line)


def _canaries_planted(draft: LabDraft) -> None:
    """Ask for every canary to stand in the box, since the judge refuses one that could never leak."""
    if not draft.collector.untouched("run", "editable"):
        return
    texts = [text for name, text in draft.starter.items() if name not in draft.sheet.run.editable]
    for name, row in draft.sheet.files.items():
        texts += (name, *row.templates)
    planted = {name for text in texts for name in PLACEHOLDER.findall(text)}
    for name in draft.sheet.canaries:
        if name not in planted:
            draft.collector.add("lab.E030", f"The canary {name} stands in no file of the box.", at=("canaries", name))


RULES: Final = (_paths, _rows, _nesting, _attached, _links, _canaries, _canaries_planted)
