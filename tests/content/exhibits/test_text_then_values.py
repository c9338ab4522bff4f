"""The bytes that were heard on the line are read again."""

import importlib.util
import os

import pytest

from .recording import data_of, script_of

ASKED_BY_VALUE = {"apart", "again"}


def test_the_bytes_say_what_is_shown() -> None:
    """Every message is cut out of the recorded bytes again."""
    script = script_of("text-then-values")
    for case in data_of("text-then-values")["cases"]:
        heard = [(side, bytes.fromhex(said)) for side, said in case["heard"]]

        assert script["tell"](heard, case["door"], case["way"]) == case["messages"]


def test_a_value_that_travels_apart_stands_in_no_text() -> None:
    """Bound by the server, no word of the visitor is in a text; the second time there is no text at all."""
    for case in data_of("text-then-values")["cases"]:
        if case["way"] not in ASKED_BY_VALUE:
            continue
        texts = [each["mine"] for each in case["messages"] if each["kind"] in {"Query", "Parse"}]
        bound = [each["theirs"] for each in case["messages"] if each["kind"] == "Bind"]

        assert bound == [case["word"]]
        assert [text.endswith("$1") for text in texts] == ([] if case["way"] == "again" else [True])


def test_a_map_sends_nothing_that_it_does_not_know() -> None:
    """A word outside the map never reaches the line; a word in it is sent as the author wrote it."""
    mapped = [case for case in data_of("text-then-values")["cases"] if case["way"] == "mapped"]

    assert [bool(case["heard"]) for case in mapped] == [True, True, False, False]
    assert not any(each["theirs"] for case in mapped for each in case["messages"])


@pytest.mark.skipif(
    importlib.util.find_spec("psycopg") is None or "PGPORT" not in os.environ,
    reason="a PostgreSQL server and its drivers are no part of the classroom",
)
def test_the_server_answers_again_as_recorded() -> None:
    """Where a server is at hand, it is asked again."""
    assert script_of("text-then-values")["record"]()["tables"] == data_of("text-then-values")["tables"]
