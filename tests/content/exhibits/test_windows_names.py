"""The lesson's model of Windows is asked again; the page's own copy of it is compared in frontend/tests/exhibits."""

from .recording import data_of, script_of


def test_every_name_is_read_again_as_recorded() -> None:
    """All names are asked again, and nothing but the interpreter's version may differ."""
    data = data_of("windows-names")

    assert script_of("windows-names")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_every_documented_case_is_read_as_documented() -> None:
    """The table of cases names a source for each, and the model agrees with all of them."""
    script = script_of("windows-names")

    assert [(*script["opened"](name),) for name, *_ in script["CASES"]] == [
        (kind, what) for _, kind, what, _ in script["CASES"]
    ]


def test_only_the_allowlist_accepts_nothing_but_the_public_file() -> None:
    """The two other checks accept names that open something else."""
    data = data_of("windows-names")
    wrong = {
        check["id"]: [
            each["name"] for each in data["cases"] if check["id"] in each["accepted"] and each["what"] != "report.txt"
        ]
        for check in data["checks"]
    }

    assert {check: len(names) for check, names in wrong.items()} == {"contained": 10, "unreserved": 2, "allowlist": 0}
