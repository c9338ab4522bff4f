"""Four mistakes are made again with nine interfaces."""

from .recording import data_of, script_of


def test_every_mistake_is_made_again_and_ends_as_recorded() -> None:
    """Keys and nonces are new in each run; what an interface accepts is not."""
    recorded, again = data_of("api-map"), script_of("api-map")["record"]()

    assert again["mistakes"] == recorded["mistakes"]


def test_by_hand_nothing_is_noticed_and_no_interface_notices_everything() -> None:
    """Fernet misses one mistake, AESGCM two, and Cipher all four in every mode."""
    data = data_of("api-map")
    missed = {
        name: sum(not mistake["outcomes"][name]["noticed"] for mistake in data["mistakes"])
        for group in data["groups"]
        for name in group["names"]
    }

    assert (missed["Fernet"], missed["AESGCM"]) == (1, 2)
    assert {count for name, count in missed.items() if name.startswith("Cipher")} == {4}
    assert all(missed.values())
