"""The link is extended again, for each guess and each way to compute the tag."""

from .recording import data_of, script_of


def test_every_guess_is_made_again_with_the_same_blocks_and_tags() -> None:
    """The key of the exhibit is fixed, so every byte is the same."""
    recorded, again = data_of("extension-blocks"), script_of("extension-blocks")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_only_the_plain_hash_is_extended_and_only_by_the_right_guess() -> None:
    """A key of 20 bytes is guessed once; every other way to compute the tag refuses all guesses."""
    data = data_of("extension-blocks")
    accepted = {
        scheme["name"]: [
            guess["key_bytes"]
            for guess, (computed, right) in zip(data["guesses"], scheme["tags"], strict=True)
            if computed == right
        ]
        for scheme in data["schemes"]
    }

    assert accepted.pop("sha256(key + link)") == [20]
    assert set(map(tuple, accepted.values())) == {()}
    guess = next(each for each in data["guesses"] if each["key_bytes"] == 20)
    assert guess["states"][0] == data["schemes"][0]["tag"]
