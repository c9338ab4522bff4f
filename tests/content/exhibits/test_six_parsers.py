"""Values are handed to the six sinks again."""

from .recording import data_of, script_of


def test_grammar_and_answers_are_found_again_as_recorded() -> None:
    """What each parser takes for grammar, and what Python's own three give back; others may word theirs anew."""
    recorded, again = data_of("six-parsers"), script_of("six-parsers")["record"]()

    for before, after in zip(recorded["cases"], again["cases"], strict=True):
        for old, new in zip(before["readings"], after["readings"], strict=True):
            assert [*map(list, new["grammar"])] == old["grammar"]
            if old["parser"] in {"python", "template", "pickle"}:
                assert new["answer"] == old["answer"]


def test_hardly_a_value_is_harmless_to_all() -> None:
    """Only the number is grammar to none; the attack is to five."""
    obeying = [sum(bool(each["grammar"]) for each in case["readings"]) for case in data_of("six-parsers")["cases"]]

    assert obeying == [0, 2, 2, 3, 3, 3, 5, 4]
