"""The program is given its token again in every way, and every place is searched again."""

from .recording import data_of, script_of


def test_every_place_is_searched_again_and_holds_what_was_recorded() -> None:
    """Which places hold the token is the same in each run; the bytes around it depend on the interpreter."""
    recorded, again = data_of("secret-footprint"), script_of("secret-footprint")["record"]()

    assert again["tables"] == recorded["tables"]
    for way, way_again in zip(recorded["ways"], again["ways"], strict=True):
        assert (way["name"], way["code"]) == (way_again["name"], way_again["code"])


def test_each_step_of_the_fix_leaves_fewer_copies() -> None:
    """A secret from a file is in fewer places than one in the source, a masked one in the fewest."""
    counts = {
        way["name"]: sum(found is not None for found in way["found"].values())
        for way in data_of("secret-footprint")["ways"]
    }

    assert (counts["in the source"], counts["removed before the build"], counts["environment"]) == (5, 4, 4)
    assert (counts["file"], counts["file, and masked"]) == (2, 1)
