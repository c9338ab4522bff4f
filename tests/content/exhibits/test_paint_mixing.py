"""The agreements between app, attacker and server are run again."""

from .recording import data_of, script_of


def test_every_agreement_ends_again_as_recorded() -> None:
    """The keys of the exhibit are fixed, so that every colour is the same."""
    data = data_of("paint-mixing")

    assert script_of("paint-mixing")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_a_signature_over_both_keys_stops_every_attacker() -> None:
    """Against somebody who only listens, no check is needed."""
    reads: dict[str, set[str]] = {}
    for scene in data_of("paint-mixing")["scenes"]:
        reads.setdefault(scene["check"], set()).update({scene["attacker"]} if scene["outcome"] == "reads" else set())

    assert [check for check, attackers in reads.items() if not attackers] == ["server signs both keys"]
    assert all("listens" not in attackers for attackers in reads.values())


def test_colours_that_are_the_same_are_the_same_secret() -> None:
    """App and server share a colour exactly where nobody is in between."""
    for scene in data_of("paint-mixing")["scenes"]:
        secrets = scene["secrets"]

        assert (secrets["app"] == secrets["server"] != []) == (scene["outcome"] == "safe")
        assert set(secrets["app"]) <= set(secrets["attacker"]) or scene["outcome"] != "reads"
