"""Three generators draw again, and the attacks are run again on what they draw."""

from .recording import data_of, script_of


def test_each_attack_needs_as_many_codes_as_recorded() -> None:
    """The codes of random and secrets are new in each run; how many of them an attack needs is not."""
    recorded, again = data_of("mt-clone"), script_of("mt-clone")["record"]()

    assert again["tables"] == recorded["tables"]


def test_624_codes_give_the_rest_and_623_do_not() -> None:
    """The clone goes on rightly for the two generators of random, and wrongly for the operating system."""
    clone = script_of("mt-clone")["clone"]
    generators = data_of("mt-clone")["generators"]

    assert [each["needs"] for each in generators] == [624, 1, None]
    for each in generators:
        outputs = [int(each["outputs"][at : at + 8], 16) for at in range(0, len(each["outputs"]), 8)]
        copy = clone(outputs[:624])
        guessed = "".join(f"{copy.getrandbits(32):08x}" for _ in outputs[624:])
        assert clone(outputs[:623]) is None
        assert guessed == each["guesses"]
        assert each["outputs"].endswith(guessed) == (each["needs"] is not None)
