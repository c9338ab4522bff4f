"""Files of a lab are read once, their asserts speak, and their mistakes are found before any box opens."""

from pathlib import Path

import pytest

from quintain.judge.errors import LabBroken
from quintain.judge.loading import find_tests, load, place_of, read, title_of, values_of, variants_of
from quintain.judge.worker.assertions import explanation_of, gist_of


def write(folder: Path, text: str, name: str = "test_it.py") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_tests_are_found_without_running_them(tmp_path: Path) -> None:
    """Order of files and lines, titles from docstrings or names, and nothing is executed."""
    write(tmp_path, "def test_b(canary, box):\n    '''It works.\n\n    Really.'''\nraise ValueError\n", "test_2.py")
    write(tmp_path, "def plain(x): ...\ndef test_long_name(box): ...\ndef test_a(): ...\n", "test_1.py")
    write(tmp_path, "def test_hidden(box): ...\n", "hidden.py")
    assert [(case.script.name, case.function, case.title, case.needs) for case in find_tests(tmp_path)] == [
        ("test_1.py", "test_long_name", "Long name", ("box",)),
        ("test_1.py", "test_a", "A", ()),
        ("test_2.py", "test_b", "It works", ("canary", "box")),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def test_a(box, tmp_path): ...", "test_it.py:1: test_a asks for tmp_path"),
        ("async def test_a(box): ...", "asks for to be awaited"),
        ("def test_a(:", "no Python"),
    ],
)
def test_test_that_cannot_run_is_a_mistake(tmp_path: Path, text: str, message: str) -> None:
    """It would be silently left out otherwise."""
    write(tmp_path, text)
    with pytest.raises(LabBroken, match=message):
        find_tests(tmp_path)


def test_failed_assert_explains_itself(tmp_path: Path) -> None:
    """As in pytest: the values, and where they come from."""
    path = write(
        tmp_path, "def size(x):\n    return len(x)\n\ndef test_a():\n    assert size('abc') == 4, 'too small'\n"
    )
    with pytest.raises(AssertionError) as caught:
        load(read(path))["test_a"]()
    assert "assert 3 == 4" in explanation_of(caught.value)
    assert "where 3 = " in explanation_of(caught.value)
    assert gist_of(explanation_of(caught.value)) == "too small: expected 4, got 3"
    assert place_of(caught.value, tmp_path) == "test_it.py:5"


def test_each_load_is_a_namespace_of_its_own(tmp_path: Path) -> None:
    """What one run leaves behind, no other run sees."""
    script = read(write(tmp_path, "seen = []\n"))
    load(script)["seen"].append(1)
    assert load(script)["seen"] == []


def test_script_is_what_it_was_when_read(tmp_path: Path) -> None:
    """An author who saves while the judge works changes the next verdict, not this one."""
    path = write(tmp_path, "value = 1\n")
    script = read(path)
    path.write_text("value = 2\n")
    assert load(script)["value"] == 1


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("def attack(box, canary, rng): ...", ("",)),
        ("variants = {'a': 1, 'b': None}\ndef attack(box, canary, rng, v): ...", ("a", "b")),
    ],
)
def test_variants_are_named(tmp_path: Path, text: str, variants: tuple[str, ...]) -> None:
    """An attack without variants is its own only one."""
    assert variants_of(read(write(tmp_path, text)), 1) == variants


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no function attack"),
        ("variants = {}\ndef attack(): ...", "must be a dictionary"),
        ("variants = ['a']\ndef attack(): ...", "must be a dictionary"),
        ("variants = {1: 2}\ndef attack(): ...", "must be a dictionary"),
        ("1 / 0", "ZeroDivisionError"),
        ("samples = {'a': 1}\ndef attack(): ...", r"must be a function samples\(rng\)"),
        ("def samples(rng): return ['a']\ndef attack(): ...", "samples must return a dictionary"),
        ("def samples(rng): return {}\ndef attack(): ...", "samples must return a dictionary"),
        (
            "def samples(rng): return dict.fromkeys('abcdefghi')\ndef attack(): ...",
            "draws 9; a verdict tries 8 at most",
        ),
        (
            "variants = {'drawn: a': 1}\ndef samples(rng): return {'a': 2}\ndef attack(): ...",
            "begins as the names of samples",
        ),
    ],
)
def test_attack_that_cannot_be_tried_is_a_mistake(tmp_path: Path, text: str, message: str) -> None:
    """An attack without variants to try would be repelled by nothing."""
    with pytest.raises(LabBroken, match=message):
        variants_of(read(write(tmp_path, text)), 1)


SAMPLES = "variants = {'a': 0}\ndef samples(rng): return {f'n{rng.randrange(10**9)}': rng.random()}\ndef attack(): ..."


def test_samples_are_drawn_from_the_seed(tmp_path: Path) -> None:
    """The same seed draws the same names and values, behind the enumerated ones; another seed draws others."""
    script = read(write(tmp_path, SAMPLES))
    assert variants_of(script, 7) == variants_of(script, 7) == tuple(values_of(script, load(script), 7))
    assert variants_of(script, 7)[0] == variants_of(script, 8)[0] == "a"
    assert variants_of(script, 7)[1] != variants_of(script, 8)[1]
    assert values_of(script, load(script), 7) == values_of(script, load(script), 7)


def test_missing_file_is_a_mistake(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(LabBroken, match=r"control\.py cannot be read"):
        read(tmp_path / "control.py")


@pytest.mark.parametrize(
    ("function", "docstring", "title"),
    [
        ("test_clerk_signs_in", None, "Clerk signs in"),
        ("test_x", "Clerks sign in.\n\nMore.", "Clerks sign in"),
        ("test_x", "  \n", "X"),
    ],
)
def test_titles(function: str, docstring: str | None, title: str) -> None:
    """A learner reads words."""
    assert title_of(function, docstring) == title
