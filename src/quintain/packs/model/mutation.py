"""What mutation.json holds: how many mutants of a lab's fixes the judge sees through."""

from dataclasses import dataclass
from typing import Annotated

from quintain.packs.constraints import Doc, MutantSignature, Slug


@dataclass(frozen=True, slots=True)
class EquivalentMutant:
    """A mutant that is as secure as the fix that it was made from, and why: a row ``[[mutants]]``.

    What ``fix`` or ``signature`` leaves out stands for all fixes, or for all mutants of the operator.
    """

    operator: Annotated[Slug, Doc("The operator, as quintain mutate prints it.")]
    why: Annotated[str, Doc("Why no attack could tell the mutant from the fix.")]
    fix: Annotated[Slug, Doc("The sound fix; empty is all of them.")] = ""
    signature: Annotated[MutantSignature, Doc("The mutant, as quintain mutate prints it; empty is all.")] = ""


@dataclass(frozen=True, slots=True)
class MutantName:
    """A mutant of a sound fix; ``line`` is where it stood when it was judged."""

    fix: str
    operator: str
    signature: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class MutationRun:
    """What ``quintain mutate`` has found: of which content, how many were made, and what became of those not killed.

    ``set_aside`` were marked as equivalent, and so not judged.
    """

    digest: str
    made: int
    survivors: tuple[MutantName, ...]
    errors: tuple[MutantName, ...]
    set_aside: tuple[MutantName, ...]
