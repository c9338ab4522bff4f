"""Sums that leave their width are asked again."""

import importlib.util

import pytest

from .recording import data_of, script_of


def test_sums_are_those_of_ctypes_and_struct() -> None:
    """All 64 sums, asked again of what comes with Python."""
    dial = script_of("wrap-dial")
    cases = data_of("wrap-dial")["cases"]

    assert [(case["width"], int(case["start"]), int(case["add"])) for case in cases] == list(dial["sums"]())
    for case in cases:
        asked = case["width"], int(case["start"]), int(case["add"])
        assert case["int"] == str(asked[1] + asked[2])
        assert case["ctypes"] == str(dial["by_ctypes"](*asked))
        assert case["struct"] == dial["by_struct"](*asked)


def test_numpy_wraps_as_ctypes_does_and_only_its_scalars_warn() -> None:
    """What NumPy answered agrees with ctypes; a warning stands exactly where a sum left its width."""
    for case in data_of("wrap-dial")["cases"]:
        assert case["array"] == case["ctypes"]
        assert case["scalar"] == case["ctypes"] + (", RuntimeWarning" if case["ctypes"] != case["int"] else "")


@pytest.mark.skipif(importlib.util.find_spec("numpy") is None, reason="NumPy is no part of the classroom")
def test_numpy_answers_again_as_recorded() -> None:
    """Where NumPy is at hand, it is asked again."""
    again = script_of("wrap-dial")["record"]()

    assert again["cases"] == data_of("wrap-dial")["cases"]
