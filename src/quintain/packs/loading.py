"""Loads a whole pack, and holds its parts to each other: uuids, codes, topics, needs."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quintain.packs import own_weaknesses, pack_rules
from quintain.packs.cases import read_case
from quintain.packs.exercises import read_exercise
from quintain.packs.exhibits import read_exhibit
from quintain.packs.folders import LITTER, digest_of
from quintain.packs.labs import read_lab
from quintain.packs.lessons import read_lesson
from quintain.packs.model import Case, Exercise, Exhibit, Lab, Lesson, Module, Pack, Topic, Track
from quintain.packs.own_weaknesses import read_weaknesses
from quintain.packs.problems import PackInvalid, Problem, ProblemCollector, Severity
from quintain.packs.sheets import PackSheet, TrackSheet
from quintain.packs.toml import read_sheet


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a pack: the pack if no error stands in the way, the sound labs, and every problem.

    ``lab_names`` are the folders of all labs, broken ones too; ``topics`` the ids of the tracks, in their order.
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
        if len(found := sorted(folder.glob("content/*/pack.toml"))) == 1:
            return found[0].parent
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


def survey_pack(root: Path) -> Survey:
    """Read a course pack as far as it can be read, and say everything that is wrong with it."""
    root = root.absolute()
    sheet, text, collector = read_sheet(PackSheet, root / "pack.toml", "pack", PurePosixPath("pack.toml"))
    problems: list[Problem] = []
    _, weaknesses, found = read_weaknesses(root)
    problems.extend(found)
    labs = _read_each(root / "labs", read_lab, problems)
    lessons = _read_each(root / "lessons", read_lesson, problems)
    exhibits = _read_each(root / "exhibits", read_exhibit, problems)
    exercises = _read_each(root / "exercises", read_exercise, problems)
    cases = _read_each(root / "cases", read_case, problems)
    tracks, texts = _read_tracks(root, sheet, collector, problems)
    problems[:0] = collector.problems
    everything = pack_rules.Everything(
        root=root,
        sheet=sheet,
        tracks=tracks,
        labs=labs,
        lessons=lessons,
        lab_names=_folders(root / "labs"),
        lesson_names=_folders(root / "lessons"),
        quiz_names=_folders(root / "quizzes"),
        exhibit_names=_folders(root / "exhibits"),
        exercises=exercises,
        exercise_names=_folders(root / "exercises"),
        cases=cases,
        case_names=_folders(root / "cases"),
    )
    problems.extend(pack_rules.problems_of(everything))
    pack = None
    if sheet is not None and not any(problem.level is Severity.ERROR for problem in problems):
        digests = [(path, part.digest) for path, part in _parts(labs, lessons, exhibits, exercises, cases)]
        digest = digest_of([("pack.toml", text), (own_weaknesses.SHEET, weaknesses), *texts.items(), *digests])
        way = tuple(_tracks(tracks, lessons))
        pack = _assemble(
            root,
            sheet,
            way,
            labs=labs,
            lessons=lessons,
            exhibits=exhibits,
            exercises=exercises,
            cases=cases,
            digest=digest,
        )
    return Survey(root, pack, labs, tuple(everything.lab_names), tuple(everything.topics), tuple(problems))


def _folders(parent: Path) -> list[str]:
    """List the folders of a folder, links among them, so that each can answer for itself."""
    try:
        with os.scandir(parent) as entries:
            return sorted(e.name for e in entries if e.name not in LITTER and (e.is_symlink() or e.is_dir()))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _read_each[Part](
    parent: Path, read: Callable[[Path], tuple[Part | None, Sequence[Problem]]], problems: list[Problem]
) -> dict[str, Part]:
    """Read the folders of a folder; of those that must not be shown, only the problems are kept."""
    parts: dict[str, Part] = {}
    for name in _folders(parent):
        part, found = read(parent / name)
        problems.extend(found)
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
        track, texts[str(shown)], found = read_sheet(TrackSheet, root / shown, "pack", shown)
        if track is None:
            problems.extend(found.problems)
        else:
            tracks[name] = (track, found)
    return tracks, texts


def _parts(
    labs: Mapping[str, Lab],
    lessons: Mapping[str, Lesson],
    exhibits: Mapping[str, Exhibit],
    exercises: Mapping[str, Exercise],
    cases: Mapping[str, Case],
) -> Iterable[tuple[str, Lab | Lesson | Exhibit | Exercise | Case]]:
    yield from ((f"labs/{slug}", lab) for slug, lab in labs.items())
    yield from ((f"lessons/{slug}", lesson) for slug, lesson in lessons.items())
    yield from ((f"exhibits/{slug}", exhibit) for slug, exhibit in exhibits.items())
    yield from ((f"exercises/{slug}", exercise) for slug, exercise in exercises.items())
    yield from ((f"cases/{slug}", case) for slug, case in cases.items())


def _tracks(
    sheets: Mapping[str, tuple[TrackSheet, ProblemCollector]], lessons: Mapping[str, Lesson]
) -> Iterable[Track]:
    for name, (sheet, _) in sheets.items():
        modules = tuple(
            Module(
                module.id,
                module.title,
                module.day,
                tuple(Topic(topic.id, topic.title, topic.labs, lessons.get(topic.id)) for topic in module.topics),
            )
            for module in sheet.modules
        )
        yield Track(name, sheet.title, modules, sheet.days)


def _assemble(
    root: Path,
    sheet: PackSheet,
    tracks: tuple[Track, ...],
    *,
    labs: Mapping[str, Lab],
    lessons: Mapping[str, Lesson],
    exhibits: Mapping[str, Exhibit],
    exercises: Mapping[str, Exercise],
    cases: Mapping[str, Case],
    digest: str,
) -> Pack:
    return Pack(
        root=root,
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
        tracks=tracks,
        labs=labs,
        lessons=lessons,
        digest=digest,
        exhibits=exhibits,
        exercises=exercises,
        cases=cases,
    )
