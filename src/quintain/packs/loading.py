"""Loads a whole pack, and holds its parts to each other: uuids, codes, topics, needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from quintain.packs import own_weaknesses, pack_rules
from quintain.packs.cases import read_case
from quintain.packs.exercises import read_exercise
from quintain.packs.exhibits import read_exhibit
from quintain.packs.folders import digest_of, folder_names
from quintain.packs.labs import read_lab
from quintain.packs.lessons import read_lesson
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Module, Pack, Track, Unit
from quintain.packs.own_weaknesses import read_weaknesses
from quintain.packs.problems import PackInvalid, Problem, ProblemCollector, Severity, has_errors
from quintain.packs.remembered import Reading, Remembered
from quintain.packs.root_sheets import (
    ASSESSMENT,
    CHECKLIST,
    GLOSSARY,
    PRINCIPLES,
    read_assessment,
    read_checklist,
    read_glossary,
    read_principles,
)
from quintain.packs.sheets import PackSheet, TrackSheet
from quintain.packs.toml import read_sheet


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a pack: the pack if no error stands in the way, the sound labs, and every problem.

    ``lab_names`` are the folders of all labs, broken ones too; ``topics`` the ids of the topics
    and parts of all tracks, in their order.
    """

    root: Path
    pack: Pack | None
    labs: Mapping[str, Lab]
    lab_names: tuple[str, ...]
    topics: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the pack from loading."""
        return tuple(problem for problem in self.problems if problem.level is Severity.ERROR)


def find_pack(start: Path) -> Path | None:
    """Return the pack that ``start`` lies in, or the only one in a folder ``content`` above it, or None."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "pack.toml").is_file():
            return folder
    for folder in (start, *start.parents):
        if len(sheets := sorted(folder.glob("content/*/pack.toml"))) == 1:
            return sheets[0].parent
    return None


def load_pack(root: Path) -> Pack:
    """Load a course pack, complete and checked.

    Args:
        root: the folder that holds pack.toml.

    Raises:
        PackInvalid: the pack must not be shown; ``problems`` says all that is wrong with it, warnings included.

    """
    survey = survey_pack(root)
    if survey.pack is None:
        raise PackInvalid(survey.root, survey.problems)
    return survey.pack


def survey_pack(root: Path, remembered: Remembered | None = None) -> Survey:
    """Read a course pack as far as it can be read, and say everything that is wrong with it.

    Args:
        root: the folder that holds pack.toml.
        remembered: what was read of its folders before, which is read again only where it changed.

    """
    root = root.absolute()
    remembered = Remembered() if remembered is None else remembered
    remembered.look(root)
    sheet, text, collector = read_sheet(PackSheet, root / "pack.toml", "pack", PurePosixPath("pack.toml"))
    problems: list[Problem] = []
    _, weaknesses, faults = read_weaknesses(root)
    problems.extend(faults)
    principles, principles_text, faults = read_principles(root)
    problems.extend(faults)
    assessment, assessment_text, faults = read_assessment(root)
    problems.extend(faults)
    checklist, checklist_text, faults = read_checklist(root)
    problems.extend(faults)
    terms, terms_text, faults = read_glossary(root)
    problems.extend(faults)
    tracks, texts = _read_tracks(root, sheet, collector, problems)
    everything = pack_rules.Everything(
        root=root,
        sheet=sheet,
        tracks=tracks,
        labs=_read_each(root / "labs", read_lab, remembered, problems),
        lessons=_read_each(root / "lessons", read_lesson, remembered, problems),
        exhibits=_read_each(root / "exhibits", read_exhibit, remembered, problems),
        exercises=_read_each(root / "exercises", read_exercise, remembered, problems),
        cases=_read_each(root / "cases", read_case, remembered, problems),
        principles=principles,
        assessment=assessment,
        checklist=checklist,
        terms=terms,
    )
    problems[:0] = collector.problems
    problems.extend(pack_rules.problems_of(everything))
    pack = None
    if sheet is not None and not has_errors(problems):
        beside = {
            own_weaknesses.SHEET: weaknesses,
            PRINCIPLES: principles_text,
            ASSESSMENT: assessment_text,
            CHECKLIST: checklist_text,
            GLOSSARY: terms_text,
        }
        files = {"pack.toml": text, **beside, **texts}
        pack = _assemble(everything, sheet, digest_of([*files.items(), *everything.digests]))
    return Survey(
        root=root,
        pack=pack,
        labs=everything.labs,
        lab_names=tuple(everything.names["labs"]),
        topics=tuple(everything.topics),
        problems=tuple(problems),
    )


def _read_each[Part](
    parent: Path, read: Callable[[Path], Reading[Part]], remembered: Remembered, problems: list[Problem]
) -> dict[str, Part]:
    """Read the folders of a folder; of those that must not be shown, only the problems are kept."""
    parts: dict[str, Part] = {}
    for name in folder_names(parent):
        part, faults = remembered.read(read, parent / name)
        problems.extend(faults)
        if part is not None:
            parts[name] = part
    return parts


def _read_tracks(
    root: Path, sheet: PackSheet | None, collector: ProblemCollector, problems: list[Problem]
) -> tuple[dict[str, tuple[TrackSheet, ProblemCollector]], dict[str, str]]:
    tracks: dict[str, tuple[TrackSheet, ProblemCollector]] = {}
    texts: dict[str, str] = {}
    for number, name in enumerate(sheet.tracks if sheet else ()):
        if not collector.clean(("tracks", number)):
            continue
        shown = PurePosixPath("tracks", f"{name}.toml")
        track, texts[str(shown)], problems_of_track = read_sheet(TrackSheet, root / shown, "pack", shown)
        if track is None:
            problems.extend(problems_of_track.problems)
        else:
            tracks[name] = (track, problems_of_track)
    return tracks, texts


def _tracks(everything: pack_rules.Everything) -> Iterable[Track]:
    for name, (sheet, _) in everything.tracks.items():
        modules = tuple(_with_lessons(module, everything.lessons) for module in sheet.modules)
        yield Track(name, sheet.title, modules, tuple(map(everything.durations.fill, sheet.days)))


def _with_lessons(module: Module, lessons: Mapping[str, Lesson]) -> Module:
    def with_lesson[Each: Unit](unit: Each) -> Each:
        return replace(unit, lesson=lessons.get(unit.id))

    topics = (replace(topic, parts=tuple(map(with_lesson, topic.parts))) for topic in module.topics)
    return replace(module, topics=tuple(map(with_lesson, topics)))


def _assemble(everything: pack_rules.Everything, sheet: PackSheet, digest: str) -> Pack:
    return Pack(
        root=everything.root,
        id=sheet.id,
        uuid=sheet.uuid,
        code=sheet.code,
        title=sheet.title,
        days=sheet.days,
        seats=sheet.seats,
        house_seats=sheet.house_seats,
        prerequisite=sheet.prerequisite,
        objectives=sheet.objectives,
        browsers=sheet.browsers,
        materials=sheet.materials,
        tracks=tuple(_tracks(everything)),
        labs=everything.labs,
        lessons=everything.lessons,
        digest=digest,
        exhibits=everything.exhibits,
        exercises=everything.exercises,
        cases=everything.cases,
        principles=everything.principles,
        assessment=everything.assessment,
        version=sheet.version,
        quintain=sheet.quintain,
        checklist=everything.checklist,
        terms=everything.terms,
    )
