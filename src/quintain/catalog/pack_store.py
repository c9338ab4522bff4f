"""Holds the course pack in memory, and in preview mode reads it again when an author changed a file."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce, wraps
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from quintain import packs
from quintain.packs import translations
from quintain.packs.model.case import Case
from quintain.packs.model.day import Day
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Lab, Status
from quintain.packs.model.lesson import Lesson, Practise
from quintain.packs.model.pack import Module, Pack, Unit
from quintain.packs.model.translation import Translation
from quintain.packs.problems import PackInvalid, Problem
from quintain.web.catalogs import SOURCE
from quintain.web.languages import spoken

LOOK_SECONDS = 0.5


@dataclass(slots=True)
class PackStore:
    """The pack of one folder. A pack that no longer loads leaves the last good one in place."""

    root: Path
    watched: bool
    problems: tuple[Problem, ...] = ()
    refusal: str = ""
    """Why the packs beside it cannot be taught with it as they are now."""
    further: tuple[packs.Survey, ...] = ()
    """What was found in the packs beside it."""
    stamp: int = 0
    """A number that changes whenever a file of the packs changes."""
    _pack: Pack | None = None
    _translated: dict[str, tuple[Pack, Pack]] = field(default_factory=dict)
    """By language, the pack as it was when it was translated, and the translated one."""
    _remembered: packs.Remembered = field(default_factory=packs.Remembered)
    _remembered_beside: dict[Path, packs.Remembered] = field(default_factory=dict)
    _looked_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _translating: threading.Lock = field(default_factory=threading.Lock)

    def pack(self) -> Pack:
        """Return the pack.

        Raises:
            PackInvalid: It does not load, and none was loaded before; or a pack beside it does not.
            JoinRefused: A pack beside it cannot be taught together with it.

        """
        with self._lock:
            if self._pack is None or self._has_changed():
                self._survey()
            if self._pack is None:
                raise PackInvalid(self.root, self.problems)
            return self._pack

    def pack_in(self, language: str) -> Pack:
        """Return the pack with the words of its catalogs of a language; as it is if it has none.

        Raises:
            PackInvalid, JoinRefused: As `pack`.

        """
        pack = self.pack()
        if language == SOURCE:
            return pack
        with self._translating:  # a lock of its own: nobody who reads the source waits for a translation
            source, translated = self._translated.get(language, (None, pack))
            if source is not pack:
                translated = _translate(pack, language)
                self._translated[language] = pack, translated
            return translated

    def translation_in(self, language: str) -> Translation | None:
        """Return what of the pack is translated, without a look for changes: pages ask for each of their texts.

        Raises:
            PackInvalid, JoinRefused: As `pack`.

        """
        source, translated = self._translated.get(language, (None, None))
        if translated is None or source is not self._pack:
            translated = self.pack_in(language)
        return translated.translation

    def survey(self) -> packs.Survey:
        """Read what changed, and say everything that is wrong with the pack; pages show it from then on."""
        with self._lock:
            return self._survey()

    def _has_changed(self) -> bool:
        if not self.watched or time.monotonic() - self._looked_at < LOOK_SECONDS:
            return False
        stamp = _stamp_of(self.root)
        self._looked_at = time.monotonic()  # after it, or a slow disk would be looked at without a pause
        return stamp != self.stamp

    def _survey(self) -> packs.Survey:
        self.stamp = _stamp_of(self.root) if self.watched else 1
        survey = packs.survey_pack(self.root, self._remembered)
        self.further = tuple(
            packs.survey_pack(each, self._remembered_beside.setdefault(each, packs.Remembered()))
            for each in map(Path, settings.BESIDE)
        )
        invalid = next((each for each in (survey, *self.further) if each.pack is None), None)
        if invalid is not None:
            self.problems, self.refusal = invalid.problems, ""
            return survey
        sound = [each.pack for each in (survey, *self.further) if each.pack is not None]
        try:
            self._pack, self.problems, self.refusal = reduce(packs.join, sound), (), ""
        except packs.JoinRefused as refused:
            if self._pack is None:
                raise
            self.problems, self.refusal = (), f"{refused.sentence} {refused.remedy}"
        return survey


def _translate(pack: Pack, language: str) -> Pack:
    """Return a pack, and each that is joined to it, in a language; without any translation, the pack as it is."""
    parts = (pack.alone or pack, *pack.joined)
    names = [_folder_for(language, translations.languages_of(part.root)) for part in parts]
    if not any(names):
        return pack
    return reduce(
        packs.join,
        (translations.translate_pack(part, name or language)[0] for part, name in zip(parts, names, strict=True)),
    )


def _folder_for(language: str, names: Sequence[str]) -> str:
    """Return the folder of translations for a language of the interface: de for de-at, if there is no de-AT."""
    codes = {name.casefold(): name for name in names}
    return codes.get(language.casefold()) or codes.get(language.partition("-")[0].casefold(), "")


def _stamp_of(root: Path) -> int:
    beside = tuple(packs.fingerprint_of(Path(each)) for each in settings.BESIDE)
    stamp = packs.fingerprint_of(root)
    return hash((stamp, *beside)) if beside else stamp


_stores: dict[tuple[Path, bool], PackStore] = {}


def current_store() -> PackStore:
    """Return the store of the folder that the settings name."""
    key = (Path(settings.PACK), bool(settings.PREVIEW))
    return _stores.setdefault(key, PackStore(*key))


def put(pack: Pack, remembered: packs.Remembered | None = None) -> None:
    """Put a pack that is already loaded in the pack store, with what was read of its folders for a preview."""
    key = (Path(settings.PACK), bool(settings.PREVIEW))
    stamp = _stamp_of(key[0]) if key[1] else 1
    _stores[key] = PackStore(*key, _pack=pack, _remembered=remembered or packs.Remembered(), stamp=stamp)


def source_pack() -> Pack:
    """Return the pack in the language that it was written in: what is judged, stored and sent to other programs."""
    return current_store().pack()


def current_pack() -> Pack:
    """Return the pack that learners see, in the language of the answer as far as it is translated."""
    return current_store().pack_in(spoken())


def kept_with_pack[**P, T](read: Callable[P, T]) -> Callable[P, T]:
    """Have ``read`` called once for each set of arguments, until learners see another pack or another language.

    What it returns depends on these alone, and nobody changes it. The arguments can be hashed.
    """
    kept: tuple[Pack | None, bool, dict[object, T]] = (None, False, {})  # by the pack in its source's language

    @wraps(read)
    def kept_read(*arguments: P.args, **named: P.kwargs) -> T:
        nonlocal kept
        of, now = kept, (source_pack(), bool(settings.PREVIEW))
        if of[0] is not now[0] or of[1] is not now[1]:
            of = kept = (*now, {})  # at once, as other threads look at it
        key = (get_language(), arguments, *named.items())
        if key not in of[2]:
            of[2][key] = read(*arguments, **named)
        return of[2][key]

    return kept_read


@kept_with_pack
def modules() -> tuple[Module, ...]:
    """Return the modules in the order in which they are taught."""
    return tuple(module for track in current_pack().tracks[:1] for module in track.modules)


@kept_with_pack
def days() -> tuple[Day, ...]:
    """Return the days that have a timetable."""
    return tuple(day for track in current_pack().tracks[:1] for day in track.days)


def find_lab(slug: str) -> Lab | None:
    """Return a lab that learners may see; drafts, and what is not proven as it is now, are seen in preview only."""
    lab = current_pack().labs.get(slug)
    return lab if lab and _is_shown(lab.status) and (lab.is_proven or settings.PREVIEW) else None


def lab_of_uuid(uuid: UUID) -> Lab | None:
    """Return the lab in which somebody has worked, shown or not; None if the course has it no more."""
    return _labs_by_uuid().get(uuid)


def source_lab(uuid: UUID) -> Lab | None:
    """Return a lab as `lab_of_uuid`, in the language that it was written in."""
    return next((lab for lab in source_pack().labs.values() if lab.uuid == uuid), None)


@kept_with_pack
def _labs_by_uuid() -> Mapping[UUID, Lab]:
    return {lab.uuid: lab for lab in current_pack().labs.values()}


def find_labs(slugs: Iterable[str]) -> tuple[Lab, ...]:
    """Return those of the labs that learners may see, in order, each once."""
    return tuple(lab for slug in dict.fromkeys(slugs) if (lab := find_lab(slug)))


@kept_with_pack
def shown_labs() -> tuple[Lab, ...]:
    """Return all labs that learners may see."""
    return tuple(lab for slug in current_pack().labs if (lab := find_lab(slug)))


def lesson_of(unit: Unit) -> Lesson | None:
    """Return the lesson of a topic or part if learners may see it."""
    return unit.lesson if unit.lesson and _is_shown(unit.lesson.status) else None


@kept_with_pack
def shown_terms() -> tuple[CourseTerm, ...]:
    """Return the terms of the course that are taught in lessons that learners may see."""
    taught = {lesson.slug for module in modules() for unit in module.units if (lesson := lesson_of(unit))}
    return tuple(term for term in current_pack().terms if term.lesson in taught)


@kept_with_pack
def cases() -> tuple[Case, ...]:
    """Return the case studies that learners may see, the oldest first."""
    shown = (case for case in current_pack().cases.values() if _is_shown(case.status))
    return tuple(sorted(shown, key=lambda case: (case.date, case.slug)))


def shown_exercises() -> tuple[Exercise, ...]:
    """Return the exercises of all lessons that learners may see, in the order in which they are taught."""
    return tuple(exercise for _, exercise in placed_exercises())


@kept_with_pack
def placed_exercises() -> tuple[tuple[Unit, Exercise], ...]:
    """Return those exercises, each with the topic or part in whose lesson it is."""
    exercises = current_pack().exercises
    return tuple(
        (unit, exercises[block.exercise])
        for module in modules()
        for unit in module.units
        if (lesson := lesson_of(unit))
        for block in lesson.blocks
        if isinstance(block, Practise)
    )


def _is_shown(status: Status) -> bool:
    return status is Status.LIVE or bool(settings.PREVIEW)
