"""The log is read by people who decide by it."""

import contextvars
import json
import logging
import re
import sys

import psycopg
import pytest
from django.db import OperationalError as DatabaseTrouble

from quintain.web.logs import JsonFormatter, RedactingFormatter, WithoutOutages, name_request, tell_end_of_outage

FORMAT = RedactingFormatter("{levelname} {name}: {message}", style="{")


def entry(message: str, *args: object) -> str:
    """Return an entry as it is written."""
    return FORMAT.format(logging.LogRecord("quintain.web", logging.ERROR, "", 0, message, args, None))


def test_nobody_writes_an_entry_of_their_own() -> None:
    """A line end in an address stays within its line (CWE-117), whatever kind of line end it is."""
    for end in ("\n", "\r\n", "\x0b", "\x85", "\u2028"):
        written = entry("fault %s at %s", "1", f"/labs/{end}ERROR root: all is lost")
        assert len(written.splitlines()) == 1, repr(written)
        assert "all is lost" in written
    assert "\x1b" not in entry("%s", "\x1b[2J")


def test_a_traceback_keeps_its_lines() -> None:
    """What Python itself writes is read line by line."""
    try:
        raise ValueError("no")  # noqa: TRY301  the traceback is what counts
    except ValueError:
        record = logging.LogRecord("quintain", logging.ERROR, "", 0, "it failed", (), sys.exc_info())
    assert FORMAT.format(record).splitlines()[0] == "ERROR quintain: it failed"
    assert FORMAT.format(record).splitlines()[-1] == "ValueError: no"


def outage_entry(error: BaseException) -> list[str]:
    """Return the lines of an entry about what an error of the database has stopped, as Django raises it."""
    try:
        try:
            raise error
        except type(error) as cause:
            raise DatabaseTrouble("it failed") from cause
    except DatabaseTrouble:
        record = logging.LogRecord("quintain", logging.ERROR, "", 0, "%s failed", ("it",), sys.exc_info())
    assert WithoutOutages().filter(record)
    return FORMAT.format(record).splitlines()


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("connection timeout expired\nand more"),
        psycopg.errors.AdminShutdown("connection timeout expired"),
    ],
)
def test_a_database_that_is_away_is_told_in_a_line(error: BaseException) -> None:
    """Without a traceback, which would tell nobody anything."""
    told = "ERROR quintain: it failed: the database does not answer: connection timeout expired"
    assert outage_entry(error) == [told]


def test_the_end_of_an_outage_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """And only if the log has said that there was one."""
    tell_end_of_outage()
    caplog.clear()
    tell_end_of_outage()
    assert caplog.messages == []
    outage_entry(psycopg.OperationalError("gone"))
    tell_end_of_outage()
    tell_end_of_outage()
    assert caplog.messages == ["the database answers again"]


@pytest.mark.parametrize(
    "error", [psycopg.errors.LockNotAvailable("waited"), psycopg.errors.DataError("x"), KeyError()]
)
def test_what_is_no_outage_keeps_its_traceback(error: BaseException) -> None:
    """A lock that is held, a mistake of ours."""
    assert "Traceback (most recent call last):" in outage_entry(error)


def json_entry(message: str, *args: object, **facts: object) -> dict[str, object]:
    """Return an entry of JSON as a collector reads it."""
    record = logging.LogRecord("quintain.web", logging.ERROR, "", 0, message, args, None)
    vars(record).update(facts)
    (line,) = JsonFormatter("web-1").format(record).splitlines()
    entry = json.loads(line)
    assert isinstance(entry, dict)
    return entry


def test_an_entry_of_json_is_one_line_and_says_what_and_where() -> None:
    """Whatever its message holds, and with what an answer says of itself."""
    entry = json_entry("fault at %s", "/labs/\n{}\u2028\x1b", route="lab", status=500, seconds=0.2, request="a1")
    moment = str(entry.pop("time"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)
    assert entry == {
        "level": "error",
        "logger": "quintain.web",
        "message": "fault at /labs/\n{}\u2028\x1b",
        "process": "web-1",
        "route": "lab",
        "status": 500,
        "seconds": 0.2,
        "request": "a1",
    }


def test_what_belongs_to_a_request_has_its_number() -> None:
    """So that all of it is found by one."""

    def answer() -> object:
        name_request("7f")
        return json_entry("x")["request"]

    assert contextvars.copy_context().run(answer) == "7f"
    assert "request" not in json_entry("x")


def test_long_entries_are_cut() -> None:
    """What a learner sends may be long, and collectors cut lines anywhere."""
    assert len(str(json_entry("%s", "x" * 100_000)["message"])) < 10_000


@pytest.mark.parametrize(
    "text",
    [
        "GET /sign-in/{} failed",
        "http://127.0.0.1:1/sign-in/?next=/#{}",
        "https://class.example.org/invitation/#{}",
        "/sign-in/provider/callback/?state=x&code={}",
        "/frame?ticket={}",
        "postgresql://quintain:{}@db.example.org/quintain",
        "redis://:{}@valkey.example.org",
        "__Host-quintain-session={}; theme=dark",
        "[(b'cookie', b'x={}'), (b'host', b'h')]",
        "Cookie: theme=dark; quintain-csrf={}",
        "Authorization: Bearer {}",
        "duplicate key value violates unique constraint\nDETAIL:  Key (code)=({}) already exists.",
        'null value in column "x"\nDETAIL:  Failing row contains (7, {}\nimport os, null).\nCONTEXT:  SQL statement',
    ],
)
def test_no_entry_holds_a_secret(text: str) -> None:
    """Neither a line nor JSON; nor does what comes after it vanish with it."""
    secret = "s3cret" + "x" * 20
    for written in (entry(text.format(secret)), str(json_entry("%s", text.format(secret))["message"])):
        assert secret not in written
        assert "import os" not in written
        assert "…" in written
    assert "b'host'" in entry("[(b'cookie', b'x=1'), (b'host', b'h')]")
    assert "CONTEXT" in entry("DETAIL:  Key (a)=(b).\nCONTEXT:  here")
