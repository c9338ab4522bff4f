"""What the program says when something goes wrong."""

from helpers import lines, order, results


def test_without_a_key(box, rng):
    """Without a key, the program says so, ends with status 1, and asks the carrier nothing."""
    *failed, zone = results(
        box, order(rng, "--no-key"), "--no-key track 123456", "--no-key close 2026-11-27", "--no-key zone 12345"
    )
    for run in failed:
        assert (run.code, run.out) == (1, "")
        assert run.err
    assert lines(box, "carrier/heard.txt") == []
    assert zone.out == "east\n"


def test_key_file_is_missing(box, rng):
    """If the file with the key is missing, the program ends with an error, and asks the carrier nothing."""
    for run in results(box, order(rng, "--lost-key"), "--lost-key track 123456", "--lost-key close 2026-11-27"):
        assert run.code in (1, 70)
        assert (run.out, bool(run.err)) == ("", True)
    assert lines(box, "carrier/heard.txt") == []


def test_states_are_in_the_log(box, rng):
    """The log has a line for a state too, and one for an error."""
    ordered, tracked, failed = results(box, order(rng), "track @", "--down track @")
    assert tracked.code == 0
    path = f"/v1/parcels/{ordered.out.split()[1]}/state"
    assert (failed.code, failed.out) == (1, "")
    assert path in failed.err
    log = lines(box, "parcels.log")
    assert any("GET" in line and path in line and not line.startswith("ERROR") for line in log)
    assert any(line.startswith("ERROR") and path in line for line in log)


def test_closing_fails(box):
    """If a day cannot be closed, the program says so, ends with status 1, and writes an error to the log."""
    for failed in results(box, "--down close 2026-11-27", "--busy close 2026-11-27"):
        assert (failed.code, failed.out) == (1, "")
        assert failed.err
    assert sum(line.startswith("ERROR") for line in lines(box, "parcels.log")) >= 2


def test_crash_report_names_the_line(box, rng):
    """An answer that cannot be read ends with status 70 and a report: exception, file and line."""
    for option, name in [("--garbled", "JSONDecodeError"), ("--silent", "BadStatusLine")]:
        [run] = results(box, order(rng, option))
        assert (run.code, run.out) == (70, "")
        report = (box.read("crash.txt") or b"").decode()
        assert "Traceback" in report
        assert name in report
        assert 'client.py", line' in report
