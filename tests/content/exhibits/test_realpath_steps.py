"""Every name is resolved again, part by part."""

from .recording import data_of, script_of


def test_every_name_is_resolved_again_as_recorded() -> None:
    """The folder is made again and its links are read; nothing but the interpreter's version may differ."""
    data = data_of("realpath-steps")

    assert script_of("realpath-steps")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_the_steps_end_where_the_library_says() -> None:
    """The walk of the exhibit is a picture of `realpath`, so both end at the same file."""
    for case in data_of("realpath-steps")["cases"]:
        assert case["steps"][-1]["at"] == case["realpath"]
        assert case["steps"][-1]["rest"] == []


def test_text_alone_is_wrong_about_three_names() -> None:
    """Each of the two ways that look at text says inside where the file is outside, and never the other way round."""
    cases = data_of("realpath-steps")["cases"]

    assert [each["name"] for each in cases if each["saysNormpath"] != each["saysRealpath"]] == [
        "link.txt",
        "shared/clef.txt",
        "shared/../private/grades.txt",
    ]
    assert all(each["saysPrefix"] for each in cases)
