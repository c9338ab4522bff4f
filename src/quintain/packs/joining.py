"""Joins a further pack to a course: its modules are taught after those of the course, on days of their own.

Both were loaded and checked for themselves. What is left to hold is that nothing has one name in both: a page, a lab or
an answer is found by its name or uuid alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from quintain.packs.folders import digest_of
from quintain.packs.identities import uuids_of
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.pack import Pack, Track
from quintain.packs.model.translation import Translation
from quintain.packs.terms import GAP

MOST_DAYS: Final = 30


class JoinRefused(Exception):  # noqa: N818  a refusal is not an error of the program
    """Why two packs cannot be taught at once, and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


def join(course: Pack, further: Pack) -> Pack:
    """Return the course with the modules, labs, lessons and cases of a further pack after its own.

    Title, code, seats and entry test stay those of the course. The timetable of the further pack follows on days after
    its last day. A term that both explain keeps the course's words.

    Raises:
        JoinRefused: The same name, code or uuid is in both, or there are more than 30 days.

    """
    for kind, ours, theirs in zip(KINDS, _names(course), _names(further), strict=True):
        if both := sorted(set(ours) & set(theirs)):
            has_own_data = ", and with a data folder of its own" if kind == "uuid" else ""
            raise JoinRefused(
                f"The packs {course.id} and {further.id} cannot be taught together: both have the {kind} {both[0]}.",
                f"Teach {further.id} alone, with --pack{has_own_data}, or ask its author for another {kind}.",
            )
    if course.days + further.days > MOST_DAYS:
        raise JoinRefused(
            f"The packs {course.id} and {further.id} have more than {MOST_DAYS} days together.",
            f"Teach {further.id} alone, with --pack.",
        )
    return replace(
        course,
        days=course.days + further.days,
        tracks=(_join_tracks(course.tracks[:1], further.tracks[:1], course.days), *course.tracks[1:]),
        labs={**course.labs, **further.labs},
        lessons={**course.lessons, **further.lessons},
        exhibits={**course.exhibits, **further.exhibits},
        exercises={**course.exercises, **further.exercises},
        cases={**course.cases, **further.cases},
        principles=(*course.principles, *further.principles),
        joined=(*course.joined, further),
        checklist=(*course.checklist, *further.checklist),
        terms=(*course.terms, *_new_terms(course, further)),
        alone=course.alone or course,
        translation=_join_translations(course.translation, further.translation),
        digest=digest_of([(course.id, course.digest), (further.id, further.digest)]),
    )


def _join_translations(ours: Translation | None, theirs: Translation | None) -> Translation | None:
    if ours is None or theirs is None:
        return ours or theirs
    return Translation(
        ours.language,
        translated=ours.translated | theirs.translated,
        values={**theirs.values, **ours.values},
        parts={**theirs.parts, **ours.parts},
    )


def _new_terms(course: Pack, further: Pack) -> Iterator[CourseTerm]:
    """Yield the terms that the course does not explain itself: a word has one entry in the glossary."""
    ids = {term.id for term in course.terms}
    names = {_folded(name) for term in course.terms for name in term.names}
    for term in further.terms:
        if term.id not in ids and names.isdisjoint(map(_folded, term.names)):
            yield term


def _folded(name: str) -> str:
    return " ".join(GAP.split(name)).casefold()


def _join_tracks(ours: Sequence[Track], theirs: Sequence[Track], after: int) -> Track:
    modules = [replace(module, day=module.day + after) for track in theirs for module in track.modules]
    days = [replace(day, day=day.day + after) for track in theirs for day in track.days]
    track = ours[0] if ours else Track("main", "", ())
    return replace(track, modules=(*track.modules, *modules), days=(*track.days, *days))


KINDS: Final = (
    "name",
    "lab",
    "lab code",
    "topic",
    "module",
    "lesson",
    "exhibit",
    "exercise",
    "case",
    "principle",
    "set of principles",
    "uuid",
)


def _names(pack: Pack) -> Iterator[Sequence[str]]:
    """Yield the names that a pack has of each of KINDS, in this order."""
    modules = [module for track in pack.tracks for module in track.modules]
    yield (pack.id,)
    yield tuple(pack.labs)
    yield tuple(lab.code for lab in pack.labs.values())
    yield tuple(unit.id for module in modules for unit in module.units)
    yield tuple(module.id for module in modules)
    yield tuple(pack.lessons)
    yield tuple(pack.exhibits)
    yield tuple(pack.exercises)
    yield tuple(pack.cases)
    yield tuple(principle.id for principle in pack.principles)
    yield tuple(principle.set for principle in pack.principles)
    yield tuple(str(uuid) for uuid, _ in uuids_of(pack))
