"""Every attack meets every set of layers again."""

import pytest

from .recording import data_of, script_of


@pytest.mark.whole
def test_every_attack_ends_again_as_recorded() -> None:
    """All eight attacks and all honest wishes, with all 64 sets of layers."""
    recorded, again = data_of("layers"), script_of("layers")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_every_attack_is_stopped_by_a_layer_or_does_its_one_harm() -> None:
    """The drawing knows two ends of a line, so there is no third; what stops it stands at or behind its door."""
    data = data_of("layers")
    names = [layer["name"] for layer in data["layers"]]
    for each in data["attacks"]:
        behind = names[names.index(each["door"]) :]
        assert set(each["outcomes"]) == {each["harm"], *each["alone"]}
        assert set(each["alone"]) <= set(behind)


def test_no_layer_can_be_spared() -> None:
    """All layers together stop everything and grant all wishes; whichever is taken out, one attack does harm."""
    data = data_of("layers")
    everything = (1 << len(data["layers"])) - 1
    harm = [
        sum(each["outcomes"][number] == each["harm"] for each in data["attacks"]) for number in range(everything + 1)
    ]

    assert (harm[0], harm[everything], data["granted"][everything]) == (8, 0, 3)
    assert [harm[everything ^ 1 << bit] for bit in range(len(data["layers"]))] == [1] * 6
