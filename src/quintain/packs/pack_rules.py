"""What must be true between the parts of a pack: nothing twice, nothing that leads nowhere, no needs in a circle."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final
from uuid import UUID

from quintain.packs.building import cut, suggestion
from quintain.packs.constraints import SLUG
from quintain.packs.day_rules import hold_days
from quintain.packs.folders import Unreadable, folder_names, read_text
from quintain.packs.lines import Keys
from quintain.packs.model.case import Case
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Lab, Status
from quintain.packs.model.lesson import Lesson, ListPrinciples, Practise
from quintain.packs.model.pack import Module, Principle, Unit
from quintain.packs.model.question import AssessmentQuestion
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.root_sheets import ASSESSMENT, CHECKLIST, GLOSSARY, PRINCIPLES
from quintain.packs.sheets import PackSheet, TrackSheet
from quintain.packs.terms import TermFinder, terms_used
from quintain.packs.timetable import Durations

LAB: Final = "lab.toml"
SLUGS: Final[Mapping[str, str]] = {
    "lessons": "pack.E016",
    "quizzes": "pack.E016",
    "exhibits": "exhibit.E015",
    "cases": "case.E017",
    "exercises": "exercise.E013",
}


@dataclass(frozen=True)
class Everything:
    """The parts of a pack as far as they could be read, and the problems between them."""

    root: Path
    sheet: PackSheet | None
    tracks: Mapping[str, tuple[TrackSheet, ProblemCollector]]
    labs: Mapping[str, Lab]
    lessons: Mapping[str, Lesson]
    exhibits: Mapping[str, Exhibit]
    exercises: Mapping[str, Exercise]
    cases: Mapping[str, Case]
    principles: tuple[Principle, ...] = ()
    assessment: tuple[AssessmentQuestion, ...] = ()
    checklist: tuple[LabCheck, ...] = ()
    terms: tuple[CourseTerm, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def names(self) -> Mapping[str, Sequence[str]]:
        """The folders of labs/, lessons/ and the other kinds, those of broken parts too."""
        return {kind: folder_names(self.root / kind) for kind in ("labs", *SLUGS)}

    @property
    def units(self) -> Iterator[Unit]:
        """Every topic of all tracks, and every part of one, in their order."""
        for track, _ in self.tracks.values():
            for module in track.modules:
                yield from module.units

    @cached_property
    def topics(self) -> Mapping[str, None]:
        """The ids of all topics and their parts, each once."""
        return dict.fromkeys(unit.id for unit in self.units)

    @cached_property
    def durations(self) -> Durations:
        """How long each lesson and each lab lasts."""
        return Durations(
            {name: self.lessons[name].minutes if name in self.lessons else 0 for name in self.names["lessons"]},
            {name: self.labs[name].minutes if name in self.labs else 0 for name in self.names["labs"]},
        )

    @property
    def digests(self) -> Iterator[tuple[str, str]]:
        """The digest of each part, by its path."""
        kinds: Mapping[str, Mapping[str, Lab | Lesson | Exhibit | Exercise | Case]] = {
            "labs": self.labs,
            "lessons": self.lessons,
            "exhibits": self.exhibits,
            "exercises": self.exercises,
            "cases": self.cases,
        }
        for kind, parts in kinds.items():
            yield from ((f"{kind}/{slug}", part.digest) for slug, part in parts.items())

    def blame(self, path: PurePosixPath, rule: str, message: str, at: Keys = ()) -> None:
        """Note a problem of a file or folder; a TOML file is read again only now, to find the line of a key."""
        text = None
        if at:
            try:
                text = read_text(self.root / path)
            except Unreadable:
                text = ""
        collector = ProblemCollector(rule.partition(".")[0], path, text)
        collector.add(rule, message, at=at)
        self.problems.extend(collector.problems)


def problems_of(everything: Everything) -> Sequence[Problem]:
    """Return everything that is wrong between the parts."""
    for rule in RULES:
        rule(everything)
    tracks = [problem for _, collector in everything.tracks.values() for problem in collector.problems]
    return [*tracks, *everything.problems]


def _tracks(everything: Everything) -> None:
    for track, collector in everything.tracks.values():
        modules = [module.id for module in track.modules]
        collector.hold_unique("pack.E013", "The module {} stands twice.", modules, "modules")
        topics: set[str] = set()
        for number, module in enumerate(track.modules):
            at: Keys = ("modules", number)
            if everything.sheet and module.day > everything.sheet.days:
                collector.add(
                    "pack.E015", f"Day {module.day} lies after the last, {everything.sheet.days}.", at=(*at, "day")
                )
            for unit, here in _units(module, at):
                if unit.id in topics:
                    collector.add("pack.E013", f"The topic {unit.id} stands twice.", at=(*here, "id"))
                topics.add(unit.id)
                _topic_labs(everything, unit.labs, collector, (*here, "labs"))


def _units(module: Module, at: Keys) -> Iterator[tuple[Unit, Keys]]:
    """Yield the topics and parts of a module, each with its place in the file."""
    for place, topic in enumerate(module.topics):
        here: Keys = (*at, "topics", place)
        yield topic, here
        for number, part in enumerate(topic.parts):
            yield part, (*here, "parts", number)


def _days(everything: Everything) -> None:
    for track, collector in everything.tracks.values():
        if everything.sheet:
            hold_days(track, everything.sheet.days, everything.durations, collector)


def _topic_labs(everything: Everything, labs: Sequence[str], collector: ProblemCollector, at: Keys) -> None:
    for number, lab in enumerate(labs):
        if lab not in everything.names["labs"]:
            message = f"The pack has no lab {lab}.{suggestion(lab, everything.names['labs'])}"
            collector.add("pack.E014", message, at=(*at, number))


def _folder_names(everything: Everything) -> None:
    for kind, rule, what, possible in (
        ("lessons", "lesson.E013", "topic", everything.topics),
        ("quizzes", "quiz.E017", "lesson", everything.names["lessons"]),
    ):
        for name in everything.names[kind]:
            if everything.tracks and name not in possible:
                message = f"There is no {what} {name}.{suggestion(name, possible)}"
                everything.blame(PurePosixPath(kind, name), rule, message)


def _uuids(everything: Everything) -> None:
    seen: dict[UUID, str] = {}
    for uuid, path, rule, at in _all_uuids(everything):
        if uuid in seen:
            everything.blame(path, rule, f"The uuid is that of {seen[uuid]}.", at)
        seen.setdefault(uuid, str(path))


def _all_uuids(everything: Everything) -> Iterator[tuple[UUID, PurePosixPath, str, Keys]]:
    if everything.sheet:
        yield everything.sheet.uuid, PurePosixPath("pack.toml"), "pack.E012", ("uuid",)
    for lab in everything.labs.values():
        yield lab.uuid, PurePosixPath("labs", lab.slug, LAB), "lab.E012", ("uuid",)
    for lesson in everything.lessons.values():
        yield lesson.uuid, PurePosixPath("lessons", lesson.slug, "lesson.toml"), "lesson.E012", ("uuid",)
        for number, question in enumerate(lesson.questions):
            quiz = PurePosixPath("quizzes", lesson.slug, "quiz.toml")
            yield question.uuid, quiz, "quiz.E013", ("questions", number, "uuid")
    for case in everything.cases.values():
        yield case.uuid, PurePosixPath("cases", case.slug, "case.toml"), "case.E012", ("uuid",)
    for number, question in enumerate(everything.assessment):
        yield question.uuid, PurePosixPath(ASSESSMENT), "pack.E012", ("questions", number, "uuid")
    for exercise in everything.exercises.values():
        path = PurePosixPath("exercises", exercise.slug, "exercise.toml")
        yield exercise.uuid, path, "exercise.E012", ("uuid",)
        for number, element in enumerate(exercise.elements):
            yield element.uuid, path, "exercise.E012", ("elements", number, "uuid")


def _exercises(everything: Everything) -> None:
    """Each exercise stands in one lesson: its answers lead back there."""
    places: dict[str, str] = {}
    for slug, lesson in everything.lessons.items():
        for block in lesson.blocks:
            if isinstance(block, Practise) and (place := places.setdefault(block.exercise, slug)) != slug:
                message = f"The exercise {block.exercise} stands in the lesson {place} already."
                everything.blame(PurePosixPath("lessons", slug, "lesson.md"), "lesson.E031", message)
    for slug in everything.exercises:
        if slug not in places:
            everything.blame(PurePosixPath("exercises", slug), "exercise.W001", "No lesson shows this exercise.")


def _labs(everything: Everything) -> None:
    codes: dict[str, str] = {}
    placed = {lab for unit in everything.units for lab in unit.labs}
    for lab in everything.labs.values():
        path = PurePosixPath("labs", lab.slug, LAB)
        if lab.code in codes:
            everything.blame(path, "lab.E013", f"The code {lab.code} is that of {codes[lab.code]}.", ("code",))
        codes.setdefault(lab.code, lab.slug)
        for number, topic in enumerate(lab.teaches):
            _hold_topic(everything, topic, path, "lab.E014", ("teaches", number))
        for number, need in enumerate(lab.needs):
            if need not in everything.names["labs"]:
                message = f"The pack has no lab {need}.{suggestion(need, everything.names['labs'])}"
                everything.blame(path, "lab.E015", message, ("needs", number))
        if everything.topics and lab.status is Status.LIVE and lab.slug not in placed:
            everything.blame(path, "lab.W001", "The lab is live, but stands beside no topic.", ("status",))


def _needs(everything: Everything) -> None:
    """Walk the needs without recursion; a circle is told once, at the lab where the walk closed it."""
    done: set[str] = set()
    for start in everything.labs:
        trail: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            slug, depth = waiting.pop()
            del trail[depth:]
            if slug in trail:
                circle = " → ".join([*trail[trail.index(slug) :], slug])
                path = PurePosixPath("labs", trail[-1], LAB)
                everything.blame(path, "lab.E016", f"Labs need each other in a circle: {circle}.", ("needs",))
            elif slug in everything.labs and slug not in done:
                trail.append(slug)
                waiting.extend((need, len(trail)) for need in everything.labs[slug].needs)
                continue
        done.add(start)
        done.update(trail)


def _slugs(everything: Everything) -> None:
    """Folders of labs/ whose names are no slugs answer in ``lab_rules``; those of the other kinds here."""
    for kind, rule in SLUGS.items():
        for name in everything.names[kind]:
            if not re.fullmatch(SLUG, name):
                everything.blame(PurePosixPath(kind, name), rule, f"{cut(name)} is no slug.")


def _cases(everything: Everything) -> None:
    for case in everything.cases.values():
        path = PurePosixPath("cases", case.slug, "case.toml")
        for number, topic in enumerate(case.topics):
            _hold_topic(everything, topic, path, "case.E013", ("topics", number))


def _principles(everything: Everything) -> None:
    """Each principle names labs of the pack, and each block a set of principles."""
    labs = everything.names["labs"]
    for number, principle in enumerate(everything.principles):
        for place, tied in enumerate(principle.labs):
            if tied.lab not in labs:
                message = f"The pack has no lab {tied.lab}.{suggestion(tied.lab, labs)}"
                at: Keys = ("principles", number, "labs", place, "lab")
                everything.blame(PurePosixPath(PRINCIPLES), "pack.E014", message, at)
    sets = {principle.set: None for principle in everything.principles}
    for slug, lesson in everything.lessons.items():
        for block in lesson.blocks:
            if isinstance(block, ListPrinciples) and block.set not in sets:
                message = f"{PRINCIPLES} has no set {block.set}.{suggestion(block.set, sets)}"
                everything.blame(PurePosixPath("lessons", slug, "lesson.md"), "lesson.E038", message)


def _checklist(everything: Everything) -> None:
    labs = everything.names["labs"]
    for number, check in enumerate(everything.checklist):
        if check.lab not in labs:
            message = f"The pack has no lab {check.lab}.{suggestion(check.lab, labs)}"
            everything.blame(PurePosixPath(CHECKLIST), "pack.E014", message, ("checks", number, "lab"))


def _assessment(everything: Everything) -> None:
    for number, question in enumerate(everything.assessment):
        at: Keys = ("questions", number, "topic")
        _hold_topic(everything, question.topic, PurePosixPath(ASSESSMENT), "pack.E031", at)


def _glossary(everything: Everything) -> None:
    """Each term names a lesson of the pack, which uses it: the glossary sends readers there."""
    lessons = everything.names["lessons"]
    finder = TermFinder(everything.terms)
    taught = {term.lesson for term in everything.terms}
    used = {slug: terms_used(finder, lesson) for slug, lesson in everything.lessons.items() if slug in taught}
    for number, term in enumerate(everything.terms):
        at: Keys = ("terms", number, "lesson")
        if term.lesson not in lessons:
            message = f"The pack has no lesson {term.lesson}.{suggestion(term.lesson, lessons)}"
            everything.blame(PurePosixPath(GLOSSARY), "pack.E036", message, at)
        elif term.id not in used.get(term.lesson, {term.id}):
            message = f"The lesson {term.lesson} never uses {cut(term.term)}."
            everything.blame(PurePosixPath(GLOSSARY), "pack.W002", message, at)


def _hold_topic(everything: Everything, topic: str, path: PurePosixPath, rule: str, at: Keys) -> None:
    """Ask for a topic of the tracks, as far as these could be read."""
    if everything.topics and topic not in everything.topics:
        everything.blame(path, rule, f"There is no topic {topic}.{suggestion(topic, everything.topics)}", at)


RULES: Final = (
    _tracks,
    _days,
    _folder_names,
    _uuids,
    _exercises,
    _labs,
    _needs,
    _slugs,
    _cases,
    _principles,
    _checklist,
    _assessment,
    _glossary,
)
