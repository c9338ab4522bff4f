"""The filters meet the attacks again."""

from .recording import data_of, script_of


def test_every_attack_ends_again_as_recorded() -> None:
    """All addresses are fetched again through all filters, and nothing but the interpreter's version may differ."""
    data = data_of("filter-duel")

    assert script_of("filter-duel")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_the_last_filter_holds() -> None:
    """Six filters let some attack through, the seventh none; only the check of a prefix refuses a normal link."""
    through = {
        each["name"]: sum(outcome in {"file", "vault"} for outcome in each["attacks"])
        for each in data_of("filter-duel")["filters"]
    }
    refusing = [each["name"] for each in data_of("filter-duel")["filters"] if "refused" in each["honest"]]

    assert [name for name, count in through.items() if count == 0] == ["allow_every_hop"]
    assert through["deny_parts"] > through["deny_prefix_lower"]
    assert refusing == ["allow_prefix"]
