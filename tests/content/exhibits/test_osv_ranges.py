"""The ranges are evaluated again."""

from .recording import data_of, script_of


def test_every_version_is_evaluated_again_with_the_same_answers() -> None:
    """Answers and steps are those of the lesson's code; only versions of tools may differ."""
    assert script_of("osv-ranges")["record"]() | {"interpreter": ""} == data_of("osv-ranges") | {"interpreter": ""}


def test_both_simpler_ways_miss_affected_versions() -> None:
    """An unsorted range and a comparison of strings are wrong on the dangerous side."""
    urllib3 = {each["version"]: each for each in data_of("osv-ranges")["records"][0]["versions"]}

    assert (urllib3["2.0.3"]["affected"], urllib3["2.0.3"]["order"]) == (True, False)
    assert (urllib3["1.26.5"]["affected"], urllib3["1.26.5"]["text"]) == (True, False)


def test_the_last_step_is_the_answer() -> None:
    """What is known after the last event is what the exhibit says in large letters."""
    for record in data_of("osv-ranges")["records"]:
        assert all(each["steps"][-1]["affected"] == each["affected"] for each in record["versions"])
