"""Every name is walked again, and both versions of the endpoint are asked again."""

from .recording import data_of, script_of


def test_every_walk_ends_again_as_recorded() -> None:
    """The folder is made again and all names are walked; nothing but the interpreter's version may differ."""
    data = data_of("path-walker")

    assert script_of("path-walker")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_the_fixed_version_refuses_what_ends_outside_and_nothing_else() -> None:
    """Names with dots that stay in the folder are answered by both versions; outside, only the old one answers."""
    walks = data_of("path-walker")["walks"]
    inside = [walk for walk in walks if walk["steps"][-1]["inside"]]
    outside = [walk for walk in walks if not walk["steps"][-1]["inside"]]

    assert "2026/../scales.txt" in [walk["name"] for walk in inside]
    assert all(walk["before"] == walk["after"] != "404" for walk in inside)
    assert all(walk["before"] != walk["after"] == "404" for walk in outside)
    assert outside
