"""The mutation score: kept beside the lab, read with its marks, and stale once what was judged has changed."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from quintain.packs import load_lab, load_pack
from quintain.packs.coverage import coverage_of
from quintain.packs.model.mutation import EquivalentMutant, MutantName, MutationRun
from quintain.packs.mutations import mark_of, read_run, score_of, write_run
from tests.packs.conftest import Folder

LAB = "labs/notes"
SHEET = f"{LAB}/lab.toml"
ONE = MutantName("contained", "guard-dropped", "0123456789", "notes.py", 7)
TWO = MutantName("contained", "escape-dropped", "abcdef0123", "notes.py", 9)


def run(pack: Folder, survivors: Sequence[MutantName] = (), aside: Sequence[MutantName] = (), made: int = 20) -> None:
    lab = load_lab(pack.root / LAB)
    write_run(lab, MutationRun(lab.mutated, made, tuple(survivors), (), tuple(aside)))


def mark(pack: Folder, name: MutantName) -> None:
    sheet = (pack.root / SHEET).read_text(encoding="utf-8")
    row = f'\n[[mutants]]\noperator = "{name.operator}"\nsignature = "{name.signature}"\nwhy = "Equal."\n'
    (pack.root / SHEET).write_text(sheet + row, encoding="utf-8")


def warned(pack: Folder) -> list[tuple[str, str]]:
    return [(problem.id, problem.message) for problem in pack.problems() if problem.id in {"lab.W003", "lab.W004"}]


def test_what_is_written_is_read(pack: Folder) -> None:
    """The file gives back the run, and is no part of what the lab is."""
    before = load_lab(pack.root / LAB)
    run(pack, [ONE, TWO])
    lab = load_lab(pack.root / LAB)
    assert lab.mutation == MutationRun(lab.mutated, 20, (ONE, TWO), (), ())
    assert (lab.digest, lab.judged) == (before.digest, before.judged)
    score = score_of(lab)
    assert score is not None
    assert (score.killed, score.percent, str(score)) == (18, 90.0, "90 %")


def test_a_live_lab_needs_a_score_that_is_fresh_and_high(pack: Folder) -> None:
    """Missing, low and stale scores are warnings of their own."""
    pack.edit(SHEET, 'status = "draft"', 'status = "live"')
    assert warned(pack) == [("lab.W003", "The lab has no mutation score.")]
    run(pack, [ONE, TWO])
    assert warned(pack) == [
        ("lab.W004", "90.0 % of the mutants are killed; a live lab needs 95 %. 2 survive."),
    ]
    run(pack, [ONE])
    assert warned(pack) == []
    control = pack.root / LAB / "exploits/control.py"
    control.write_text(control.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert warned(pack) == [("lab.W003", "The lab was changed since its mutation score was measured.")]


def test_words_and_wrong_fixes_keep_the_score(pack: Folder) -> None:
    """No verdict on a mutant depends on them."""
    run(pack)
    lab = load_lab(pack.root / LAB)
    pack.edit(SHEET, "minutes = 15", "minutes = 16")
    folder = pack.root / LAB / "fixes" / lab.wrong_fixes[0].name
    path = next(folder.rglob("*.py"))
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert load_lab(pack.root / LAB).mutated == lab.mutated


def test_a_mark_needs_no_new_run(pack: Folder) -> None:
    """A survivor that is marked counts as equivalent at once; without its mark, what was set aside is stale."""
    run(pack, [ONE, TWO])
    mark(pack, ONE)
    score = score_of(load_lab(pack.root / LAB))
    assert score is not None
    assert (score.killed, score.survivors, score.equivalent, score.is_fresh) == (18, (TWO,), 1, True)
    run(pack, [], [ONE])
    pack.edit(SHEET, ONE.signature, "9999999999")
    score = score_of(load_lab(pack.root / LAB))
    assert score is not None
    assert (score.is_fresh, str(score)) == (False, "(100 %)")


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        (EquivalentMutant("guard-dropped", "Equal."), True),
        (EquivalentMutant("guard-dropped", "Equal.", fix="contained"), True),
        (EquivalentMutant("guard-dropped", "Equal.", fix="other"), False),
        (EquivalentMutant("guard-dropped", "Equal.", signature="0123456789"), True),
        (EquivalentMutant("guard-dropped", "Equal.", signature="0123456789-2"), False),
        (EquivalentMutant("escape-dropped", "Equal."), False),
    ],
)
def test_a_mark_fits_by_operator_fix_and_signature(pack: Folder, row: EquivalentMutant, *, fits: bool) -> None:
    """What a row leaves out stands for all."""
    lab = replace(load_lab(pack.root / LAB), mutants=(row,))
    assert bool(mark_of(lab, ONE)) == fits


def test_timing_counts_where_the_lab_is_about_it(pack: Folder) -> None:
    """A plain comparison of digests is equivalent, unless CWE-208 is what the lab is about."""
    lab, name = load_lab(pack.root / LAB), replace(ONE, operator="digest-compared")
    assert mark_of(lab, name)
    assert not mark_of(replace(lab, cwe=("CWE-208",)), name)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"digest": 1}', "[" * 9999, json.dumps({"digest": "a", "made": "x"})]
)
def test_a_damaged_file_is_no_score(text: str) -> None:
    """It is as good as missing."""
    assert read_run(text) is None


def test_the_coverage_shows_the_score(pack: Folder) -> None:
    """Beside the lab's code, in a column of its own."""
    run(pack, [ONE])
    entry = coverage_of(load_pack(pack.root)).topics[0]
    assert entry.labs[0].killed == "95 %"
    assert "Z01 95 %" in entry.cells
