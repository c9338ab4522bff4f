"""The mutation score of a lab: how many mutants of its sound fixes were refused, in ``mutation.json``.

``quintain mutate`` writes the file. It holds the digest of what was judged: the starter, the tests, the attacks and the
sound fixes. The marks ``[[mutants]]`` are applied when the score is read, so a new mark needs no new run.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from quintain.packs import proofs
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import MODEL, Expectation, Lab, Status
from quintain.packs.model.mutation import EquivalentMutant, MutantName, MutationRun

SHEET: Final = "mutation.json"
LEAST_PERCENT: Final = 95.0
JUDGED: Final = proofs.JUDGED - {"fixes", MODEL}
TIMING: Final = "digest-compared"  # an operator whose mutants differ in their timing alone
TIMING_CWE: Final = "CWE-208"


@dataclass(frozen=True, slots=True)
class MutationScore:
    """The mutants of a lab, counted. ``survivors`` are neither killed nor marked; errors count as neither."""

    killed: int
    survivors: tuple[MutantName, ...]
    equivalent: int
    errors: int
    is_fresh: bool

    @property
    def percent(self) -> float:
        """Killed of those that are not equivalent, 0 to 100; 100 where there is none."""
        judged = self.killed + len(self.survivors)
        return 100 * self.killed / judged if judged else 100.0

    def __str__(self) -> str:
        return f"{int(self.percent)} %" if self.is_fresh else f"({int(self.percent)} %)"


def mutated_digest(draft: LabDraft, lock: Mapping[str, str]) -> str:
    """Return the digest of everything that the verdicts on mutants depend on."""
    sheet = draft.sheet
    sound = tuple(f"fixes/{fix.name}/" for fix in sheet.fixes if fix.expect is Expectation.PROVEN)
    files = [
        (path, text)
        for path, text in draft.tree.items()
        if path.split("/")[0] in JUDGED or (sound and path.startswith(sound))
    ]
    return proofs.digest_with(draft, lock, files, {"exploits": sorted(exploit.name for exploit in sheet.exploits)})


def mark_of(lab: Lab, mutant: MutantName) -> str:
    """Return why a mutant is marked as equivalent, or nothing."""
    if mutant.operator == TIMING and TIMING_CWE not in lab.cwe:
        return "It differs in its timing alone, and the lab judges no timing."
    return next((mark.why for mark in lab.mutants if _fits(mark, mutant)), "")


def _fits(mark: EquivalentMutant, mutant: MutantName) -> bool:
    return (
        mark.operator == mutant.operator and mark.fix in {"", mutant.fix} and mark.signature in {"", mutant.signature}
    )


def score_of(lab: Lab, run: MutationRun | None = None) -> MutationScore | None:
    """Count a run of ``quintain mutate``, that of the lab's folder if no other is given; None if there is none."""
    run = run or lab.mutation
    if run is None:
        return None
    marked = [mutant for mutant in (*run.survivors, *run.set_aside) if mark_of(lab, mutant)]
    survivors = tuple(mutant for mutant in run.survivors if mutant not in marked)
    unjudged = [mutant for mutant in run.set_aside if mutant not in marked]
    killed = run.made - len(run.survivors) - len(run.errors) - len(run.set_aside)
    fresh = run.digest == lab.mutated and not unjudged
    return MutationScore(killed, survivors, len(marked), len(run.errors), fresh)


def hold(draft: LabDraft, lab: Lab) -> None:
    """Ask a live lab for a score that is fresh and high enough."""
    if lab.status is not Status.LIVE or not lab.is_fixed:
        return
    score, path = score_of(lab), draft.shown / SHEET
    if score is None:
        draft.collector.add("lab.W003", "The lab has no mutation score.", path=path)
    elif not score.is_fresh:
        draft.collector.add("lab.W003", "The lab was changed since its mutation score was measured.", path=path, line=1)
    elif score.percent < LEAST_PERCENT:
        message = f"{score.percent:.1f} % of the mutants are killed; a live lab needs {LEAST_PERCENT:g} %."
        draft.collector.add("lab.W004", f"{message} {len(score.survivors)} survive.", path=path, line=1)


def read_run(text: str) -> MutationRun | None:
    """Read what was measured; what ``quintain mutate`` would not have written is nothing."""
    try:
        run = json.loads(text)
        return MutationRun(
            str(run["digest"]),
            int(run["made"]),
            _names(run["survivors"]),
            _names(run["errors"]),
            _names(run["set_aside"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _names(rows: Sequence[Mapping[str, Any]]) -> tuple[MutantName, ...]:  # Any: the values of JSON
    return tuple(
        MutantName(str(row["fix"]), str(row["operator"]), str(row["signature"]), str(row["path"]), int(row["line"]))
        for row in rows
    )


def write_run(lab: Lab, run: MutationRun) -> Path:
    """Write what was measured beside the lab.

    Raises:
        OSError: the folder cannot be written.

    """
    values = {
        "digest": run.digest,
        "made": run.made,
        "survivors": _rows(run.survivors),
        "errors": _rows(run.errors),
        "set_aside": _rows(run.set_aside),
    }
    path = lab.folder / SHEET
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return path


def _rows(names: Iterable[MutantName]) -> list[dict[str, object]]:
    return [asdict(name) for name in sorted(names, key=lambda name: (name.fix, name.path, name.line, name.signature))]
