"""Every word is sent to the program again, in every way."""

from .recording import data_of, script_of


def test_every_word_is_understood_again_as_recorded() -> None:
    """All ways are run again, and nothing but the interpreter's version may differ."""
    data = data_of("argv-splitter")

    assert script_of("argv-splitter")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_a_list_with_dashes_leaves_nothing_to_decide() -> None:
    """By five ways some word is more than a picture; by the sixth each is one picture, the honest ones as well."""
    cases = data_of("argv-splitter")["cases"]
    decided = {case["way"] for case in cases if case["decided"]}
    last = [case for case in cases if case["way"] == "dashes"]

    assert decided == {"shell", "quoted", "split", "shlex_split", "as_list"}
    assert [case["pictures"] for case in last] == [[case["name"]] for case in last]
