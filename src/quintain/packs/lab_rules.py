"""What must be true of a lab's folder beyond the shape of lab.toml: every name leads somewhere, every file is named."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.constraints import SLUG
from quintain.packs.lines import Keys
from quintain.packs.model import Decoy, Expectation, Profile, Section, Spot, Status
from quintain.packs.problems import Faults
from quintain.packs.python import syntax_fault
from quintain.packs.sheets import LabSheet
from quintain.packs.weaknesses import WEAKNESSES

PROSE: Final = ("brief.md", "hints.md", "debrief.md")
FOLDERS: Final = ("starter", "tests", "wanted", "exploits", "fixes")
LEAST_SOUND: Final = 2
LEAST_WRONG: Final = 5
PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")
CANARY_USE: Final = re.compile(r"\bcanary\.([A-Za-z_]\w*)")
TEST: Final = re.compile(r"^(?:async )?def (test_\w+)\s*\(", re.MULTILINE)
MODULE: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
OBJECT: Final = re.compile(rf"({MODULE.pattern}):[A-Za-z_]\w*")


@dataclass(frozen=True)
class LabDraft:
    """A lab's folder as read, before it is known to be right: ``tree`` holds every file by its path."""

    folder: Path
    shown: PurePosixPath
    sheet: LabSheet
    tree: Mapping[str, str]
    faults: Faults

    def below(self, folder: str) -> dict[str, str]:
        """Return the files of a sub-folder, by their path inside it."""
        prefix = f"{folder}/"
        return {name.removeprefix(prefix): text for name, text in self.tree.items() if name.startswith(prefix)}

    @cached_property
    def starter(self) -> Mapping[str, str]:
        """The files that the learner gets."""
        return self.below("starter")

    @cached_property
    def tests(self) -> Mapping[str, str]:
        """Test files of tests/ and wanted/, by their name alone, as ``by`` names them."""
        return self.below("wanted") | self.below("tests")

    @property
    def is_fixed(self) -> bool:
        """Whether the lab has the phase *fix*; a lab without attacks is about finding only."""
        return bool(self.sheet.exploits or self.sheet.fixes) or not self.sheet.find


def hold(draft: LabDraft) -> None:
    """Hold a lab to every rule; what it breaks goes to its faults."""
    for rule in RULES:
        rule(draft)


