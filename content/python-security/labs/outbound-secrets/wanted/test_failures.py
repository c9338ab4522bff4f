"""What the program says when something goes wrong."""

from helpers import lines, machine, order, word


def test_without_a_key(box, rng):
    """Without a key, the program says so, ends with status 1, and asks the carrier nothing."""
    for words in [["order", word(rng), word(rng), "100"], ["track", "123456"], ["close", "2026-11-27"]]:
        run = machine(box, "--no-key", *words)
        assert run.code == 1, words
        assert run.err, words
        assert run.out == b"", words
    assert lines(box, "carrier/heard.txt") == []
    assert machine(box, "--no-key", "zone", "12345").out == b"east\n"


def test_states_are_in_the_log(box, rng):
    """The log has a line for a state too, and one for an error."""
    number = order(box, rng)
    assert machine(box, "track", number).code == 0
    log = lines(box, "parcels.log")
    assert any("GET" in line and f"/v1/parcels/{number}/state" in line for line in log)
    failed = machine(box, "--down", "track", number)
    assert (failed.code, failed.out) == (1, b"")
    assert f"/v1/parcels/{number}/state" in failed.err.decode()
    assert any(line.startswith("ERROR") and f"/{number}/state" in line for line in lines(box, "parcels.log"))


def test_closing_fails(box):
    """If a day cannot be closed, the program says so, ends with status 1, and writes an error to the log."""
    for option in ("--down", "--busy"):
        failed = machine(box, option, "close", "2026-11-27")
        assert (failed.code, failed.out) == (1, b"")
        assert failed.err
    assert any(line.startswith("ERROR") for line in lines(box, "parcels.log"))


def test_crash_report_names_the_line(box, rng):
    """An answer that cannot be read ends with status 70 and a report: exception, file and function."""
    for option, name in [("--garbled", "JSONDecodeError"), ("--silent", "BadStatusLine")]:
        run = machine(box, option, "order", word(rng), word(rng), "100")
        assert (run.code, run.out) == (70, b"")
        report = (box.read("crash.txt") or b"").decode()
        assert "Traceback" in report
        assert name in report
        assert "client.py" in report
