"""Every envelope is attacked again."""

from .recording import data_of, script_of


def test_every_attack_ends_again_as_recorded() -> None:
    """Keys are new each time; which attacks succeed, and why the others are refused, is the same."""
    data = data_of("envelope")

    assert script_of("envelope")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_no_attack_succeeds_against_all_steps() -> None:
    """Without a signature, every envelope has an attack; with all steps, none succeeds."""
    envelopes = data_of("envelope")["envelopes"]

    assert len(envelopes) == 24
    assert all(any(each["gains"]) for each in envelopes if not each["signed"])
    assert [each for each in envelopes if each["signed"] and each["fresh"] and any(each["gains"])] == []
