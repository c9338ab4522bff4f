"""The watched program is run again, with its audit hook."""

from .recording import data_of, script_of


def test_the_program_raises_the_same_events_again() -> None:
    """The program runs again in a process of its own, and nothing but the interpreter's version may differ."""
    data = data_of("audit-stream")

    assert script_of("audit-stream")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_writing_and_stat_raise_no_event() -> None:
    """Two lines that do something with a file are not heard: a hook does not see everything."""
    data = data_of("audit-stream")
    loud = {each["line"] for each in data["events"]}
    silent = [each["code"].strip() for each in data["source"] if each["line"] not in loud]

    assert 'file.write("3 apples")' in silent
    assert 'size = os.stat("box/orders.txt").st_size' in silent
    assert {each["group"] for each in data["events"]} == set(data["groups"])
