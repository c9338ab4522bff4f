"""uv chooses between two indexes again."""

import pytest

from .recording import data_of, script_of


@pytest.mark.whole
def test_uv_chooses_the_same_packages_again() -> None:
    """The four commands of uv, with the attacker's higher version; pip would need an environment of its own."""
    script, data = script_of("two-indexes"), data_of("two-indexes")
    with script["serve"](["99.0.0"]) as url:
        again = [
            script["choose"](tool, arguments, url, "unused")
            for tool, arguments in script["COMMANDS"].values()
            if tool == "uv"
        ]

    assert again == data["outcomes"]["higher"][-len(again) :]


def test_only_what_says_whose_package_it_is_holds_in_every_case() -> None:
    """Hashes, one index, our index first, and a delay of some days; the others fail at least once."""
    data = data_of("two-indexes")
    safe = {
        each["name"]
        for index, each in enumerate(data["commands"])
        if {owners[index] for owners in data["outcomes"].values()} == {"our"}
    }

    assert safe == {
        "pip, --extra-index-url, hashes",
        "pip, only our index",
        "uv, our index first",
        "uv, unsafe-best-match, exclude-newer",
    }
