"""What of a pack an edition holds, in the order in which it is taught.

This is where editions for learners lose what is not theirs: writers get no `Lab`, whose fixes, hints and attacks a
careless line could print, but a `LabChapter`, whose ``solution`` is None.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quintain.courseware.editions import WHOLE, Audience, Edition
from quintain.courseware.errors import NoSuchEdition
from quintain.packs.class_time import Omission, omissions
from quintain.packs.model.case import Case
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Decoy, Exploit, Fix, Lab, Level, Promise, PullRequest, Spot, Status
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Module, Pack, Principle, Topic, Unit
from quintain.packs.model.source import Section, Source
from quintain.packs.model.weakness import Weakness
from quintain.packs.timetable import Slot, labs_after, lay_out

SIGNED: Final = 12
"""How many characters of the pack's digest name it on paper."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What only instructors read of a lab. Attacks are named by their titles; what they send is in no edition."""

    spots: tuple[Spot, ...]
    decoys: tuple[Decoy, ...]
    hints: tuple[Section, ...]
    attacks: tuple[Exploit, ...]
    sound: tuple[Fix, ...]
    wrong: tuple[Fix, ...]
    debrief: str
    sources: tuple[Source, ...]
    weaknesses: Mapping[str, Weakness]


@dataclass(frozen=True, slots=True)
class LabChapter:
    """A lab as an edition shows it: the task, and the original code; ``solution`` is None in editions for learners."""

    slug: str
    code: str
    title: str
    minutes: int
    stretch: bool
    weaknesses: tuple[Weakness, ...]
    brief: tuple[Section, ...]
    promises: tuple[Promise, ...]
    files: Mapping[str, str]
    editable: tuple[str, ...]
    pull_request: PullRequest | None
    solution: Solution | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A topic or a part of one: its lesson, the labs after it, and the notes, which editions for learners lack.

    ``number`` counts from 1 through the whole course, in every edition alike.
    """

    number: int
    id: str
    title: str
    part: bool
    lesson: Lesson | None
    labs: tuple[LabChapter, ...]
    notes: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleChapters:
    """A module, and its chapters."""

    id: str
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class DayModules:
    """A day of the course. ``plan`` is its timetable, and ``omissions`` what it can leave out, for instructors."""

    number: int
    modules: tuple[ModuleChapters, ...]
    begins: str = ""
    ends: str = ""
    plan: tuple[Slot, ...] = ()
    omissions: tuple[Omission, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of all modules."""
        return tuple(chapter for module in self.modules for chapter in module.chapters)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that an edition holds, and nothing else.

    ``digest`` names the pack. ``titles`` are those of all labs of the course that learners may see, by their slugs.
    ``terms`` are those of the glossary, but for terms of drafts.
    """

    edition: Edition
    title: str
    code: str
    digest: str
    objectives: tuple[str, ...]
    prerequisite: str
    days: tuple[DayModules, ...]
    cases: tuple[Case, ...]
    exhibits: Mapping[str, Exhibit]
    exercises: Mapping[str, Exercise]
    principles: tuple[Principle, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[CourseTerm, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of all days."""
        return tuple(chapter for day in self.days for chapter in day.chapters)

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole course."""
        return self.edition.scope == WHOLE


def choose(pack: Pack, edition: Edition) -> Contents:
    """Return what ``edition`` holds of a pack: lessons, labs and cases that learners may see, never a draft.

    Raises:
        NoSuchEdition: The course has no such day or lesson, or nothing of it is written.

    """
    tracks = pack.tracks[:1]
    modules = tuple(module for track in tracks for module in track.modules)
    plans = {day.day: day for track in tracks for day in track.days}
    numbered = _Numbered(edition, _labs_after(pack))
    days = []
    for number in sorted({module.day for module in modules}):
        held = tuple(numbered.modules(module for module in modules if module.day == number))
        if not held:
            continue
        plan = plans.get(number) if edition.audience is Audience.INSTRUCTOR and not edition.scope.lesson else None
        if plan is None:
            days.append(DayModules(number, held))
            continue
        left_out = omissions(plan, modules, {lab.slug: lab for lab in pack.labs.values() if _is_shown(lab)})
        days.append(DayModules(number, held, plan.begins, plan.ends, lay_out(plan), left_out))
    if not days:
        raise NoSuchEdition(f"The course has nothing to write for {edition.key}.", "Choose a day or a lesson of it.")
    units = {chapter.id for day in days for chapter in day.chapters}
    taught = {unit.id for module in modules for unit in module.units if _lesson(unit)}
    return Contents(
        edition=edition,
        title=pack.title,
        code=pack.code,
        digest=pack.digest,
        objectives=pack.objectives,
        prerequisite=pack.prerequisite,
        days=tuple(days),
        cases=tuple(_cases(pack, units)),
        exhibits=pack.exhibits,
        exercises=pack.exercises,
        principles=pack.principles if edition.audience is Audience.INSTRUCTOR else _without_examples(pack.principles),
        titles={lab.slug: f"{lab.code} {lab.title}" for lab in pack.labs.values() if _is_shown(lab)},
        terms=tuple(term for term in pack.terms if term.lesson in taught),
    )


def holds(pack: Pack, edition: Edition) -> tuple[Module, ...]:
    """Return the modules of which an edition holds anything; none if the course has no such day or lesson.

    A lab may follow a topic of another module than its own, which is the first that names it: then both are held.
    """
    modules, after = tuple(module for track in pack.tracks[:1] for module in track.modules), _labs_after(pack)
    units = [(module, unit) for module in modules for unit in module.units if _is_held(unit, module, edition, after)]
    homes = {slug: module.id for module in reversed(modules) for unit in module.units for slug in unit.labs}
    held = {module.id for module, _ in units}
    held |= {homes[lab.slug] for _, unit in units for lab in after.get(unit.id, ()) if lab.slug in homes}
    return tuple(module for module in modules if module.id in held)


def parts_of(pack: Pack, edition: Edition) -> int:
    """Return how many lessons and labs an edition holds: by that number, files of a course grow."""
    after = _labs_after(pack)
    return sum(
        (_lesson(unit) is not None) + len(after.get(unit.id, ()))
        for track in pack.tracks[:1]
        for module in track.modules
        for unit in module.units
        if _is_held(unit, module, edition, after)
    )


def _is_held(unit: Unit, module: Module, edition: Edition, after: Mapping[str, Sequence[Lab]]) -> bool:
    scope = edition.scope
    if scope.lesson:
        return unit.id == scope.lesson and _lesson(unit) is not None
    return scope.day in {0, module.day} and (_lesson(unit) is not None or bool(after.get(unit.id)))


def _labs_after(pack: Pack) -> Mapping[str, Sequence[Lab]]:
    """Return the labs that learners may see, by the id of the topic or part that they follow."""
    units = (unit for track in pack.tracks[:1] for module in track.modules for unit in module.units)
    after = labs_after(units, (day for track in pack.tracks[:1] for day in track.days))
    return {
        unit: tuple(lab for slug in slugs if (lab := pack.labs.get(slug)) and _is_shown(lab))
        for unit, slugs in after.items()
    }


@dataclass
class _Numbered:
    """Counts chapters through the course, those that an edition leaves out as well."""

    edition: Edition
    labs: Mapping[str, Sequence[Lab]]
    number: int = 0

    def modules(self, modules: Iterable[Module]) -> Iterator[ModuleChapters]:
        for module in modules:
            chapters = tuple(self._chapters(module))
            if chapters:
                yield ModuleChapters(module.id, module.title, chapters)

    def _chapters(self, module: Module) -> Iterator[Chapter]:
        for unit in module.units:
            labs, lesson = self.labs.get(unit.id, ()), _lesson(unit)
            if lesson is None and not labs:
                continue
            self.number += 1
            if self._is_wanted(module, unit):
                yield self._chapter(unit, lesson, labs)

    def _chapter(self, unit: Unit, lesson: Lesson | None, labs: Iterable[Lab]) -> Chapter:
        instructs = self.edition.audience is Audience.INSTRUCTOR
        return Chapter(
            number=self.number,
            id=unit.id,
            title=lesson.title if lesson else unit.title,
            part=not isinstance(unit, Topic),
            lesson=replace(lesson, notes=()) if lesson else None,
            labs=tuple(_lab_chapter(lab, instructs=instructs) for lab in labs),
            notes=lesson.notes if lesson and instructs else (),
        )

    def _is_wanted(self, module: Module, unit: Unit) -> bool:
        scope = self.edition.scope
        return scope.day in {0, module.day} and scope.lesson in {"", unit.id}


def _lesson(unit: Unit) -> Lesson | None:
    return unit.lesson if unit.lesson and unit.lesson.status is Status.LIVE else None


def _is_shown(lab: Lab) -> bool:
    return lab.status is Status.LIVE and lab.is_proven


def _cases(pack: Pack, units: set[str]) -> Iterator[Case]:
    for case in sorted(pack.cases.values(), key=lambda case: (case.date, case.slug)):
        if case.status is Status.LIVE and units.intersection(case.topics):
            yield case


def _without_examples(principles: Iterable[Principle]) -> tuple[Principle, ...]:
    """Say which labs show a principle, but not how: that may give a fix away."""
    return tuple(
        replace(principle, labs=tuple(replace(lab, shows="") for lab in principle.labs)) for principle in principles
    )


def _lab_chapter(lab: Lab, *, instructs: bool) -> LabChapter:
    return LabChapter(
        slug=lab.slug,
        code=lab.code,
        title=lab.title,
        minutes=lab.minutes,
        stretch=lab.level is Level.STRETCH,
        weaknesses=tuple(map(lab.weakness, lab.cwe)),
        brief=lab.brief,
        promises=lab.promises,
        files=lab.starter,
        editable=lab.run.editable,
        pull_request=lab.pull_request,
        solution=_solution(lab) if instructs else None,
    )


def _solution(lab: Lab) -> Solution:
    named = {cwe for spot in (lab.find.spots if lab.find else ()) for cwe in spot.cwe}
    return Solution(
        spots=lab.find.spots if lab.find else (),
        decoys=lab.find.decoys if lab.find else (),
        hints=lab.hints,
        attacks=lab.exploits,
        sound=lab.sound_fixes,
        wrong=lab.wrong_fixes,
        debrief=lab.debrief,
        sources=lab.sources,
        weaknesses={cwe: lab.weakness(cwe) for cwe in sorted(named)},
    )
