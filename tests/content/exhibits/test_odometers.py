"""Running totals are kept again."""

from .recording import data_of, script_of


def test_every_total_is_kept_again_as_recorded() -> None:
    """Each total is stored as the exhibit shows."""
    recorded, again = data_of("odometers"), script_of("odometers")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_each_run_has_a_type_that_allows_again_what_the_int_refuses() -> None:
    """In every run a wrapped total is within the limit, while the real one is not."""
    for run in data_of("odometers")["runs"]:
        rows = [[int(total) for total in row] for row in run["totals"]]

        assert run["types"][-1] == "int"
        assert any(row[-1] > run["limit"] >= min(row[:-1]) for row in rows)
