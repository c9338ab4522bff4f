"""Every number is sent through every way again."""

from .recording import data_of, script_of


def test_every_step_does_again_what_was_recorded() -> None:
    """ctypes, struct and NumPy answer as they did."""
    again = script_of("cast-pipeline")["record"]()

    assert again["cases"] == data_of("cast-pipeline")["cases"]


def test_only_struct_and_a_new_array_never_change_a_number() -> None:
    """All other ways change at least one of the numbers."""
    cases = data_of("cast-pipeline")["cases"]
    changed = {case["way"] for case in cases if any(step["lamp"] in {"changed", "warned"} for step in case["steps"])}

    assert {case["way"] for case in cases} - changed == {"struct", "array"}
    assert {case["way"] for case in cases if any(step["lamp"] == "warned" for step in case["steps"])} == {"scalar"}
