"""Every check is asked again in every situation."""

from tests.aside import call_aside

from .recording import data_of, script_of


def test_every_check_answers_again_as_recorded() -> None:
    """The answers and the names of the exceptions are the same on every interpreter."""
    data = data_of("fail-open")

    assert call_aside(script_of("fail-open")["record"]) | {"interpreter": ""} == data | {"interpreter": ""}


def test_every_check_is_right_while_all_works_and_one_in_every_situation() -> None:
    """Each check knows an administrator; only one refuses a customer always."""
    checks = data_of("fail-open")["checks"]

    assert {check["outcomes"]["ada"][0] for check in checks} == {"allowed"}
    assert "allowed" not in {check["outcomes"]["zoe"][0] for check in checks}
    assert [check["name"] for check in checks if "allowed" not in check["outcomes"]["zoe"]] == ["deny by default"]
