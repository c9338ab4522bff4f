"""The shop is asked again in some of its configurations."""

from .recording import data_of, script_of


def test_the_requests_have_the_same_answers_again() -> None:
    """Nothing hardened, everything hardened, and one setting alone."""
    recorded = data_of("hardening-card")["sets"]
    numbers = [0, 2, len(recorded) - 1]

    assert script_of("hardening-card")["ask"](numbers)["sets"] == [recorded[number] for number in numbers]


def test_each_setting_stops_exactly_its_own_attack() -> None:
    """The picture puts a setting beside each attack, so one must belong to the other in every configuration."""
    data = data_of("hardening-card")
    for number, each in enumerate(data["sets"]):
        assert each["works"] == [not number >> bit & 1 for bit in range(len(data["switches"]))]


def test_no_warning_tells_of_a_wildcard_host() -> None:
    """Django's checks say the same with ALLOWED_HOSTS = ["*"] as with the name of the shop."""
    sets = data_of("hardening-card")["sets"]

    assert sets[0]["warnings"] == sets[2]["warnings"]