def hold_steps(draft: LabDraft, brief: Sequence[Section], hints: Sequence[Section]) -> None:
    """Hold hints.md to the steps of brief.md."""
    wanted, found = [step.title for step in brief], [hint.title for hint in hints]
    if not wanted or not found or wanted == found:
        return
    place = next(
        (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
    )
    message = (
        f'H2 number {place + 1} should be "{wanted[place]}" as in brief.md'
        if place < len(wanted)
        else f'The H2 "{found[place]}" does not stand in brief.md'
    )
    message += f', but is "{found[place]}".' if place < min(len(wanted), len(found)) else "."
    text = draft.tree["hints.md"]
    line = _line_of(text, f"## {found[place]}") if place < len(found) else text.count("\n") + 1
    draft.faults.add("lab.E018", message, path=draft.shown / "hints.md", line=line)


def _folder_name(draft: LabDraft) -> None:
    if not re.fullmatch(SLUG, draft.folder.name):
        draft.faults.add("lab.E040", f'The folder\'s name "{draft.folder.name}" is no slug.', path=draft.shown)


def _prose(draft: LabDraft) -> None:
    for name in PROSE:
        if name not in draft.tree:
            if not any(problem.path == draft.shown / name for problem in draft.faults.problems):
                draft.faults.add("E001", f"The file {name} is missing.", path=draft.shown / name)
        elif name == "debrief.md" and not draft.tree[name].strip():
            draft.faults.add(
                "E009", "debrief.md is empty.", path=draft.shown / name, line=1, remedy="Write the debrief."
            )


def _parts(draft: LabDraft) -> None:
    """Tests, exploits with their control, and fixes belong together; a lab has them all or is for finding only."""
    if not draft.is_fixed:
        return
    lacking = [
        what
        for what, there in (
            ("test in tests/", any(TEST.search(text) for text in draft.below("tests").values())),
            ("row [[exploits]]", bool(draft.sheet.exploits) or not draft.faults.untouched("exploits")),
            ("file exploits/control.py", "exploits/control.py" in draft.tree),
        )
        if not there
    ]
    for what in lacking:
        draft.faults.add("lab.E033", f"The lab has no {what}.", line=1)


def _exploits(draft: LabDraft) -> None:
    files = {name.removesuffix(".py"): text for name, text in draft.below("exploits").items() if name.endswith(".py")}
    names = [exploit.name for exploit in draft.sheet.exploits]
    _unique(draft, "exploits", names)
    for number, name in enumerate(names):
        if name == "control":
            draft.faults.add("lab.E021", "control is the honest user and no exploit.", at=("exploits", number, "name"))
        elif name not in files:
            near = suggestion(name, set(files) - set(names) - {"control"})
            message = f"The file exploits/{name}.py is missing.{near}"
            draft.faults.add("lab.E019", message, at=("exploits", number, "name"))
    for name, text in files.items():
        path = draft.shown / f"exploits/{name}.py"
        if name not in {*names, "control"} and draft.faults.untouched("exploits"):
            draft.faults.add("lab.E020", f"No row [[exploits]] names {name}.", path=path)
        _attack(draft, name, text, path)


def _attack(draft: LabDraft, name: str, text: str, path: PurePosixPath) -> None:
    function = "control" if name == "control" else "attack"
    if not re.search(rf"^def {function}\s*\(", text, re.MULTILINE):
        draft.faults.add("lab.E037", f"The file defines no function {function}.", path=path, line=1)
    if name != "control" and not re.match(r"""(\s|#[^\n]*\n)*[rR]?["']""", text):
        draft.faults.add("lab.E041", "The exploit has no docstring.", path=path, line=1)


def _fixes(draft: LabDraft) -> None:
    folders = {name.split("/")[0] for name in draft.below("fixes") if "/" in name}
    names = [fix.name for fix in draft.sheet.fixes]
    _unique(draft, "fixes", names)
    for number, fix in enumerate(draft.sheet.fixes):
        if fix.name in folders:
            _fix_files(draft, number, draft.below(f"fixes/{fix.name}"))
        else:
            near = suggestion(fix.name, folders - set(names))
            message = f"The folder fixes/{fix.name}/ is missing or empty.{near}"
            draft.faults.add("lab.E022", message, at=("fixes", number, "name"))
        _fix_by(draft, number)
    if draft.faults.untouched("fixes") or names:
        for folder in sorted(folders - set(names)):
            if not any(not draft.faults.clean(("fixes", n, "name")) for n in range(len(names))):
                path = draft.shown / f"fixes/{folder}"
                draft.faults.add("lab.E023", f"No row [[fixes]] names {folder}.", path=path)


def _fix_files(draft: LabDraft, number: int, files: Mapping[str, str]) -> None:
    fix, editable = draft.sheet.fixes[number], draft.sheet.run.editable
    if not draft.faults.untouched("run", "editable"):
        return
    for name in files:
        if name not in editable:
            draft.faults.add(
                "lab.E024",
                f"The fix changes {name}, which learners may not edit.{suggestion(name, editable)}",
                path=draft.shown / f"fixes/{fix.name}/{name}",
            )
    if all(draft.starter.get(name) == text for name, text in files.items()):
        draft.faults.add("lab.E024", f"The fix {fix.name} changes nothing.", at=("fixes", number, "name"))


def _fix_by(draft: LabDraft, number: int) -> None:
    fix = draft.sheet.fixes[number]
    if not draft.faults.clean(("fixes", number, "expect")):
        return
    if (fix.expect is Expectation.PROVEN) == bool(fix.by):
        said = "is sound, yet by names what rejects it" if fix.by else "is wrong, yet by names nothing that rejects it"
        draft.faults.add("lab.E028", f"The fix {fix.name} {said}.", at=("fixes", number, "by"))
    known = set(_tests(draft)) | {exploit.name for exploit in draft.sheet.exploits}
    for place, name in enumerate(fix.by):
        if name not in known and draft.faults.untouched("exploits"):
            message = f"by names {name}, which is no exploit or test.{suggestion(name, known)}"
            draft.faults.add("lab.E027", message, at=("fixes", number, "by", place))


def _tests(draft: LabDraft) -> Iterator[str]:
    for name, text in draft.tests.items():
        for match in TEST.finditer(text):
            yield f"{name}::{match[1]}"


def _enough(draft: LabDraft) -> None:
    sheet = draft.sheet
    if sheet.status is not Status.LIVE or not draft.is_fixed or not draft.faults.untouched("fixes"):
        return
    sound = sum(fix.expect is Expectation.PROVEN for fix in sheet.fixes)
    wrong = len(sheet.fixes) - sound
    if sound < LEAST_SOUND or wrong < LEAST_WRONG:
        draft.faults.add(
            "lab.E038",
            f"A live lab needs {LEAST_SOUND} sound and {LEAST_WRONG} wrong fixes; this has {sound} and {wrong}.",
            at=("status",),
        )


def _editable(draft: LabDraft) -> None:
    if not draft.starter:
        draft.faults.add("E001", "The folder starter/ is missing or empty.", path=draft.shown / "starter")
        return
    for number, name in enumerate(draft.sheet.run.editable):
        if name not in draft.starter:
            message = f"starter/ has no file {name}.{suggestion(name, draft.starter)}"
            draft.faults.add("lab.E025", message, at=("run", "editable", number))


def _target(draft: LabDraft) -> None:
    target, profile = draft.sheet.run.target, draft.sheet.run.profile
    if not draft.faults.clean(("run", "profile")) or not draft.starter:
        return
    if profile in {Profile.COMMAND, Profile.PACKAGE}:
        if target not in draft.starter:
            message = f"starter/ has no file {target}.{suggestion(target, draft.starter)}"
            draft.faults.add("lab.E034", message, at=("run", "target"))
        return
    wanted, form = (OBJECT, "module:attribute, such as shop:app") if profile is Profile.HTTP else (MODULE, "a module")
    module = target.partition(":")[0].replace(".", "/")
    if not wanted.fullmatch(target):
        draft.faults.add("lab.E034", f'"{target}" is not {form}.', at=("run", "target"))
    elif f"{module}.py" not in draft.starter and f"{module}/__init__.py" not in draft.starter:
        draft.faults.add("lab.E034", f"starter/ has no file {module}.py.", at=("run", "target"))


def _planted(draft: LabDraft) -> None:
    for name, text in draft.sheet.files.items():
        _canaries_in(draft, name, at=("files", name))
        _canaries_in(draft, text, at=("files", name))
        plain = PurePosixPath(PLACEHOLDER.sub("x", name))
        if plain.is_absolute() or ".." in plain.parts or "\\" in name or not plain.parts:
            draft.faults.add("lab.E035", f"{name} does not lie inside the box's folder.", at=("files", name))
        elif name in draft.starter:
            draft.faults.add("lab.E035", f"{name} is already a file of starter/.", at=("files", name))
    for name, text in draft.starter.items():
        if name not in draft.sheet.run.editable and draft.faults.untouched("run", "editable"):
            _canaries_in(draft, text, path=draft.shown / f"starter/{name}")


def _canaries_in(draft: LabDraft, text: str, *, at: Keys = (), path: PurePosixPath | None = None) -> None:
    if not draft.faults.untouched("canaries"):
        return
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in draft.sheet.canaries:
            line = text.count("\n", 0, match.start()) + 1
            message = f"${{{match[1]}}} is no canary.{suggestion(match[1], draft.sheet.canaries)}"
            draft.faults.add("lab.E029", message, at=at, path=path, line=line)


def _canaries_used(draft: LabDraft) -> None:
    if not draft.faults.untouched("canaries"):
        return
    for name, text in draft.tree.items():
        if not name.startswith(("tests/", "wanted/", "exploits/")):
            continue
        for match in CANARY_USE.finditer(text):
            if match[1] not in draft.sheet.canaries:
                line = text.count("\n", 0, match.start()) + 1
                message = f"canary.{match[1]} is no canary.{suggestion(match[1], draft.sheet.canaries)}"
                draft.faults.add("lab.E029", message, path=draft.shown / name, line=line)


def _find(draft: LabDraft) -> None:
    find = draft.sheet.find
    if find is None:
        return
    for kind, places in (("spots", find.spots), ("decoys", find.decoys)):
        for number, place in enumerate(places):
            _place(draft, place, ("find", kind, number))
    _overlaps(draft, find.spots, find.decoys)
    for number, spot in enumerate(find.spots):
        if find.choices and not set(spot.cwe) & set(find.choices):
            at = ("find", "spots", number, "cwe")
            draft.faults.add("lab.E042", f"find.choices does not offer {' or '.join(spot.cwe)}.", at=at)


def _place(draft: LabDraft, place: Spot | Decoy, at: Keys) -> None:
    if place.file not in draft.starter:
        message = f"starter/ has no file {place.file}.{suggestion(place.file, draft.starter)}"
        draft.faults.add("lab.E026", message, at=(*at, "file"))
        return
    lines = len(draft.starter[place.file].splitlines())
    if place.first > place.last:
        message = f"first ({place.first}) lies after last ({place.last})."
        draft.faults.add("lab.E026", message, at=(*at, "first"))
    elif place.last > lines:
        message = f"{place.file} has {lines} lines; line {place.last} lies beyond its end."
        draft.faults.add("lab.E026", message, at=(*at, "last"))


def _overlaps(draft: LabDraft, spots: Sequence[Spot], decoys: Sequence[Decoy]) -> None:
    for number, decoy in enumerate(decoys):
        for spot in spots:
            if decoy.file == spot.file and decoy.first <= spot.last and spot.first <= decoy.last:
                message = f"Lines {decoy.first} to {decoy.last} of {decoy.file} are a decoy and a spot at once."
                draft.faults.add("lab.E043", message, at=("find", "decoys", number, "first"))


def _weaknesses(draft: LabDraft) -> None:
    find = draft.sheet.find
    named: list[tuple[Keys, Sequence[str]]] = [(("cwe",), draft.sheet.cwe)]
    if find:
        named.append((("find", "choices"), find.choices))
        named += [(("find", "spots", number, "cwe"), spot.cwe) for number, spot in enumerate(find.spots)]
    for at, numbers in named:
        for place, number in enumerate(numbers):
            if number not in WEAKNESSES:
                draft.faults.add("lab.E044", f"{number} has no plain name in the house's list.", at=(*at, place))


def _break(draft: LabDraft) -> None:
    part = draft.sheet.break_
    if part is None:
        return
    if part.goal not in draft.sheet.canaries and draft.faults.untouched("canaries"):
        message = f"{part.goal} is no canary.{suggestion(part.goal, draft.sheet.canaries)}"
        draft.faults.add("lab.E036", message, at=("break", "goal"))
    for key, name in (("reference", part.reference), ("starter", part.starter)):
        if name and name not in draft.tree:
            draft.faults.add("lab.E036", f"The file {name} is missing.", at=("break", key))


def _python(draft: LabDraft) -> None:
    broken = {fix.name for fix in draft.sheet.fixes if fix.expect is Expectation.BROKEN}
    for name, text in draft.tree.items():
        parts = name.split("/")
        if not name.endswith(".py") or (parts[0] == "fixes" and parts[1] in broken):
            continue
        if fault := syntax_fault(text):
            line, message = fault
            draft.faults.add("lab.E032", message, path=draft.shown / name, line=line)


def _strays(draft: LabDraft) -> None:
    part = draft.sheet.break_
    known = {"lab.toml", "README.md", *PROSE, *((part.reference, part.starter) if part else ())}
    for name in sorted({name if "/" not in name else name.split("/")[0] for name in draft.tree} - known - set(FOLDERS)):
        if not any(other.startswith(f"{name}/") for other in known):
            message = f"Nothing uses {name}.{suggestion(name, (*known, *FOLDERS))}"
            draft.faults.add("lab.W002", message, path=draft.shown / name)
    for name in draft.tree:
        folder, _, rest = name.partition("/")
        is_test = folder in {"tests", "wanted"} and not re.fullmatch(r"test_\w+\.py", rest)
        is_exploit = folder == "exploits" and not re.fullmatch(r"[^/]+\.py", rest)
        if is_test or is_exploit or (folder == "fixes" and "/" not in rest and rest):
            draft.faults.add("lab.W002", f"Nothing uses {rest}.", path=draft.shown / name)


def _unique(draft: LabDraft, table: str, names: Sequence[str]) -> None:
    seen = Counter[str]()
    for number, name in enumerate(names):
        if seen[name]:
            draft.faults.add("lab.E021", f'The name "{name}" stands twice.', at=(table, number, "name"))
        seen[name] += 1


def _line_of(text: str, start: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start)), 1)


RULES: Final[tuple[Callable[[LabDraft], None], ...]] = (
    _folder_name,
    _prose,
    _editable,
    _target,
    _parts,
    _exploits,
    _fixes,
    _enough,
    _planted,
    _canaries_used,
    _find,
    _weaknesses,
    _break,
    _python,
    _strays,
)
