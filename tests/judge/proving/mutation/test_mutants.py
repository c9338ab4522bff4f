"""Mutants have names that last, compile, and are none of the sound fixes."""

import ast
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.proving.mutation.mutants import mutants_of
from tests.judge.proving.mutation.test_operators import CASES, lab_with, mutants

TEXT = "def f(x):\n    if x == 'a':\n        raise ValueError\n    g(x)\n    return 1\n"


def test_names_outlive_edits_elsewhere() -> None:
    """Another comment, layout or function above changes line numbers, and no signature."""
    before = {mutant.signature for mutant in mutants(TEXT)}
    after = mutants('"""More."""\n\n\ndef other():\n    return 2\n\n\n' + TEXT.replace("x ==", "x   ==  ") + "# end\n")
    assert before
    assert before == {mutant.signature for mutant in after}
    assert {mutant.line for mutant in after} != {mutant.line for mutant in mutants(TEXT)}


def test_the_same_change_in_two_places_has_two_names() -> None:
    """A mark must not cover a second place by accident."""
    text = "def f(x):\n    g(x.strip())\n    h()\n    g(x.strip())\n"
    signatures = [mutant.signature for mutant in mutants(text)]
    assert len(signatures) == len(set(signatures)) == 2
    assert signatures[1] == f"{signatures[0]}-2"


def test_no_mutant_equals_a_sound_fix_or_another_mutant() -> None:
    """Both would be judged in vain."""
    lab = lab_with("def f(a, b):\n    return a and b\n")
    (fix,) = lab.sound_fixes
    other = replace(fix, name="other", files={"notes.py": "def f(a, b):\n    # the same\n    return (a or b)\n"})
    found = [mutant.text for mutant in mutants_of(replace(lab, fixes=(fix, other)), fix)]
    assert "def f(a, b):\n    return a or b\n" not in found
    assert len({ast.dump(ast.parse(text)) for text in found}) == len(found) == 2


def test_what_is_told_on_a_refusal_is_left_as_it_is() -> None:
    """Another message for someone who is refused weakens nothing, and neither does another way to begin."""
    told = "import sys\n\n\ndef f(x):\n    if x:\n        raise ValueError(f'{x!r}')\n    sys.exit(x.strip())\n"
    begun = "if __name__ == '__main__':\n    f(1)\n"
    changed = {mutant.operator for mutant in mutants(told + begun)}
    assert changed.isdisjoint({"conversion-dropped", "escape-dropped", "equality-loosened"})
    assert "guard-dropped" in changed


def test_the_diff_shows_the_change_alone() -> None:
    """Layout and comments around it stay."""
    (mutant,) = (each for each in mutants("def f(x):  # hot\n    return  g( x.strip() )\n"))
    removed = [line for line in mutant.diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    added = [line for line in mutant.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert (removed, added) == (["-    return  g( x.strip() )"], ["+    return  g( x )"])


@given(st.lists(st.sampled_from([text for _, text, _ in CASES]), min_size=1, max_size=3))
def test_whatever_is_mutated_compiles(texts: list[str]) -> None:
    """A mutant that does not even start would say nothing about the attacks."""
    for mutant in mutants("\n\n".join(texts)):
        compile(mutant.text, "mutant", "exec")
        assert mutant.text != "\n\n".join(texts)
