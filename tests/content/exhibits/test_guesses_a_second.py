"""Five hashes were measured, and multiplied by numbers that can be computed again."""

from typing import Any

import pytest

from .recording import data_of, script_of

NAME = "guesses-a-second"


@pytest.fixture(scope="module")
def kinds() -> dict[str, Any]:  # as it stands in the file
    return {each["name"]: each for each in data_of(NAME)["kinds"]}


def test_the_tables_are_those_of_the_data() -> None:
    """The tables show the times that were measured, and the products."""
    data = data_of(NAME)

    assert script_of(NAME)["tables"](data) == data["tables"]
    assert [(each["title"], int(each["count"])) for each in data["secrets"]] == script_of(NAME)["SECRETS"]


def test_a_password_hash_costs_a_hundred_thousand_fast_ones(kinds: dict[str, Any]) -> None:
    """MD5 and SHA-256 need less than a microsecond or so, and the other three tenths of a second."""
    fast = max(kinds["md5"]["core"], kinds["sha256"]["core"])

    assert fast < 5e-6
    assert min(kinds[name]["core"] for name in ("pbkdf2", "scrypt", "argon2")) > 1e4 * fast


def test_only_published_figures_are_shown_for_the_card(kinds: dict[str, Any]) -> None:
    """The benchmark has no Argon2 and no scrypt with these settings, so there is no figure for them."""
    assert {name: each["card"] for name, each in kinds.items() if each["card"]} == script_of(NAME)["CARD"]
    assert kinds["scrypt"]["card"] is kinds["argon2"]["card"] is None


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.5, "less than a second"),
        (1, "1 second"),
        (90, "2 minutes"),
        (86_400, "1 day"),
        (31_557_600 * 2e6, "2 million years"),
    ],
)
def test_times_are_told_as_people_say_them(seconds: float, told: str) -> None:
    """One has no plural; large numbers have names."""
    assert script_of(NAME)["words"](seconds) == told
