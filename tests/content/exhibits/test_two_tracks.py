"""Two withdrawals run again in every order."""

from .recording import data_of, script_of


def test_every_order_of_two_withdrawals_runs_again_as_recorded() -> None:
    """Real threads, real lines, all 20 orders of three programs: the outcome hangs on the order alone."""
    recorded, again = data_of("two-tracks"), script_of("two-tracks")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}
    paid = {each["id"]: [run["paid"] for run in each["runs"]] for each in recorded["programs"]}
    assert {key: values.count(160) for key, values in paid.items()} == {"none": 18, "use": 18, "all": 0}
