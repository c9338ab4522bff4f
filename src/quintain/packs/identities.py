"""What a pack is known by: its uuid, and the uuids by which the work of learners finds its lab or question again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from quintain.packs.model.pack import Pack


@dataclass(frozen=True, slots=True)
class Identity:
    """A pack by its uuid, which stays when the pack is renamed or published again.

    ``uuids`` has all uuids of the pack, its own among them, and says in words what each belongs to.
    """

    uuid: UUID
    name: str
    root: Path
    uuids: Mapping[UUID, str]


def identities_of(pack: Pack) -> tuple[Identity, ...]:
    """Return the identity of a pack, and those of the packs that were joined to it; no uuid is in two of them."""
    joined = tuple(Identity(each.uuid, each.id, each.root, dict(uuids_of(each))) for each in pack.joined)
    theirs = {uuid for each in joined for uuid in each.uuids}
    own = {uuid: words for uuid, words in uuids_of(pack) if uuid not in theirs}
    return (Identity(pack.uuid, pack.id, pack.root, own), *joined)


def uuids_of(pack: Pack) -> Iterator[tuple[UUID, str]]:
    """Yield all uuids of a pack, and in words what each belongs to."""
    yield pack.uuid, f"pack {pack.id}"
    for slug, lab in pack.labs.items():
        yield lab.uuid, f"lab {slug}"
    for slug, lesson in pack.lessons.items():
        yield lesson.uuid, f"lesson {slug}"
        for question in lesson.questions:
            yield question.uuid, f"question {question.uuid} of the lesson {slug}"
    for slug, case in pack.cases.items():
        yield case.uuid, f"case {slug}"
    for asked in pack.assessment:
        yield asked.uuid, f"question {asked.uuid} of the entry and exit test"
    for slug, exercise in pack.exercises.items():
        yield exercise.uuid, f"exercise {slug}"
        for element in exercise.elements:
            yield element.uuid, f"element {element.uuid} of the exercise {slug}"
