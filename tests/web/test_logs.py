"""The log is read by people who decide by it."""

import contextvars
import json
import logging
import re
import sys

import pytest

from quintain.web.logs import JsonFormatter, RedactingFormatter, name_request

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
