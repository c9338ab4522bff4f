"""What checklist.toml holds: what to look for in one's own code after a lab, and which linters find it."""

from dataclasses import dataclass
from typing import Annotated

from quintain.packs.constraints import Doc, FilePath, Pattern, Slug, Words

RuffId = Annotated[str, Pattern(r"[A-Z]+[0-9]+", "a rule of Ruff such as S608")]
BanditId = Annotated[str, Pattern(r"B[0-9]{3}", "a test of Bandit such as B608")]
SemgrepId = Annotated[
    str,
    Pattern(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+", "a rule of Semgrep's registry such as python.lang.security.x.y"),
]


@dataclass(frozen=True, slots=True)
class LabCheck:
    """What to look for in one's own code after a lab: a row of checklist.toml.

    ``note`` says what the rules miss, or why there is none.
    """

    lab: Annotated[Slug, Doc("A lab of the pack.")]
    ask: Annotated[Words, Doc("A question about one's own code whose good answer is yes, inline Markdown.")]
    note: Annotated[Words, Doc("What the rules miss, or why no rule finds it, inline Markdown.")]
    ruff: Annotated[tuple[RuffId, ...], Doc("Rules of Ruff that report it.")] = ()
    bandit: Annotated[tuple[BanditId, ...], Doc("Tests of Bandit that report it.")] = ()
    semgrep: Annotated[tuple[SemgrepId, ...], Doc("Rules of Semgrep's registry that report it.")] = ()
    seen_in: Annotated[
        tuple[FilePath, ...], Doc("Files of the pack in which each rule of Ruff and Bandit reports something.")
    ] = ()
