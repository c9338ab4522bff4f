"""A proof holds for what was judged, and for nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quintain.packs import Lab, Proof, load_lab, write_proof
from quintain.packs.proofs import read_proof
from tests.packs.conftest import Folder

FOUND = {"contains-dots": frozenset({"up", "root"}), "locks-down": frozenset({"test_notes.py::test_note"})}
FOLDER = "labs/notes"


def proven(pack: Folder) -> Lab:
    write_proof(load_lab(pack.root / FOLDER), FOUND)
    return load_lab(pack.root / FOLDER)


def test_proof_that_was_written_is_read(pack: Folder) -> None:
    """What rejected each fix comes back, and the file is no stray."""
    assert not load_lab(pack.root / FOLDER).is_proven
    lab = proven(pack)
    assert lab.is_proven
    assert lab.proof == Proof(lab.judged, FOUND)
    assert pack.problems() == ()


def test_proof_does_not_make_another_lab(pack: Folder) -> None:
    """Learners' work goes on when the very same lab is proven again."""
    before = load_lab(pack.root / FOLDER).digest
    assert proven(pack).digest == before


def test_proof_leaves_other_links_to_the_old_one_as_they_are(pack: Folder) -> None:
    """The installer makes a course of hard links into its cache (uv), which has to stay what was downloaded."""
    path = proven(pack).folder / "proof.json"
    (cached := pack.root.parent / "cached").hardlink_to(path)
    before = cached.read_text()
    starter = pack.root / FOLDER / "starter/notes.py"
    starter.write_text(starter.read_text() + "# changed\n")
    assert proven(pack).is_proven
    assert cached.read_text() == before != path.read_text()


@pytest.mark.parametrize("path", ["tests", "exploits", "starter", "fixes"])
def test_change_of_what_is_judged_voids_it(pack: Folder, path: str) -> None:
    """A test, an attack, the starter, a fix: with another one the judge was never tried."""
    proven(pack)
    changed = next(file for file in sorted((pack.root / FOLDER / path).rglob("*.py")))
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert not load_lab(pack.root / FOLDER).is_proven


def test_change_of_expectations_and_limits_voids_it(pack: Folder) -> None:
    """What lab.toml says of a verdict counts."""
    proven(pack)
    pack.edit(f"{FOLDER}/lab.toml", 'profile = "function"', 'profile = "function"\nlimits = { wall_seconds = 3 }')
    assert not load_lab(pack.root / FOLDER).is_proven


def test_change_of_words_leaves_it(pack: Folder) -> None:
    """Another hint or number of minutes is another text, and no other lab."""
    proven(pack)
    pack.edit(f"{FOLDER}/lab.toml", "minutes = 15", "minutes = 20")
    (pack.root / FOLDER / "debrief.md").write_text("## Why\n\nOtherwise.\n", encoding="utf-8")
    assert load_lab(pack.root / FOLDER).is_proven


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"digest": 1}', '{"digest": "x", "signatures": []}', "[" * 5000, '{"a": NaN}']
)
def test_what_check_did_not_write_is_no_proof(text: str) -> None:
    """A broken file counts as none."""
    assert read_proof(text) is None


@given(
    some.recursive(
        some.none() | some.booleans() | some.text(max_size=5),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(some.sampled_from(["digest", "signatures", "x"]), inner, max_size=3)
        ),
    )
)
def test_no_json_breaks_the_reading(value: object) -> None:
    """Whatever stands in the file, the answer is a proof or none."""
    assert isinstance(read_proof(json.dumps(value)), Proof | None)
